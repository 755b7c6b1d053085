package dev.missioncontrol.billing.app.config;

import static dev.missioncontrol.billing.app.config.ProductionVariables.production;
import static dev.missioncontrol.billing.app.config.ProductionVariables.wrong;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The addresses of the host that are told of events or asked for seats: signed, and over what nobody listens in on. */
class HostAddressesTest {
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
    void in_the_clear_is_on_this_machine_as_it_is_written_and_by_no_name_that_leads_there() {
        String secret = "whsec_" + "QUJD".repeat(10);
        for (String host : List.of("localhost", "127.0.0.1", "127.8.0.1", "[::1]"))
            assertThat(ConfigurationReader.forServe(sending("http://" + host + ":1/x", secret))
                            .events()
                            .urls())
                    .as(host)
                    .hasSize(1);
        for (String host : List.of("127.1", "2130706433", "[::ffff:127.0.0.1]", "ip6-localhost"))
            assertThat(wrong(sending("http://" + host + ":1/x", secret)))
                    .as(host)
                    .containsOnly("BILLING_EVENT_URLS");
    }

    private static Map<String, String> sending(String urls, String secret) {
        Map<String, String> env = production();
        env.put("BILLING_EVENT_URLS", urls);
        if (!secret.isEmpty()) env.put("BILLING_EVENT_SECRET", secret);
        return env;
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
}
