package dev.missioncontrol.billing.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.missioncontrol.billing.http.PageSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationReaderTest {
    private static final String LIVE = "sk_" + "live_" + "a1b2".repeat(6);
    private static final String TEST = "sk_" + "test_" + "a1b2".repeat(6);

    static Map<String, String> production() {
        return new HashMap<>(Map.of(
                "BILLING_BASE_URL",
                "https://billing.example",
                "DATABASE_URL",
                "jdbc:postgresql://db/billing",
                "STRIPE_SECRET_KEY",
                LIVE,
                "STRIPE_WEBHOOK_SECRET",
                "whsec_" + "one1, " + "whsec_" + "two2",
                "BILLING_JWT_SECRET",
                "s3".repeat(16),
                "STRIPE_PRICE_PRO_MONTHLY",
                "price_1",
                "STRIPE_PRICE_TEAM_YEARLY",
                "price_2"));
    }

    private static List<String> wrong(Map<String, String> env) {
        ConfigurationErrors errors =
                catchThrowableOfType(ConfigurationErrors.class, () -> ConfigurationReader.forServe(env));
        assertThat(errors).hasMessageNotContaining(LIVE);
        return errors.faults().stream().map(ConfigurationErrors.Fault::variable).toList();
    }

    static List<String> faults(Map<String, String> env) {
        return catchThrowableOfType(ConfigurationErrors.class, () -> ConfigurationReader.forServe(env))
                .faults()
                .stream()
                .map(Object::toString)
                .toList();
    }

    @Test
    void a_demo_needs_no_variable() {
        Configuration demo = ConfigurationReader.forDemo(Map.of());
        assertThat(demo.profile()).isEqualTo(Profile.DEV);
        assertThat(demo.placeholderMode()).isTrue();
        assertThat(demo.database().url()).isEqualTo("jdbc:h2:mem:billing");
        assertThat(demo.settings().returnTo()).isEqualTo(URI.create("http://127.0.0.1:8080/billing"));
        assertThat(UnsignedWebhooks.allowed(demo, true, true)).isTrue();
    }

    @Test
    void anybody_signs_in_as_any_tenant_on_this_machine_alone_and_never_where_money_moves() {
        assertThat(ConfigurationReader.forDemo(Map.of()).demoLogin()).isTrue();
        assertThat(ConfigurationReader.forDemo(Map.of("BILLING_HOST", "0.0.0.0"))
                        .demoLogin())
                .isFalse();
        for (String own : List.of("http://localhost:8080", "https://127.0.0.2", "http://[::1]:8080"))
            assertThat(ConfigurationReader.forDemo(Map.of("BILLING_BASE_URL", own))
                            .demoLogin())
                    .as(own)
                    .isTrue();
        for (String proxied : List.of("https://staging.example", "http://10.0.0.7", "http://localhost.example:8080"))
            assertThat(ConfigurationReader.forDemo(Map.of("BILLING_BASE_URL", proxied))
                            .demoLogin())
                    .as("a proxy on this machine")
                    .isFalse();
        assertThat(ConfigurationReader.forServe(production()).demoLogin()).isFalse();
        Map<String, String> env = production();
        env.put("BILLING_PROFILE", "dev");
        env.put("BILLING_HOST", "127.0.0.1");
        assertThat(ConfigurationReader.forServe(env).liveKey()).isTrue();
        assertThat(ConfigurationReader.forServe(env).demoLogin()).isFalse();
    }

    @Test
    void how_many_statuses_are_remembered_is_bounded_and_may_be_none() {
        Map<String, String> env = production();
        assertThat(ConfigurationReader.forServe(env).operations().statusCache()).isEqualTo(10_000);
        env.put("BILLING_STATUS_CACHE", "0");
        assertThat(ConfigurationReader.forServe(env).operations().statusCache()).isZero();
        for (String size : List.of("-1", "1000001", "many")) {
            env.put("BILLING_STATUS_CACHE", size);
            assertThat(wrong(env)).containsExactly("BILLING_STATUS_CACHE");
        }
    }

    @Test
    void a_complete_production_starts_and_never_prints_a_secret() {
        Configuration read = ConfigurationReader.forServe(production());
        assertThat(read.liveKey()).isTrue();
        assertThat(read.webhookSecrets()).hasSize(2);
        assertThat(read.toString()).doesNotContain(LIVE, "whsec_", "s3s3");
    }

    private static Map<String, String> sending(String urls, String secret) {
        Map<String, String> env = production();
        env.put("BILLING_EVENT_URLS", urls);
        if (!secret.isEmpty()) env.put("BILLING_EVENT_SECRET", secret);
        return env;
    }

    @Test
    void events_are_sent_signed_and_to_addresses_that_nobody_listens_in_on() {
        String secret = "whsec_" + "QUJD".repeat(10);

        Configuration read = ConfigurationReader.forServe(sending("https://a.example/x, https://b.example/y", secret));

        assertThat(read.events().urls()).hasSize(2);
        assertThat(read.toString()).doesNotContain("QUJD");
        assertThat(wrong(sending("https://a.example/x", ""))).containsExactly("BILLING_EVENT_SECRET");
        assertThat(wrong(sending("https://a.example/x", "whsec_short"))).containsExactly("BILLING_EVENT_SECRET");
        for (String url : List.of(
                "http://a.example/x",
                "https://user:pass@a.example/x",
                "ftp://a.example/x",
                "https://a.example/x,https://a.example/x",
                "https://a.example/x,"))
            assertThat(wrong(sending(url, secret))).as(url).containsOnly("BILLING_EVENT_URLS");
    }

    @Test
    void ending_at_once_is_allowed_only_where_it_is_said() {
        Map<String, String> env = production();
        assertThat(ConfigurationReader.forServe(env).operations().cancelNow()).isFalse();
        env.put("BILLING_CANCEL_NOW", "true");
        assertThat(ConfigurationReader.forServe(env).operations().cancelNow()).isTrue();
    }

    @Test
    void seats_in_use_come_from_a_claim_or_from_an_address_that_nobody_listens_in_on() {
        Map<String, String> env = production();
        assertThat(ConfigurationReader.forServe(env).seats().claim()).isEmpty();
        env.put("BILLING_JWT_SEATS_CLAIM", "seats");
        env.put("BILLING_SEAT_USAGE_URL", "https://app.example/seats");
        env.put("BILLING_SEAT_USAGE_SECRET", "0123456789abcdef");
        Configuration read = ConfigurationReader.forServe(env);
        assertThat(read.seats().claim()).contains("seats");
        assertThat(read.seats().source()).isPresent();
        assertThat(read.toString()).doesNotContain("0123456789abcdef");
        env.put("BILLING_SEAT_WINDOW", "PT0S");
        env.put("BILLING_SEAT_USAGE_URL", "http://app.example/seats");
        env.put("BILLING_SEAT_USAGE_SECRET", "short");
        assertThat(wrong(env))
                .containsExactlyInAnyOrder(
                        "BILLING_SEAT_WINDOW", "BILLING_SEAT_USAGE_URL", "BILLING_SEAT_USAGE_SECRET");
        env.remove("BILLING_SEAT_USAGE_SECRET");
        assertThat(wrong(env)).contains("BILLING_SEAT_USAGE_SECRET");
        env.remove("BILLING_SEAT_USAGE_URL");
        env.put("BILLING_SEAT_USAGE_SECRET", "0123456789abcdef");
        assertThat(wrong(env)).contains("BILLING_SEAT_USAGE_URL");
    }

    @Test
    void what_to_do_about_a_tenant_that_pays_twice_is_one_of_two_words() {
        Map<String, String> env = production();
        env.put("BILLING_DUPLICATES", "panic");
        assertThat(wrong(env)).containsExactly("BILLING_DUPLICATES");
    }

    @Test
    void production_names_all_that_is_missing_at_once() {
        assertThat(wrong(Map.of("DATABASE_URL", "jdbc:h2:mem:x")))
                .contains(
                        "DATABASE_URL",
                        "STRIPE_SECRET_KEY",
                        "STRIPE_WEBHOOK_SECRET",
                        "BILLING_JWT_SECRET",
                        "BILLING_BASE_URL");
    }

    @Test
    void production_does_not_guess_what_it_is_called_by_those_who_come_back_from_checkout() {
        Map<String, String> env = production();
        env.remove("BILLING_BASE_URL");
        assertThat(faults(env)).singleElement().asString().startsWith("BILLING_BASE_URL: is missing");
        env.put("BILLING_BASE_URL", " ");
        assertThat(wrong(env)).containsExactly("BILLING_BASE_URL");
        env.put("BILLING_BASE_URL", "billing.example");
        assertThat(faults(env)).as("said once").singleElement().asString().doesNotContain("is missing");
        env.remove("BILLING_BASE_URL");
        env.put("BILLING_PROFILE", "dev");
        assertThat(ConfigurationReader.forServe(env).baseUrl()).hasToString("http://127.0.0.1:8080");
    }

    @Test
    void who_asks_stripe_alone_says_too_where_its_events_are_to_go() {
        ConfigurationErrors errors = catchThrowableOfType(
                ConfigurationErrors.class, () -> ConfigurationReader.forStripe(Map.of("STRIPE_SECRET_KEY", LIVE)));
        assertThat(errors.faults())
                .extracting(ConfigurationErrors.Fault::variable)
                .containsExactly("BILLING_BASE_URL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "changeme", "sk_test_placeholder", "sk_test_...", "sk_test_xxx", "sk_test_"})
    void a_placeholder_is_no_key(String key) {
        assertThat(ConfigurationReader.forDemo(Map.of("STRIPE_SECRET_KEY", key)).placeholderMode())
                .isTrue();
    }

    @Test
    void contact_and_further_pages_of_stripes_are_taken_as_they_can_be_used() {
        Map<String, String> env = production();
        assertThat(ConfigurationReader.forServe(env).operations().pages()).isEqualTo(PageSettings.STANDARD);
        env.put("BILLING_SUPPORT_URL", "mailto:help@shop.example");
        env.put("BILLING_FORM_TARGETS", "https://pay.example, https://portal.example:8443");
        PageSettings pages = ConfigurationReader.forServe(env).operations().pages();
        assertThat(pages.support()).contains(URI.create("mailto:help@shop.example"));
        assertThat(pages.formTargets()).containsExactlyInAnyOrder("https://pay.example", "https://portal.example:8443");
        for (String target : List.of("http://127.0.0.1:12112", "https://pay.example/", "*", "https://a.example,")) {
            env.put("BILLING_FORM_TARGETS", target);
            assertThat(wrong(env)).as(target).containsExactly("BILLING_FORM_TARGETS");
        }
        env.remove("BILLING_FORM_TARGETS");
        for (String address : List.of("http://help.example", "help@shop.example", "javascript:alert(1)", "a b")) {
            env.put("BILLING_SUPPORT_URL", address);
            assertThat(wrong(env)).as(address).containsExactly("BILLING_SUPPORT_URL");
        }
    }

    @Test
    void forms_lead_to_a_stand_in_for_stripe_on_this_machine_and_in_dev_alone() {
        Map<String, String> env = production();
        env.put("STRIPE_API_BASE", "http://127.0.0.1:12111");
        assertThat(ConfigurationReader.forServe(env).operations().pages().formTargets())
                .isEmpty();
        env.put("BILLING_PROFILE", "dev");
        assertThat(ConfigurationReader.forServe(env).operations().pages().formTargets())
                .contains("http://127.0.0.1:*");
        env.put("STRIPE_API_BASE", "http://stripe.example");
        assertThat(ConfigurationReader.forServe(env).operations().pages().formTargets())
                .isEmpty();
    }

    @Test
    void a_live_key_never_meets_unsigned_webhooks() {
        Map<String, String> env = production();
        env.put("BILLING_PROFILE", "dev");
        env.put("BILLING_ALLOW_UNSIGNED_WEBHOOKS", "true");
        assertThat(wrong(env)).containsExactly("BILLING_ALLOW_UNSIGNED_WEBHOOKS");
    }

    @Test
    void a_mistyped_variable_is_told_its_name() {
        Map<String, String> env = production();
        env.put("BILLING_GRACE_DAY", "3");
        ConfigurationErrors errors =
                catchThrowableOfType(ConfigurationErrors.class, () -> ConfigurationReader.forServe(env));
        assertThat(errors).hasMessage("BILLING_GRACE_DAY: is not known; did you mean BILLING_GRACE_DAYS?");
    }

    @Test
    void a_secret_comes_from_a_file_but_not_from_both(@TempDir Path dir) throws IOException {
        Path file = Files.writeString(dir.resolve("key"), TEST + "\n");
        Map<String, String> env = production();
        env.put("STRIPE_SECRET_KEY_FILE", file.toString());
        assertThat(wrong(env)).containsExactly("STRIPE_SECRET_KEY");
        env.remove("STRIPE_SECRET_KEY");
        assertThat(ConfigurationReader.forServe(env).stripeKey()).contains(new Secret(TEST));
    }

    @Test
    void a_real_key_needs_real_prices() {
        Map<String, String> env = production();
        env.remove("STRIPE_PRICE_PRO_MONTHLY");
        env.put("STRIPE_PRICE_TEAM_YEARLY", "price_...");
        assertThat(wrong(env)).containsExactly("STRIPE_PRICE_PRO_MONTHLY", "STRIPE_PRICE_TEAM_MONTHLY");
    }

    @Test
    void jwks_asks_for_issuer_and_audience() {
        Map<String, String> env = production();
        env.remove("BILLING_JWT_SECRET");
        env.put("BILLING_JWT_JWKS_URL", "https://id.example/keys");
        assertThat(wrong(env)).containsExactly("BILLING_JWT_ISSUER", "BILLING_JWT_AUDIENCE");
    }

    @Test
    void origins_are_an_exact_list() {
        Map<String, String> env = production();
        env.put("BILLING_CORS_ORIGINS", "https://shop.example, http://localhost:3000");
        assertThat(ConfigurationReader.forServe(env).corsOrigins())
                .containsExactlyInAnyOrder("https://shop.example", "http://localhost:3000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "null",
                "shop.example",
                "https://*.example",
                "https://shop.example/",
                "https://SHOP.example",
                "https://a@shop.example",
                "https://shop.example:443",
                "http://shop.example:80",
                "https://shop.example:0443",
                "https://shop.example?",
                "https://shop.example#",
                "https://a.example,"
            })
    void what_is_no_exact_origin_is_refused(String origins) {
        Map<String, String> env = production();
        env.put("BILLING_CORS_ORIGINS", origins);
        assertThat(wrong(env)).containsExactly("BILLING_CORS_ORIGINS");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DATABASE_URL",
                "DATABASE_PASSWORD",
                "STRIPE_SECRET_KEY",
                "STRIPE_WEBHOOK_SECRET",
                "BILLING_JWT_SECRET",
                "BILLING_EVENT_SECRET"
            })
    void every_secret_can_come_from_a_file_which_is_said_to_be_missing_by_name(String name, @TempDir Path folder)
            throws IOException {
        Map<String, String> env = production();
        env.put("DATABASE_PASSWORD", "pass-of-tests");
        env.put("BILLING_EVENT_SECRET", "whsec_" + "QUJD".repeat(10));
        Configuration plain = ConfigurationReader.forServe(env);
        Path file = Files.writeString(folder.resolve("secret"), env.remove(name) + "\n");
        env.put(name + "_FILE", file.toString());
        Configuration filed = ConfigurationReader.forServe(env);
        assertThat(filed.database()).isEqualTo(plain.database());
        assertThat(filed.stripeKey()).isEqualTo(plain.stripeKey());
        assertThat(filed.webhookSecrets()).isEqualTo(plain.webhookSecrets());
        assertThat(filed.jwt()).isEqualTo(plain.jwt());
        assertThat(filed.events()).isEqualTo(plain.events());
        assertThat(plain.again()).isEmpty();
        assertThat(filed.again()).isPresent();
        Files.delete(file);
        assertThat(wrong(env)).contains(name + "_FILE");
    }
}
