package dev.missioncontrol.billing.app.config;

import static dev.missioncontrol.billing.app.config.ProductionVariables.faults;
import static dev.missioncontrol.billing.app.config.ProductionVariables.production;
import static dev.missioncontrol.billing.app.config.ProductionVariables.wrong;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What we are called, and who may call us from a browser: compared letter by letter with what browsers send. */
class OriginsReadTest {
    @ParameterizedTest
    @CsvSource({
        "https://Billing.example,https://billing.example",
        "https://billing.example:443,https://billing.example",
        "http://billing.example:80,http://billing.example",
        "https://billing.example:08443,https://billing.example:8443",
        "https://billing.example/billing,https://billing.example",
        "https://billing.example//,https://billing.example",
        "https://billing.example?a=b,https://billing.example",
        "https://billing.example/#x,https://billing.example",
        "https://me:hunter2@billing.example,https://billing.example",
        "https://[2001:DB8::1]:443,https://[2001:db8::1]"
    })
    void what_we_are_called_is_written_as_browsers_send_it_or_every_form_would_be_refused(String said, String works) {
        Map<String, String> env = production();
        env.put("BILLING_BASE_URL", said);
        env.put("BILLING_CORS_ORIGINS", said);
        assertThat(faults(env))
                .hasSize(2)
                .allSatisfy(fault -> assertThat(fault).endsWith(" " + works).doesNotContain("hunter2"))
                .anyMatch(fault -> fault.startsWith("BILLING_BASE_URL: "))
                .anyMatch(fault -> fault.startsWith("BILLING_CORS_ORIGINS: "));
        env.put("BILLING_BASE_URL", works);
        env.put("BILLING_CORS_ORIGINS", works);
        assertThat(ConfigurationReader.forServe(env).baseUrl()).hasToString(works);
        assertThat(ConfigurationReader.forServe(env).corsOrigins()).containsExactly(works);
    }

    @Test
    void a_slash_at_the_end_of_what_we_are_called_is_nothing() {
        Map<String, String> env = production();
        env.put("BILLING_BASE_URL", "https://billing.example/");
        assertThat(ConfigurationReader.forServe(env).baseUrl()).hasToString("https://billing.example");
    }

    @Test
    void the_address_that_is_made_of_host_and_port_is_written_so_too() {
        assertThat(ConfigurationReader.forDemo(Map.of("BILLING_HOST", "LocalHost", "BILLING_PORT", "80"))
                        .baseUrl())
                .hasToString("http://localhost");
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
}
