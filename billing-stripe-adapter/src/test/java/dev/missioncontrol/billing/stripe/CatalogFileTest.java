package dev.missioncontrol.billing.stripe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.CatalogFault;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.plan.InvalidCatalogException;
import dev.missioncontrol.billing.plan.Limit;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.plan.SeatPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogFileTest {
    private static final String PRO =
            "{\"key\":\"pro\",\"rank\":1,\"prices\":{\"month\":{\"id\":\"price_pro\",\"amount\":2000,\"currency\":\"usd\"}}}";
    private static final String FREE = "{\"key\":\"free\",\"rank\":0}";

    /** Who writes them down to change an amount changes nothing else by that. */
    @Test
    void the_built_in_plans_as_the_documentation_writes_them_down_are_the_built_in_plans() throws IOException {
        String page = Files.readString(Path.of("../docs/stripe.md"));
        String opening = "```json\n{\"plans\"";
        int from = page.indexOf(opening) + "```json\n".length();
        PlanCatalog written = CatalogFile.parse(
                page.substring(from, page.indexOf("```", from)).getBytes(UTF_8));

        assertThat(page).containsOnlyOnce(opening);
        assertThat(written.plans())
                .isEqualTo(DefaultCatalog.withPlaceholderPrices().plans());
    }

    @Test
    void every_field_of_a_plan_is_read() {
        PlanCatalog catalog = CatalogFile.parse(SharedFolder.resource("catalog.json"));
        Plan team = catalog.plan("team").orElseThrow();
        assertThat(catalog.plans()).extracting(Plan::key).containsExactly("free", "pro", "team");
        assertThat(team.name()).isEqualTo("Team");
        assertThat(team.rank()).isEqualTo(2);
        assertThat(team.aliases()).containsExactlyInAnyOrder("archon", "crew");
        assertThat(team.seats()).isEqualTo(SeatPolicy.atLeast(2));
        assertThat(team.price(BillingInterval.YEAR).orElseThrow().id()).isEqualTo(new PriceId("price_team_y"));
        assertThat(team.price(BillingInterval.YEAR).orElseThrow().unitAmount().minorUnits())
                .isEqualTo(15_000);
        assertThat(team.features()).containsExactly("Shared projects", "export");
        assertThat(team.retiredPrices()).containsExactly(new PriceId("price_team_2024"));
        assertThat(team.trialDays()).isEqualTo(14);
        assertThat(catalog.plan("pro").orElseThrow().seats()).isEqualTo(SeatPolicy.SINGLE);
        assertThat(catalog.free().seats()).isEqualTo(new SeatPolicy(1, SeatPolicy.MOST));
        assertThat(catalog.named("Crew")).contains(team);
    }

    @Test
    void everything_that_is_wrong_is_said_at_once() {
        List<CatalogFault> faults = faults("{\"plans\":[" + FREE + ","
                + "{\"key\":\"pro\",\"name\":7,\"colour\":\"red\",\"seats\":{\"min\":0},"
                + "\"prices\":{\"month\":{\"amount\":\"20\",\"currency\":\"usd\"},\"week\":{\"id\":\"price_w\",\"amount\":1,\"currency\":\"usd\"}}},"
                + "{\"rank\":2,\"aliases\":\"archon\",\"features\":[\"a\",1],\"retired\":\"no\",\"prices\":[]},"
                + "\"team\"],\"aliases\":{\"boss\":\"nobody\"},\"plan\":[]}");
        assertThat(faults)
                .extracting(CatalogFault::where)
                .containsExactlyInAnyOrder(
                        "file.plan",
                        "plans[1] \"pro\".rank",
                        "plans[1] \"pro\".name",
                        "plans[1] \"pro\".colour",
                        "plans[1] \"pro\".seats.min",
                        "plans[1] \"pro\".prices.month.id",
                        "plans[1] \"pro\".prices.month.amount",
                        "plans[1] \"pro\".prices.week",
                        "plans[2] \"\".key",
                        "plans[2] \"\".aliases",
                        "plans[2] \"\".features[1]",
                        "plans[2] \"\".retired",
                        "plans[2] \"\".prices",
                        "plans[3] \"\"",
                        "aliases.\"boss\"");
    }

    @Test
    void limits_are_numbers_or_null_and_nothing_else() {
        String limits = PRO.replace("\"rank\":1,", "\"rank\":1,\"limits\":{\"projects\":10,\"api_calls\":null},");
        Plan pro = CatalogFile.parse(("{\"plans\":[" + FREE + "," + limits + "]}").getBytes(UTF_8))
                .plan("pro")
                .orElseThrow();
        assertThat(pro.limits())
                .containsExactly(Map.entry("api_calls", Limit.UNLIMITED), Map.entry("projects", Limit.of(10)));
        String wrong = PRO.replace(
                "\"rank\":1,",
                "\"rank\":1,\"limits\":{\"a\":\"10\",\"b\":1.5,\"c\":-1,\"D\":1,\"e\":true,\"f\":1e3,\"g\":[]},");
        assertThat(faults("{\"plans\":[" + FREE + "," + wrong + "]}"))
                .extracting(CatalogFault::where)
                .containsExactlyInAnyOrder(
                        "plans[1] \"pro\".limits.a",
                        "plans[1] \"pro\".limits.b",
                        "plans[1] \"pro\".limits.c",
                        "plans[1] \"pro\".limits.D",
                        "plans[1] \"pro\".limits.e",
                        "plans[1] \"pro\".limits.f",
                        "plans[1] \"pro\".limits.g");
        assertThat(faults("{\"plans\":[" + FREE + "," + PRO.replace("\"rank\":1,", "\"rank\":1,\"limits\":7,") + "]}"))
                .hasSize(1);
    }

    @Test
    void a_missing_rank_is_one_fault_and_not_three() {
        assertThat(faults("{\"plans\":[" + FREE + "," + PRO.replace("\"rank\":1,", "") + "]}"))
                .extracting(CatalogFault::toString)
                .containsExactly("plans[1] \"pro\".rank: is missing; it must be a whole number");
        assertThat(faults("{\"plans\":[" + FREE.replace(",\"rank\":0", "") + "," + PRO + "]}"))
                .hasSize(1);
    }

    @Test
    void json_that_is_none_is_pointed_at_by_line_and_column() {
        assertThat(faults("{\n  \"plans\": [\n    {\"key\": \"free\",, }\n  ]\n}"))
                .singleElement()
                .satisfies(fault -> assertThat(fault.where()).isEqualTo("line 3, column 20"));
        assertThat(faults("{\"plans\":[],\"plans\":[]}"))
                .singleElement()
                .satisfies(fault -> assertThat(fault.what()).contains("Duplicate field 'plans'"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "null", "7", "{}", "{\"plans\":{}}", "{\"plans\":[]}", "{} {}"})
    void a_file_that_is_no_catalogue_has_exactly_one_fault(String json) {
        assertThat(faults(json)).hasSize(1);
    }

    @Test
    void a_fault_is_one_line_however_long_and_odd_what_was_written() {
        String odd = "fr\\u0000\\nee\\ud800" + "x".repeat(60_000);
        for (CatalogFault fault : faults("{\"plans\":[" + FREE + ",{\"key\":\"" + odd
                + "\",\"rank\":1}],\"aliases\":{\"boss\":\"" + odd + "\"}}"))
            assertThat(fault.toString()).hasSizeLessThan(1_000).doesNotContain("\u0000", "\n", "\ud800");
    }

    @Test
    void a_file_over_its_limit_is_not_parsed() {
        assertThatThrownBy(() -> CatalogFile.parse(new byte[CatalogFile.LARGEST + 1]))
                .isInstanceOf(InvalidCatalogException.class)
                .hasMessageContaining("larger");
    }

    @Test
    void a_file_is_read_from_where_it_is_and_missed_where_it_is_not(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("catalog.json"), "{\"plans\":[" + FREE + "," + PRO + "]}");
        // shown in docs/embedding.md
        PlanCatalog catalog = CatalogFile.read(file);
        // end
        assertThat(catalog.plan("pro")).isPresent();
        assertThatThrownBy(() -> CatalogFile.read(folder.resolve("none.json")))
                .isInstanceOf(InvalidCatalogException.class)
                .hasMessageContaining("none.json: does not exist");
        assertThatThrownBy(() -> CatalogFile.read(folder)).isInstanceOf(InvalidCatalogException.class);
    }

    private static List<CatalogFault> faults(String json) {
        return catchThrowableOfType(InvalidCatalogException.class, () -> CatalogFile.parse(json.getBytes(UTF_8)))
                .faults();
    }
}
