package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.http.LastOutcomes.Told;
import dev.missioncontrol.billing.http.auth.Authentication;
import dev.missioncontrol.billing.http.pages.BillingNotice;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.usecase.TenantStatus;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Of two outcomes the page tells the last one, wherever either is kept. */
class LastOutcomesTest {
    private static final TenantId ACME = new TenantId("acme");

    /** No cookie takes it. */
    private static final Optional<URI> LONG =
            Optional.of(URI.create("https://pay.example/" + "a".repeat(OutcomeCookie.MOST_CHARS)));

    private final SandboxPaymentProvider sandbox =
            SandboxPaymentProvider.startingAt(Instant.parse("2027-01-01T00:00:00Z"));
    private final Billing billing = Billing.builder()
            .catalog(DefaultCatalog.withPlaceholderPrices())
            .provider(sandbox)
            .store(new InMemoryBillingStore())
            .clock(sandbox.clock())
            .build();
    private final TenantStatus status = billing.status(ACME);
    private final PageSessions.Session session =
            PageSessions.Session.of("cookie", ACME, true, Optional.empty(), OptionalLong.empty());
    private final LastOutcomes node = node();
    private final Map<String, String> browser = new HashMap<>();

    private LastOutcomes node() {
        Identity identity = new Identity(
                credentials -> new Authentication.Unauthenticated("nobody"),
                new PageSessions(billing.signInBrowsers(), sandbox.clock()),
                URI.create("https://app.example"));
        return new LastOutcomes(sandbox.clock(), identity);
    }

    /** A request of the browser, which keeps the cookies of its answer. */
    private Context request() {
        return (Context) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Context.class}, (self, method, arguments) -> {
                    if (method.getName().equals("header")) return null;
                    if (!method.getName().equals("cookie")) throw new IllegalStateException("asked for " + method);
                    if (arguments[0] instanceof String name) return browser.get(name);
                    Cookie cookie = (Cookie) arguments[0];
                    if (cookie.getMaxAge() == 0) browser.remove(cookie.getName());
                    else browser.put(cookie.getName(), cookie.getValue());
                    return self;
                });
    }

    private void tell(LastOutcomes node, BillingNotice notice, Optional<URI> bank) {
        node.tell(request(), session, notice, status.version(), bank, Optional.empty());
        sandbox.advance(Duration.ofSeconds(5));
    }

    private Optional<BillingNotice> told(LastOutcomes node) {
        return node.recall(request(), session, status).map(Told::notice);
    }

    @Test
    void one_that_the_browser_brings_is_told_in_place_of_an_older_one_that_the_node_keeps() {
        tell(node, BillingNotice.PAYMENT_NEEDED, LONG);
        assertThat(told(node)).contains(BillingNotice.PAYMENT_NEEDED);
        assertThat(browser).isEmpty();

        tell(node, BillingNotice.DECLINED, Optional.empty());
        assertThat(told(node)).contains(BillingNotice.DECLINED);
        assertThat(told(node)).isEmpty();
    }

    @Test
    void one_that_the_node_keeps_is_told_in_place_of_an_older_one_that_the_browser_has() {
        tell(node, BillingNotice.DECLINED, Optional.empty());
        assertThat(browser).hasSize(1);

        tell(node, BillingNotice.PAYMENT_NEEDED, LONG);
        assertThat(browser).isEmpty();
        assertThat(told(node)).contains(BillingNotice.PAYMENT_NEEDED);
        assertThat(told(node())).as("on another node").isEmpty();
    }

    @Test
    void one_that_another_node_has_given_since_is_told_in_place_of_what_this_one_keeps() {
        tell(node, BillingNotice.PAYMENT_NEEDED, LONG);
        tell(node(), BillingNotice.DECLINED, Optional.empty());
        assertThat(told(node)).contains(BillingNotice.DECLINED);
        assertThat(told(node)).isEmpty();
    }
}
