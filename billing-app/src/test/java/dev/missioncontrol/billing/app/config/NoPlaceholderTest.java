package dev.missioncontrol.billing.app.config;

import static dev.missioncontrol.billing.app.config.ProductionVariables.LIVE;
import static dev.missioncontrol.billing.app.config.ProductionVariables.TEST;
import static dev.missioncontrol.billing.app.config.ProductionVariables.faults;
import static dev.missioncontrol.billing.app.config.ProductionVariables.production;
import static dev.missioncontrol.billing.app.config.ProductionVariables.wrong;
import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.PriceId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Production takes nothing that somebody still has to fill in, wherever it stands, and names all of it at once. */
class NoPlaceholderTest {
    private static final String CHANGE_ME = "changeme".repeat(4);

    @TempDir
    private Path folder;

    /** A production that has everything which can be filled in, and nothing that still has to be. */
    private static Map<String, String> everything() {
        Map<String, String> env = production();
        env.put("DATABASE_PASSWORD", "p4ss");
        env.put("BILLING_EVENT_SECRET", "whsec_" + "QWJj".repeat(8));
        env.put("BILLING_SEAT_USAGE_URL", "https://app.example/seats");
        env.put("BILLING_SEAT_USAGE_SECRET", "s3at".repeat(8));
        return env;
    }

    @ParameterizedTest
    @CsvSource({
        "STRIPE_PRICE_PRO_YEARLY,price_changeme",
        "STRIPE_PRICE_PRO_YEARLY,price_...",
        "STRIPE_PRICE_TEAM_MONTHLY,price_xxx",
        "STRIPE_PRICE_TEAM_MONTHLY,price_team_monthly",
        "BILLING_EVENT_SECRET,whsec_changemechangemechangemechangeme",
        "BILLING_SEAT_USAGE_SECRET,changeme-changeme-changeme",
        "DATABASE_PASSWORD,changeme",
        "DATABASE_URL,jdbc:postgresql://db/billing?user=billing&password=changeme&sslmode=require",
    })
    void a_placeholder_is_a_fault_by_its_name(String name, String value) {
        Map<String, String> env = everything();
        assertThat(ConfigurationReader.forServe(env).liveKey()).isTrue();
        env.put(name, value);
        assertThat(wrong(env)).containsExactly(name);
        assertThat(faults(env))
                .singleElement()
                .asString()
                .contains("placeholder")
                .doesNotContain(value);
    }

    @Test
    void all_of_them_are_named_at_once() {
        Map<String, String> env = everything();
        env.replaceAll((name, value) -> name.startsWith("STRIPE_") || name.endsWith("_SECRET") ? CHANGE_ME : value);
        env.put("DATABASE_PASSWORD", CHANGE_ME);
        env.put("DATABASE_URL", "jdbc:postgresql://db/billing?password=" + CHANGE_ME);
        env.put("BILLING_EVENT_SECRET", "whsec_" + CHANGE_ME);
        assertThat(wrong(env))
                .contains(
                        "STRIPE_SECRET_KEY",
                        "STRIPE_WEBHOOK_SECRET",
                        "STRIPE_PRICE_PRO_MONTHLY",
                        "STRIPE_PRICE_TEAM_YEARLY",
                        "BILLING_JWT_SECRET",
                        "BILLING_EVENT_SECRET",
                        "BILLING_SEAT_USAGE_SECRET",
                        "DATABASE_PASSWORD",
                        "DATABASE_URL");
    }

    @Test
    void a_catalogue_names_the_plan_whose_price_is_one() throws IOException {
        Map<String, String> env = everything();
        env.put("BILLING_CATALOG", catalogue("price_1", "price_changeme", "price_xxx"));
        assertThat(faults(env))
                .containsExactlyInAnyOrder(
                        "BILLING_CATALOG: plan pro has a placeholder for a price: price_changeme",
                        "BILLING_CATALOG: plan pro has a placeholder for a price: price_xxx");
        env.put("BILLING_CATALOG", catalogue("price_1", "price_2", "price_3"));
        assertThat(ConfigurationReader.forServe(env).catalog().plan("pro")).isPresent();
    }

    private String catalogue(String month, String year, String retired) throws IOException {
        String prices =
                "\"month\": {\"id\": \"" + month + "\", \"amount\": 100, \"currency\": \"usd\"}, \"year\": {\"id\": \""
                        + year + "\", \"amount\": 1000, \"currency\": \"usd\"}";
        return Files.writeString(
                        folder.resolve("plans.json"),
                        "{\"plans\": [{\"key\": \"free\", \"rank\": 0}, {\"key\": \"pro\", \"rank\": 1, \"prices\": {"
                                + prices + "}, \"retiredPrices\": [\"" + retired + "\"]}]}")
                .toString();
    }

    /** What {@code stripe setup} is there to make need not be there before it. */
    @Test
    void who_asks_stripe_alone_may_have_prices_to_fill_in() {
        Map<String, String> env = new HashMap<>(Map.of(
                "BILLING_BASE_URL", "https://billing.example",
                "STRIPE_SECRET_KEY", LIVE,
                "STRIPE_PRICE_PRO_MONTHLY", "price_...",
                "STRIPE_PRICE_TEAM_YEARLY", "price_1"));
        assertThat(ConfigurationReader.forStripe(env).catalog().planOf(new PriceId("price_1")))
                .isPresent();
    }

    @Test
    void who_asks_stripe_alone_may_have_a_catalogue_and_a_servers_secrets_to_fill_in() throws IOException {
        Map<String, String> env = everything();
        env.put("BILLING_CATALOG", catalogue("price_changeme_pro", "price_pro_yearly", "price_..."));
        env.put("BILLING_EVENT_SECRET", "whsec_" + CHANGE_ME);
        env.put("BILLING_SEAT_USAGE_SECRET", CHANGE_ME);
        env.put("DATABASE_URL", "jdbc:postgresql://db/billing?password=changeme");
        assertThat(ConfigurationReader.forStripe(env).catalog().planOf(new PriceId("price_changeme_pro")))
                .isPresent();
        assertThat(wrong(env))
                .as("a server")
                .contains("BILLING_CATALOG", "BILLING_EVENT_SECRET", "BILLING_SEAT_USAGE_SECRET", "DATABASE_URL");
    }

    @Test
    void a_demo_takes_all_of_them() {
        assertThat(ConfigurationReader.forDemo(Map.of(
                                "STRIPE_PRICE_PRO_MONTHLY", "price_...", "BILLING_EVENT_SECRET", "whsec_" + CHANGE_ME))
                        .placeholderMode())
                .isTrue();
    }

    /** {@code sandbox serve} sells the built-in catalogue by the sandbox's own prices. */
    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:12111", "http://localhost:12111", "https://double.example", ""})
    void the_sandboxs_own_prices_are_sold_where_a_double_on_this_machine_answers(String api) {
        Map<String, String> env = everything();
        env.put("BILLING_PROFILE", "dev");
        env.put("STRIPE_SECRET_KEY", TEST);
        env.put("STRIPE_API_BASE", api);
        env.put("STRIPE_PRICE_PRO_MONTHLY", "price_pro_monthly");
        env.put("STRIPE_PRICE_TEAM_YEARLY", "price_team_yearly");
        if (api.contains("12111"))
            assertThat(ConfigurationReader.forServe(env).catalog().planOf(new PriceId("price_team_yearly")))
                    .isPresent();
        else assertThat(faults(env)).contains("STRIPE_PRICE_TEAM_YEARLY: is a placeholder");
    }

    /** There, what answers on this machine is a proxy before Stripe, and no double. */
    @Test
    void production_sells_no_price_of_the_sandbox_also_where_this_machine_answers() throws IOException {
        Map<String, String> env = everything();
        env.put("STRIPE_API_BASE", "http://127.0.0.1:8443");
        env.put("STRIPE_PRICE_PRO_MONTHLY", "price_pro_monthly");
        assertThat(faults(env)).containsExactly("STRIPE_PRICE_PRO_MONTHLY: is a placeholder");

        env.put("BILLING_CATALOG", catalogue("price_pro_monthly", "price_2", "price_team_yearly"));
        assertThat(faults(env))
                .containsExactly(
                        "BILLING_CATALOG: plan pro has a placeholder for a price: price_pro_monthly",
                        "BILLING_CATALOG: plan pro has a placeholder for a price: price_team_yearly");
        env.put("BILLING_PROFILE", "dev");
        assertThat(ConfigurationReader.forServe(env).catalog().planOf(new PriceId("price_pro_monthly")))
                .as("where a double may answer")
                .isPresent();
    }
}
