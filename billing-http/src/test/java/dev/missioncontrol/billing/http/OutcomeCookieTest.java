package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.http.LastOutcomes.Told;
import dev.missioncontrol.billing.http.pages.BillingNotice;
import dev.missioncontrol.billing.http.pages.BillingPageView.Attempt;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.BillingInterval;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What a browser brings along of its last form counts for its own session, as it was given, and for nothing else. */
class OutcomeCookieTest {
    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00.5Z");

    private static PageSessions.Session session(String cookie, String tenant, boolean manage) {
        return PageSessions.Session.of(cookie, new TenantId(tenant), manage, Optional.empty(), OptionalLong.empty());
    }

    private final PageSessions.Session acme = session("cookie", "acme", true);

    private static Told bankAt(String address) {
        return new Told(BillingNotice.PAYMENT_NEEDED, "v1.2", Optional.of(URI.create(address)), Optional.empty(), NOW);
    }

    @Test
    void it_is_read_as_it_was_told() {
        Told declined = new Told(
                BillingNotice.DECLINED,
                "",
                Optional.empty(),
                Optional.of(new Attempt("team", BillingInterval.YEAR, 5)),
                NOW);
        for (Told told : new Told[] {declined, bankAt("https://pay.example/i?a=b.c")})
            assertThat(OutcomeCookie.open(acme, OutcomeCookie.seal(acme, told).orElseThrow()))
                    .contains(told);
    }

    @Test
    void it_counts_for_no_other_browser_tenant_or_right_and_not_where_it_was_changed() {
        String cookie =
                OutcomeCookie.seal(acme, bankAt("https://pay.example/i")).orElseThrow();
        for (PageSessions.Session other : new PageSessions.Session[] {
            session("another", "acme", true), session("cookie", "globex", true), session("cookie", "acme", false)
        }) assertThat(OutcomeCookie.open(other, cookie)).isEmpty();
        for (String changed :
                new String[] {"", ".", "x", "A" + cookie, cookie + "A", cookie.substring(1), cookie.replace(".", "")})
            assertThat(OutcomeCookie.open(acme, changed)).as(changed).isEmpty();
    }

    /** Servers in front refuse a request whose head is longer than 8 KB, and with it all that the host shows. */
    @Test
    void it_leaves_room_for_the_cookies_of_its_host_and_has_nothing_that_ends_one() {
        for (int length = 0; length < 2_000; length += 10) {
            Optional<String> cookie =
                    OutcomeCookie.seal(acme, bankAt("https://pay.example/?a=1;2,3&b=" + "a".repeat(length)));
            assertThat(cookie.orElse("")).hasSizeLessThanOrEqualTo(1_200).doesNotContainPattern("[\\s\",;\\\\=]");
        }
    }

    @Test
    void one_that_is_too_long_for_a_cookie_is_none() {
        assertThat(OutcomeCookie.seal(acme, bankAt("https://pay.example/" + "a".repeat(OutcomeCookie.MOST_CHARS))))
                .isEmpty();
        assertThat(OutcomeCookie.seal(acme, bankAt("https://pay.example/" + "a".repeat(1_000))))
                .isPresent();
    }
}
