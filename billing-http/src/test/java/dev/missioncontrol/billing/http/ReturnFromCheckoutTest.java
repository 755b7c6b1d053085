package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.http.pages.BillingPage;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.store.BillingStore;
import dev.missioncontrol.billing.usecase.Checkout;
import dev.missioncontrol.billing.usecase.Redirect;
import java.lang.reflect.Proxy;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the address of the way back from a checkout says is believed only of a checkout that there is. */
class ReturnFromCheckoutTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final String PAID = "/billing?checkout=success&session_id=cs_sandbox000001";
    private static final String LEFT = "/billing?checkout=cancel";
    private static final String CONFIRMING = "We are confirming your payment.";
    private static final Pattern RELOAD = Pattern.compile("http-equiv=\"refresh\" content=\"5; url=([^\"]*)\"");

    private final BillingStore store = new InMemoryBillingStore();
    private final ARunningServer running = new ARunningServer(store);
    private final ABrowser browser = ABrowser.of(running, "acme manage");

    @AfterEach
    void stop() {
        running.close();
    }

    private Redirect begin() {
        return running.billing.startCheckout(ACME, Checkout.of("team").seats(5));
    }

    /** Another node, for which the provider is away once a page is to be ended. */
    private Billing awayForPages() {
        PaymentProvider provider = (PaymentProvider) Proxy.newProxyInstance(
                PaymentProvider.class.getClassLoader(),
                new Class<?>[] {PaymentProvider.class},
                (self, method, arguments) -> {
                    if (method.getName().equals("expireCheckoutSession"))
                        throw new ProviderException(ProviderException.Kind.UNAVAILABLE, "away");
                    return method.invoke(running.sandbox, arguments);
                });
        return Billing.builder()
                .catalog(DefaultCatalog.withPlaceholderPrices())
                .provider(provider)
                .store(store)
                .clock(running.sandbox.clock())
                .build();
    }

    private void leadsToThePlainPage(String address) {
        browser.go(address);
        assertThat(browser.status()).isEqualTo(303);
        assertThat(browser.header("Location")).isEqualTo("/billing");
    }

    @ParameterizedTest
    @ValueSource(strings = {PAID, LEFT})
    void who_never_bought_is_told_nothing_and_can_buy(String address) {
        leadsToThePlainPage(address);
        assertThat(browser.reload().text()).contains("Choose Team").doesNotContain(CONFIRMING, "not been charged");
    }

    @Test
    void an_open_checkout_is_confirmed_or_gone_back_to() {
        begin();
        assertThat(browser.go(PAID).text()).contains(CONFIRMING).doesNotContain("Choose Team");
        assertThat(browser.go(LEFT).text()).contains("You have not been charged.", "Back to checkout");
    }

    @Test
    void a_page_whose_place_another_plan_could_not_take_is_confirmed_and_not_sold_again_meanwhile() {
        Redirect first = begin();
        Billing other = awayForPages();
        assertThatThrownBy(() -> other.startCheckout(ACME, Checkout.of("pro"))).isInstanceOf(ProviderException.class);
        assertThat(browser.go(PAID).text()).contains(CONFIRMING).doesNotContain("Choose Team");
        assertThat(browser.html()).contains("data-poll");
        leadsToThePlainPage(LEFT);

        running.sandbox.pay(first);
        running.sandbox.advance(Duration.ofMinutes(1));
        leadsToThePlainPage(PAID);
        assertThat(browser.reload().text()).contains("5 seats.").doesNotContain(CONFIRMING);
    }

    @Test
    void what_was_bought_is_shown_without_the_sessions_id_in_the_address() {
        running.sandbox.pay(begin());
        leadsToThePlainPage(PAID);
        assertThat(browser.reload().text()).contains("5 seats.").doesNotContain(CONFIRMING);
    }

    @Test
    void the_script_is_shown_the_page_at_the_address_that_it_asks_for() {
        running.sandbox.pay(begin());
        assertShown(asked(PAID, "Accept", "text/html", "Sec-Fetch-Dest", "empty"));
    }

    @Test
    void the_element_on_the_hosts_cookie_is_shown_the_page_by_browsers_that_do_not_say_what_asks() {
        running.sandbox.pay(begin());
        assertShown(asked(PAID, "Accept", Embedding.MEDIA_TYPE));
    }

    @Test
    void a_script_of_browsers_that_do_not_say_what_asks_is_led_to_the_page_of_what_was_bought() {
        running.sandbox.pay(begin());
        HttpResponse<String> answer = asked(PAID, "Accept", "text/html");
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).contains("/billing");
        assertShown(asked("/billing", "Accept", "text/html"));
    }

    private HttpResponse<String> asked(String address, String... headers) {
        Map.Entry<String, String> cookie =
                browser.cookies().entrySet().iterator().next();
        List<String> all = new ArrayList<>(List.of("Cookie", cookie.getKey() + "=" + cookie.getValue()));
        all.addAll(List.of(headers));
        return running.get(address, all.toArray(String[]::new));
    }

    private static void assertShown(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
        assertThat(answer.body()).contains("class=\"held", "Team").doesNotContain("data-poll");
    }

    @Test
    void what_was_bought_and_has_ended_is_not_confirmed_when_the_old_address_is_loaded_again() {
        running.buy(ACME, Checkout.of("team").seats(5));
        running.sandbox.cancelNow(running.sandbox.subscriptionOf(ACME).orElseThrow());
        running.billing.sync(ACME);
        running.billing.runDue();
        leadsToThePlainPage(PAID);
        leadsToThePlainPage(LEFT);
        assertThat(browser.reload().text()).contains("Team ended on", "Choose Team");
    }

    @Test
    void a_page_without_script_looks_again_for_a_minute_and_then_offers_help() {
        begin();
        List<String> looks = new ArrayList<>();
        String next = PAID;
        // One that never stops is seen to go too far, and does not hang the build.
        while (!next.isEmpty() && looks.size() < BillingPage.MOST_LOOKS + 2) {
            looks.add(next);
            assertThat(browser.go(next).text()).contains(CONFIRMING);
            Matcher reload = RELOAD.matcher(browser.html());
            next = reload.find() ? reload.group(1).replace("&amp;", "&") : "";
            assertThat(browser.html().contains("id=\"confirming-late\" hidden"))
                    .as(next)
                    .isEqualTo(!next.isEmpty());
        }
        assertThat(looks).hasSize(1 + BillingPage.MOST_LOOKS).last().isEqualTo("/billing?checkout=success&looks=12");
        assertThat(browser.html())
                .contains("id=\"confirming-now\" hidden", "Check again")
                .doesNotContain("http-equiv=\"refresh\"");
        running.sandbox.pay(begin());
        running.sandbox.advance(Duration.ofMinutes(1));
        leadsToThePlainPage("/billing?checkout=success&looks=3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-7", "", "99999999999"})
    void a_count_that_is_none_begins_anew(String looks) {
        begin();
        assertThat(browser.go("/billing?checkout=success&looks=" + looks).html())
                .contains("5; url=/billing?checkout=success&amp;looks=1\"");
    }
}
