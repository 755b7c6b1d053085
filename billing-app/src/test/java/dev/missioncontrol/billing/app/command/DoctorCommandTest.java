package dev.missioncontrol.billing.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.missioncontrol.billing.provider.BillingMetadata;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the doctor says of a product that is well, and of one where something is wrong or away. */
class DoctorCommandTest extends AtTheDesk {
    private static List<String> of(JsonNode json, String level) {
        return json.path("findings").findParents("level").stream()
                .filter(one -> one.path("level").textValue().equals(level))
                .map(one ->
                        one.path("area").textValue() + ": " + one.path("what").textValue())
                .toList();
    }

    @Test
    void every_area_is_looked_at_and_each_finding_says_what_why_and_what_to_do() {
        OperatorsDesk.Answer answer = desk.type("doctor", "--json");
        JsonNode json = answer.json();
        assertThat(json.path("findings").findValuesAsText("area"))
                .contains("configuration", "disk", "database", "clock", "migrations", "work", "provider");
        json.path("findings").forEach(one -> {
            boolean well = one.path("level").textValue().equals("ok");
            assertThat(one.path("what").textValue()).isNotBlank();
            assertThat(one.path("why").textValue().isBlank()).as("%s", one).isEqualTo(well);
        });
        assertThat(of(json, "warning")).contains("work: the sweep has never come to its end");
        assertThat(desk.type("doctor").out()).contains("why it matters:", "to mend it:");
    }

    @Test
    void work_that_waits_for_somebody_is_found_with_what_to_do() {
        desk.subscription("acme", desk.customer("acme"), BillingMetadata.NONE);
        desk.deliver();
        desk.execute("update billing.webhook_events set outcome = 'dead', retry_at = null");
        desk.execute("update billing.marked_subscriptions set marked_since = timestamp '2020-01-01 00:00:00',"
                + " due_at = timestamp '2020-01-01 00:00:00'");
        desk.execute("update billing.tracked_subscriptions set lease_until = timestamp '2020-01-01 00:00:00'");
        OperatorsDesk.Answer answer = desk.type("doctor", "--json");
        assertThat(answer.code()).isEqualTo(2);
        assertThat(of(answer.json(), "fault")).anyMatch(what -> what.contains("could not be applied"));
        assertThat(of(answer.json(), "warning"))
                .anyMatch(what -> what.contains("wait for a fetch"))
                .anyMatch(what -> what.contains("claimed by a node that ended"))
                .anyMatch(what -> what.contains("are nobody's"));
    }

    @Test
    void subscriptions_of_the_other_mode_than_the_key_are_counted() {
        desk.subscription("acme", desk.customer("acme"), BillingMetadata.NONE);
        desk.deliver();
        assertThat(of(desk.type("doctor", "--json").json(), "fault")).noneMatch(what -> what.contains("mode"));

        desk.execute("update billing.tracked_subscriptions set livemode = true");

        assertThat(of(desk.type("doctor", "--json").json(), "fault"))
                .contains("work: 1 subscriptions are of live mode, and the key is a test key");
    }

    @Test
    void a_database_that_is_away_is_a_finding_and_the_rest_is_looked_at() throws IOException {
        OperatorsDesk.Answer answer = desk.typeWith(
                desk.with("DATABASE_URL=jdbc:postgresql://127.0.0.1:1/nobody", "DATABASE_USER=nobody"),
                "doctor",
                "--json");
        assertThat(answer.code()).isEqualTo(2);
        assertThat(of(answer.json(), "fault")).anyMatch(what -> what.startsWith("database: it can't be reached"));
        assertThat(answer.json().path("findings").findValuesAsText("area")).contains("configuration", "provider");
    }

    @Test
    void a_file_that_is_not_there_is_not_made_by_looking() throws IOException {
        Path never = folder.resolve("never");
        OperatorsDesk.Answer answer =
                desk.typeWith(desk.with("DATABASE_URL=jdbc:h2:file:" + never), "doctor", "--json");
        assertThat(answer.code()).isEqualTo(2);
        assertThat(of(answer.json(), "fault")).anyMatch(what -> what.startsWith("database: it can't be reached"));
        assertThat(folder.resolve("never.mv.db")).doesNotExist();
    }

    @Test
    void every_mistake_of_the_configuration_is_said_at_once_and_no_secret() throws IOException {
        String canary = "sk_" + "test_" + "canary".repeat(4);
        OperatorsDesk.Answer answer = desk.typeWith(
                desk.with(
                        "BILLING_GRACE_DAYS=many",
                        "BILLING_LEASE=soon",
                        "STRIPE_SECRET_KEY=" + canary,
                        "BILLING_LEASEE=1"),
                "doctor");
        assertThat(answer.code()).isEqualTo(2);
        assertThat(answer.out())
                .contains(
                        "BILLING_GRACE_DAYS",
                        "BILLING_LEASE",
                        "BILLING_LEASEE: is not known; did you mean BILLING_LEASE")
                .contains("database: H2")
                .doesNotContain(canary);
    }

    @Test
    void what_is_allowed_and_unwise_is_a_warning() throws IOException {
        OperatorsDesk.Answer answer = desk.typeWith(
                desk.with(
                        "BILLING_HOST=0.0.0.0",
                        "BILLING_LEASE=PT5S",
                        "BILLING_SWEEP_INTERVAL=P3D",
                        "BILLING_RETENTION_DAYS=1",
                        "BILLING_DRAIN=PT0S"),
                "doctor",
                "--json");
        assertThat(of(answer.json(), "warning"))
                .anyMatch(what -> what.contains("BILLING_HOST is 0.0.0.0"))
                .anyMatch(what -> what.contains("BILLING_LEASE"))
                .anyMatch(what -> what.contains("BILLING_SWEEP_INTERVAL"))
                .anyMatch(what -> what.contains("BILLING_RETENTION_DAYS"))
                .anyMatch(what -> what.contains("BILLING_DRAIN"));
    }

    @Test
    void figures_that_nobody_can_read_are_told_before_somebody_misses_them() throws IOException {
        String nobody = "configuration: BILLING_METRICS_PORT: none, so nobody can read metrics";
        Path called = desk.with("BILLING_BASE_URL=https://billing.example");
        assertThat(of(desk.typeWith(called, "doctor", "--json").json(), "warning"))
                .contains(nobody);
        assertThat(desk.typeWith(called, "check-config").out())
                .containsPattern("metrics +nobody can read metrics: set BILLING_METRICS_PORT");

        Path read = desk.with("BILLING_BASE_URL=https://billing.example", "BILLING_METRICS_PORT=9090");
        assertThat(of(desk.typeWith(read, "doctor", "--json").json(), "warning"))
                .doesNotContain(nobody);
        assertThat(desk.typeWith(read, "check-config").out()).containsPattern("metrics +127.0.0.1:9090");
        assertThat(of(desk.type("doctor", "--json").json(), "warning"))
                .as("called by a name of this machine")
                .doesNotContain(nobody);
    }

    @Test
    void migrations_that_are_pending_newer_or_changed_are_named() {
        desk.execute("insert into billing.billing_schema_history values"
                + " (1000, '1000', 'later', 'SQL', 'V1000__later.sql', 1, 'me', current_timestamp, 1, true)");
        assertThat(of(desk.type("doctor", "--json").json(), "fault"))
                .anyMatch(what -> what.contains("a later version has run [1000: later]"));
        desk.execute("update billing.billing_schema_history set \"checksum\" = 1 where \"version\" = '1'");
        assertThat(of(desk.type("doctor", "--json").json(), "fault"))
                .anyMatch(what -> what.contains("changed after they ran: [1: "));
        desk.execute("drop schema billing cascade");
        assertThat(of(desk.type("doctor", "--json").json(), "fault"))
                .anyMatch(what -> what.contains("is not there yet"));
    }
}
