package dev.missioncontrol.billing.app.config;

import static dev.missioncontrol.billing.app.config.ProductionVariables.TEST;
import static dev.missioncontrol.billing.app.config.ProductionVariables.faults;
import static dev.missioncontrol.billing.app.config.ProductionVariables.production;
import static dev.missioncontrol.billing.app.config.ProductionVariables.wrong;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every secret is set by itself or by the file that holds it, and never by both. */
class SecretsFromFilesTest {
    @Test
    void a_secret_comes_from_a_file_but_not_from_both(@TempDir Path dir) throws IOException {
        Path file = Files.writeString(dir.resolve("key"), TEST + "\n");
        Map<String, String> env = production();
        env.put("STRIPE_SECRET_KEY_FILE", file.toString());
        assertThat(wrong(env)).containsExactly("STRIPE_SECRET_KEY");
        env.remove("STRIPE_SECRET_KEY");
        assertThat(ConfigurationReader.forServe(env).stripeKey()).contains(new Secret(TEST));
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DATABASE_URL",
                "DATABASE_PASSWORD",
                "BILLING_JWT_SECRET",
                "BILLING_JWT_PUBLIC_KEY",
                "BILLING_EVENT_SECRET",
                "BILLING_SEAT_USAGE_SECRET"
            })
    void a_file_with_nothing_in_it_is_said_by_name_and_once_as_is_one_that_is_not_there(
            String name, @TempDir Path folder) throws IOException {
        Map<String, String> env = production();
        env.putAll(Map.of(
                "BILLING_EVENT_URLS", "https://app.example/events",
                "BILLING_EVENT_SECRET", "whsec_" + "QUJD".repeat(10),
                "BILLING_SEAT_USAGE_URL", "https://app.example/seats",
                "BILLING_SEAT_USAGE_SECRET", "0123456789abcdef"));
        if (name.startsWith("BILLING_JWT_")) env.remove("BILLING_JWT_SECRET");
        env.remove(name);
        Path file = Files.writeString(folder.resolve("secret"), "\n");
        env.put(name + "_FILE", file.toString());
        assertThat(faults(env)).containsExactly(name + "_FILE: has nothing in it: " + file);
        Files.delete(file);
        assertThat(faults(env)).containsExactly(name + "_FILE: can't be read: " + file);
    }

    /** Without a word of it a demo would forget all that it should have kept. */
    @Test
    void a_demo_whose_database_stands_in_an_empty_file_does_not_take_its_own(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("url"), " \n");
        assertThatThrownBy(() -> ConfigurationReader.forDemo(Map.of("DATABASE_URL_FILE", file.toString())))
                .isInstanceOf(ConfigurationErrors.class)
                .hasMessage("DATABASE_URL_FILE: has nothing in it: " + file);
    }

    @Test
    void a_file_that_is_no_secrets_is_not_read_to_its_end(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("log"), "a".repeat(Environment.LARGEST_SECRET_FILE + 1));
        Map<String, String> env = production();
        env.put("DATABASE_PASSWORD_FILE", file.toString());
        assertThat(faults(env)).containsExactly("DATABASE_PASSWORD_FILE: has more than 32768 bytes: " + file);
    }

    @Test
    void a_secret_of_tokens_that_is_emptied_takes_none_away_when_it_is_read_again(@TempDir Path folder)
            throws IOException {
        Map<String, String> env = production();
        Path file = Files.writeString(folder.resolve("secret"), env.remove("BILLING_JWT_SECRET"));
        env.put("BILLING_JWT_SECRET_FILE", file.toString());
        Configuration served = ConfigurationReader.forServe(env);
        Configuration shown = ConfigurationReader.forDemo(Map.of("BILLING_JWT_SECRET_FILE", file.toString()));
        Files.writeString(file, "");
        for (Configuration read : List.of(served, shown))
            assertThatThrownBy(read.again().orElseThrow()::get).isInstanceOf(ConfigurationErrors.class);
    }
}
