package dev.missioncontrol.billing.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a configuration allows and nobody should want. */
class ConfigurationExamTest {
    private static final String TEST_KEY = "sk_" + "test_" + "a1b2".repeat(6);
    private static final String LIVE_KEY = "sk_" + "live_" + "a1b2".repeat(6);

    private static List<Finding> of(String key, int rate) {
        Map<String, String> variables = new HashMap<>(Map.of(
                "BILLING_PROFILE", "dev",
                "DATABASE_URL", "jdbc:postgresql://localhost/billing",
                "STRIPE_SECRET_KEY", key,
                "STRIPE_WEBHOOK_SECRET", "whsec_" + "one1".repeat(8),
                "STRIPE_PRICE_PRO_MONTHLY", "price_1",
                "STRIPE_PRICE_TEAM_MONTHLY", "price_2",
                "BILLING_JWT_SECRET", "s3".repeat(32)));
        variables.put("BILLING_PROVIDER_RATE", Integer.toString(rate));
        return ConfigurationExam.of(variables).stream()
                .filter(finding -> finding.what().startsWith("BILLING_PROVIDER_RATE"))
                .toList();
    }

    @Test
    void a_secret_whose_tokens_are_believed_whomever_they_are_meant_for_is_told_in_production() {
        Map<String, String> production = new HashMap<>(Map.of(
                "BILLING_PROFILE", "production",
                "BILLING_BASE_URL", "https://billing.example.org",
                "DATABASE_URL", "jdbc:postgresql://localhost/billing?sslmode=verify-full",
                "STRIPE_SECRET_KEY", LIVE_KEY,
                "STRIPE_WEBHOOK_SECRET", "whsec_" + "one1".repeat(8),
                "STRIPE_PRICE_PRO_MONTHLY", "price_1",
                "STRIPE_PRICE_TEAM_MONTHLY", "price_2",
                "BILLING_JWT_SECRET", "s3".repeat(32)));
        assertThat(ofAudience(production))
                .singleElement()
                .satisfies(finding -> assertThat(finding.why()).contains("whomever it is meant for"));

        production.put("BILLING_JWT_AUDIENCE", "billing");
        assertThat(ofAudience(production)).isEmpty();
        production.remove("BILLING_JWT_AUDIENCE");
        production.put("BILLING_PROFILE", "dev");
        assertThat(ofAudience(production)).isEmpty();
    }

    @Test
    void a_connection_that_is_said_to_be_open_is_taken_as_decided_and_one_of_which_nothing_is_said_is_told() {
        for (String said : List.of("", "?sslmode=prefer", "?sslmode=disable", "?a=b&sslmode=disable")) {
            List<Finding> all = ConfigurationExam.of(Map.of(
                    "BILLING_PROFILE",
                    "dev",
                    "DATABASE_URL",
                    "jdbc:postgresql://database:5432/billing" + said,
                    "BILLING_JWT_SECRET",
                    "s3".repeat(32),
                    "STRIPE_WEBHOOK_SECRET",
                    "whsec_" + "one1".repeat(8)));
            assertThat(all.stream().anyMatch(one -> one.what().startsWith("DATABASE_URL")))
                    .as(said)
                    .isEqualTo(!said.contains("disable"));
        }
    }

    private static List<Finding> withDatabase(String url, Map<String, String> more) {
        Map<String, String> variables = new HashMap<>(Map.of(
                "BILLING_PROFILE",
                "dev",
                "DATABASE_URL",
                url,
                "BILLING_JWT_SECRET",
                "s3".repeat(32),
                "STRIPE_WEBHOOK_SECRET",
                "whsec_" + "one1".repeat(8)));
        variables.putAll(more);
        return ConfigurationExam.of(variables);
    }

    @Test
    void that_a_machine_elsewhere_is_asked_in_the_open_is_said_though_it_was_decided() {
        for (String host :
                List.of("db.example.com", "10.0.0.5:5432", "[2001:db8::1]:5432", "db,other.example.com:5432"))
            assertThat(withDatabase("jdbc:postgresql://" + host + "/billing?sslmode=disable", Map.of()))
                    .as(host)
                    .filteredOn(finding -> finding.what().startsWith("DATABASE_URL"))
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.level()).isEqualTo(Finding.Level.OK));
        for (String host : List.of("localhost", "127.0.0.1", "[::1]:5432", "database:5432"))
            assertThat(withDatabase("jdbc:postgresql://" + host + "/billing?sslmode=disable&a=b.c", Map.of()))
                    .as(host)
                    .noneMatch(finding -> finding.what().startsWith("DATABASE_URL"));
    }

    @Test
    void names_that_nobody_here_reads_are_said_and_are_no_reason_to_look() {
        assertThat(withDatabase("jdbc:postgresql://localhost/billing", Map.of("STRIPE_KEY", "x", "DATABASE_NAME", "y")))
                .filteredOn(finding -> finding.what().contains("not known here"))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.level()).isEqualTo(Finding.Level.OK);
                    assertThat(finding.what()).endsWith(": DATABASE_NAME, STRIPE_KEY");
                });
    }

    private static List<Finding> ofAudience(Map<String, String> variables) {
        List<Finding> all = ConfigurationExam.of(variables);
        assertThat(all).noneMatch(finding -> finding.why().contains("exit code 2"));
        return all.stream()
                .filter(finding -> finding.what().startsWith("BILLING_JWT_AUDIENCE"))
                .toList();
    }

    @Test
    void a_rate_that_no_node_can_keep_is_told_with_the_one_of_the_documents() throws IOException {
        assertThat(of(TEST_KEY, 20)).isEmpty();
        assertThat(of(LIVE_KEY, 100)).isEmpty();
        assertThat(of(TEST_KEY, 21)).singleElement().satisfies(finding -> {
            assertThat(finding.remedy()).startsWith("6 ");
            assertThat(finding.why()).contains("20 calls a second");
        });
        assertThat(Files.readString(Path.of("../docs/configuration.md"))).contains("6 with a test key");
    }
}
