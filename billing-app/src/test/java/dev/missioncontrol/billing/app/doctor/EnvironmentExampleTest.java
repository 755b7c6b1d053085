package dev.missioncontrol.billing.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The file that a deployment begins with. */
class EnvironmentExampleTest {
    private static final Path EXAMPLE = Path.of("../deploy/billing.env.example");

    @Test
    void who_fills_in_the_example_is_warned_of_nothing() throws IOException {
        Map<String, String> variables = new HashMap<>();
        Pattern.compile("^([A-Z_]+)=(.*)$", Pattern.MULTILINE)
                .matcher(Files.readString(EXAMPLE))
                .results()
                .forEach(line -> variables.put(line.group(1), line.group(2)));
        assertThat(variables).containsKeys("STRIPE_PRICE_PRO_MONTHLY", "STRIPE_PRICE_TEAM_MONTHLY");
        variables.putAll(Map.of(
                "STRIPE_PRICE_PRO_MONTHLY",
                "price_1",
                "STRIPE_PRICE_TEAM_MONTHLY",
                "price_2",
                "DATABASE_PASSWORD",
                "pass-of-tests",
                "STRIPE_SECRET_KEY",
                "sk_" + "live_" + "a1b2".repeat(6),
                "STRIPE_WEBHOOK_SECRET",
                "whsec_" + "one1".repeat(8),
                "BILLING_JWT_SECRET",
                "s3".repeat(32)));

        assertThat(ConfigurationExam.of(variables))
                .singleElement()
                .satisfies(finding -> assertThat(finding.what()).isEqualTo("nothing in it is wrong or unwise"));
    }
}
