package dev.missioncontrol.billing.app.config;

import static dev.missioncontrol.billing.app.config.ProductionVariables.production;
import static dev.missioncontrol.billing.app.config.ProductionVariables.wrong;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.missioncontrol.billing.Billing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What may be of any length or of any characters would be refused later, by somebody who can't say which setting it was. */
class BoundedSettingsTest {
    private static final String A_SECRET = "whsec_" + "QUJD".repeat(10);

    /** What is taken, and what is one more or one other than that. */
    static Stream<Arguments> bounds() {
        String address = "https://app.example/";
        return Stream.of(
                bound("BILLING_INSTALLATION", "Prod.eu-1_a:b@c+d|e~f", "prod eu"),
                bound("BILLING_INSTALLATION", "a".repeat(128), "a".repeat(129)),
                bound("BILLING_INSTALLATION", "eu", "\u00e9u"),
                bound("BILLING_JWT_TENANT_CLAIM", "https://app.example/tenant", "the tenant"),
                bound("BILLING_JWT_TENANT_CLAIM", "a".repeat(128), "a".repeat(129)),
                bound("BILLING_JWT_ISSUER", "a".repeat(512), "a".repeat(513)),
                bound("BILLING_JWT_AUDIENCE", "a".repeat(512), "a\u0001b"),
                bound("BILLING_METRICS_HOST", "::1", "metrics host"),
                bound("BILLING_METRICS_HOST", "0.0.0.0", "http://127.0.0.1"),
                bound("STRIPE_SECRET_KEY", "rk_" + "live_" + "a".repeat(247), "rk_" + "live_" + "a".repeat(248)),
                bound("STRIPE_SECRET_KEY", "sk_" + "test_" + "abc", "sk_" + "test_" + "a\nb"),
                bound("STRIPE_WEBHOOK_SECRET", times(16, A_SECRET), times(17, A_SECRET)),
                bound("STRIPE_WEBHOOK_SECRET", A_SECRET, A_SECRET + "\n" + A_SECRET),
                bound("STRIPE_WEBHOOK_SECRET", "a".repeat(255), "a".repeat(256)),
                bound("BILLING_EVENT_SECRET", times(8, A_SECRET), times(9, A_SECRET)),
                bound("BILLING_RETURN_URL", to(2_048, address), to(2_049, address)),
                bound("BILLING_RETURN_URL", "/" + "a".repeat(2_000), "/" + "a".repeat(2_048)),
                bound("BILLING_SUPPORT_URL", to(2_048, address), to(2_049, address)),
                bound("BILLING_JWT_JWKS_URL", to(2_048, address), to(2_049, address)),
                bound("BILLING_CORS_ORIGINS", origins(100), origins(101)),
                bound("BILLING_FORM_TARGETS", origins(10), origins(11)),
                bound("DATABASE_USER", "a".repeat(32 * 1024), "a".repeat(32 * 1024 + 1)));
    }

    private static Arguments bound(String name, String taken, String refused) {
        return Arguments.of(name, taken, refused);
    }

    private static String times(int many, String one) {
        return String.join(",", java.util.Collections.nCopies(many, one));
    }

    private static String to(int length, String beginning) {
        return beginning + "a".repeat(length - beginning.length());
    }

    private static String origins(int many) {
        return IntStream.range(0, many)
                .mapToObj(i -> "https://a" + i + ".example")
                .collect(Collectors.joining(","));
    }

    private static Map<String, String> with(String name, String value) {
        Map<String, String> env = production();
        if (name.equals("BILLING_JWT_JWKS_URL")) {
            env.remove("BILLING_JWT_SECRET");
            env.put("BILLING_JWT_ISSUER", "https://issuer.example");
            env.put("BILLING_JWT_AUDIENCE", "billing");
        }
        env.put(name, value);
        return env;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bounds")
    void what_is_longer_or_other_than_it_may_be_is_said_by_name_before_anything_starts(
            String name, String taken, String refused) {
        assertThat(ConfigurationReader.forServe(with(name, taken))).isNotNull();
        assertThat(wrong(with(name, refused))).containsExactly(name);
    }

    @Test
    void the_secret_of_the_address_that_counts_seats_fits_into_a_head() {
        Map<String, String> env = with("BILLING_SEAT_USAGE_URL", "https://app.example/seats");
        env.put("BILLING_SEAT_USAGE_SECRET", "a".repeat(4_096));
        assertThat(ConfigurationReader.forServe(env).seats().source()).isPresent();
        env.put("BILLING_SEAT_USAGE_SECRET", "a".repeat(4_097));
        assertThat(wrong(env)).containsExactly("BILLING_SEAT_USAGE_SECRET");
    }

    @Test
    void all_of_them_are_said_at_once() {
        Map<String, String> env = with("BILLING_INSTALLATION", "prod eu");
        env.put("BILLING_METRICS_HOST", "metrics host");
        env.put("BILLING_FORM_TARGETS", origins(11));
        env.put("BILLING_JWT_TENANT_CLAIM", "the tenant");
        assertThat(wrong(env))
                .containsExactlyInAnyOrder(
                        "BILLING_INSTALLATION",
                        "BILLING_METRICS_HOST",
                        "BILLING_FORM_TARGETS",
                        "BILLING_JWT_TENANT_CLAIM");
    }

    @Test
    void files_of_a_theme_or_of_variables_are_not_read_without_end(@TempDir Path folder) throws IOException {
        Path theme = Files.writeString(folder.resolve("theme.css"), "a".repeat(64 * 1024 + 1));
        assertThat(wrong(with("BILLING_THEME_CSS", theme.toString()))).containsExactly("BILLING_THEME_CSS");
        Path variables = Files.writeString(folder.resolve("billing.env"), "#".repeat(1024 * 1024 + 1));
        assertThatThrownBy(() -> Variables.of(Map.of(), Optional.of(variables)))
                .isInstanceOf(ConfigurationErrors.class)
                .hasMessageContaining("at most 1048576 bytes");
    }

    /** Who embeds billing names an installation without any of our variables. */
    @Test
    void no_installation_has_a_name_that_metadata_would_not_bring_back() {
        for (String name : new String[] {"", " ", "prod eu", "a".repeat(129)})
            assertThatThrownBy(() -> Billing.builder().installation(name))
                    .as(name)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("1 to 128 letters");
    }
}
