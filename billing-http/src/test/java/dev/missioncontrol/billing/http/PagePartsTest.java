package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.ProviderStatus;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.store.BillingStore;
import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.usecase.Checkout;
import dev.missioncontrol.billing.usecase.Redirect;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the billing page tells of payment, invoices and history, and what can be changed there, without script. */
class PagePartsTest {
    private static final TenantId ACME = new TenantId("acme");

    private final ARunningServer running = new ARunningServer();

    @AfterEach
    void stop() {
        running.close();
    }

    private void buy() {
        running.sandbox.pay(
                running.billing.startCheckout(ACME, Checkout.of("team").seats(5)));
        running.billing.sync(ACME);
    }

    private ABrowser browser() {
        return ABrowser.of(running, "acme manage");
    }

    @Test
    void a_page_is_shown_without_asking_the_provider_for_what_can_come_later() {
        buy();
        running.sandbox.goAway();
        ABrowser browser = browser();
        assertThat(browser.status()).isEqualTo(200);
        assertThat(browser.text())
                .contains("5 seats", "Payment", "Invoices", "History")
                .doesNotContain("4242", "can't be shown");
    }

    @Test
    void payment_invoices_and_history_are_told_in_words() {
        buy();
        ABrowser browser = browser();
        assertThat(browser.go("/billing?show=payment").text()).contains("Visa ending in 4242, expires");
        assertThat(browser.go("/billing?show=invoices").text()).contains("1 January 2027", "US$75", "Paid");
        assertThat(browser.html())
                .as("a table also where its rows are laid out otherwise")
                .contains("role=\"table\"", "role=\"columnheader\"", "role=\"rowheader\"", "role=\"cell\"")
                .doesNotContain("<tr>", "<td class");
        assertThat(browser.html()).containsPattern("<a [^>]*href=\"https://pay.example/[^\"]*\"[^>]*>");
        assertThat(browser.go("/billing?show=history").text()).contains("Bought Team, 5 seats, monthly");
    }

    @Test
    void history_tells_a_failed_payment_with_the_last_day_of_access() {
        buy();
        running.sandbox.declineNextPayment(ACME);
        running.sandbox.advance(Duration.ofDays(31));
        running.billing.sync(ACME);
        assertThat(browser().go("/billing?show=history").text())
                .contains("failed")
                .contains("8 February 2027");
    }

    @ParameterizedTest
    @ValueSource(strings = {"payment", "invoices"})
    void a_part_that_the_provider_can_not_answer_says_so_and_the_page_stays_whole(String part) {
        buy();
        ABrowser browser = browser();
        running.sandbox.goAway();
        assertThat(browser.go("/billing?show=" + part).status()).isEqualTo(200);
        assertThat(browser.text()).contains("5 seats", "Try again");
        assertThat(browser.go("/billing/parts/" + part).status()).isEqualTo(503);
        assertThat(browser.html()).contains("Try again").doesNotContain("<html");
    }

    @Test
    void a_part_is_for_who_is_signed_in_and_there_is_no_other() {
        buy();
        assertThat(running.get("/billing/parts/payment").statusCode()).isEqualTo(401);
        assertThat(browser().go("/billing/parts/secrets").status()).isEqualTo(404);
    }

    /** A store that keeps whoever asks waiting while it is away. */
    private static final class SlowStore implements BillingStore {
        private final BillingStore store = new InMemoryBillingStore();
        private final CountDownLatch asked = new CountDownLatch(Sessions.MOST_AT_ONCE);
        private volatile CountDownLatch away = new CountDownLatch(0);

        @Override
        public void follow(InstantSource clock) {
            store.follow(clock);
        }

        @Override
        public <T> T inTransaction(Function<BillingTransaction, T> work) {
            if (away.getCount() > 0) asked.countDown();
            try {
                assertThat(away.await(1, TimeUnit.MINUTES)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return store.inTransaction(work);
        }
    }

    @Test
    void a_part_that_a_crowd_keeps_from_being_shown_says_so_in_words() throws Exception {
        SlowStore slow = new SlowStore();
        ExecutorService crowd = Executors.newFixedThreadPool(Sessions.MOST_AT_ONCE);
        try (ARunningServer crowded = new ARunningServer(slow)) {
            List<ABrowser> browsers = new ArrayList<>();
            for (int i = 0; i < Sessions.MOST_AT_ONCE; i++) browsers.add(ABrowser.of(crowded, "acme manage"));
            ABrowser late = ABrowser.of(crowded, "acme manage");
            slow.away = new CountDownLatch(1);
            List<Future<ABrowser>> waiting = new ArrayList<>();
            for (ABrowser one : browsers) waiting.add(crowd.submit(one::reload));
            assertThat(slow.asked.await(1, TimeUnit.MINUTES)).isTrue();

            late.go("/billing/parts/payment");
            assertThat(late.status()).isEqualTo(429);
            assertThat(late.header("Retry-After")).isNotEmpty();
            assertThat(late.html()).contains("Try again", "data-retry").doesNotContain("<html");
            slow.away.countDown();
            for (Future<ABrowser> one : waiting) assertThat(one.get().status()).isEqualTo(200);
        } finally {
            slow.away.countDown();
            crowd.shutdownNow();
        }
    }

    @Test
    void looking_is_bounded_too() {
        buy();
        ABrowser browser = browser();
        for (String part : List.of("payment", "invoices")) {
            for (int i = 0; i < 30; i++)
                assertThat(browser.go("/billing/parts/" + part).status())
                        .as(part)
                        .isEqualTo(200);
            assertThat(browser.go("/billing/parts/" + part).status()).as(part).isEqualTo(429);
            assertThat(browser.header("Retry-After")).isNotEmpty();
            running.sandbox.advance(Duration.ofMinutes(1));
        }
    }

    @Test
    void invoices_are_sent_elsewhere() {
        buy();
        ABrowser browser = browser().go("/billing?show=payment");
        Map<String, String> form = browser.form("Save address", "email", "money@acme.example");
        HttpResponse<String> answer = browser.post(form);
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(browser.go("/billing?show=payment").text()).contains("money@acme.example");
    }

    @Test
    void an_address_that_is_none_is_refused_beside_its_field_and_nothing_is_changed() {
        buy();
        ABrowser browser = browser().go("/billing?show=payment");
        browser.send(browser.form("Save address", "email", "not an address"));
        assertThat(browser.status()).isEqualTo(400);
        assertThat(browser.html()).contains("id=\"email-error\"", "value=\"not an address\"");
        assertThat(browser.go("/billing?show=payment").text()).contains("No address yet.");
    }

    @Test
    void an_address_that_can_not_be_saved_while_the_provider_is_away_stays_typed() {
        try (ARunningServer hindered = ARunningServer.withoutAnswerTo("changeBillingEmail")) {
            ABrowser browser = ABrowser.having(hindered, Checkout.of("team").seats(5));
            browser.go("/billing?show=payment").press("Save address", "email", "money@acme.example");
            assertThat(browser.status()).isEqualTo(503);
            assertThat(browser.text()).contains("Changes are not possible just now");
            assertThat(browser.form("Save address")).containsEntry("email", "money@acme.example");
        }
    }

    @Test
    void only_a_manager_changes_an_address_and_no_other_site_can() {
        buy();
        Map<String, String> form =
                browser().go("/billing?show=payment").form("Save address", "email", "money@acme.example");
        ABrowser reader = ABrowser.of(running, "acme read").go("/billing?show=payment");
        assertThat(reader.text()).doesNotContain("Change address");
        assertThat(reader.post(form).statusCode()).isEqualTo(403);
        form.put("csrf", "guessed");
        assertThat(browser().post(form).statusCode()).isEqualTo(403);
    }

    @Test
    void a_promotion_code_says_what_it_gives_and_is_taken_to_checkout() {
        running.offer("SPRING");
        ABrowser browser = browser();
        browser.send(browser.form("Apply code", "code", "spring"));
        assertThat(browser.status()).isEqualTo(200);
        assertThat(browser.text()).contains("SPRING", "20");
        assertThat(browser.form("Choose Team")).containsEntry("promotionCode", "SPRING");
        assertThat(browser.post(browser.form("Choose Team")).statusCode()).isEqualTo(303);
    }

    @Test
    void a_code_that_is_none_is_refused_beside_its_field() {
        ABrowser browser = browser();
        browser.send(browser.form("Apply code", "code", "NOTHING"));
        assertThat(browser.status()).isEqualTo(422);
        assertThat(browser.html()).contains("id=\"promotion-error\"", "value=\"NOTHING\"");
    }

    @Test
    void no_code_is_asked_for_while_nothing_can_be_bought() {
        Redirect page = running.billing.startCheckout(ACME, Checkout.of("team").seats(5));
        running.sandbox.payLater(((Redirect.To) page).session().orElseThrow(), ProviderStatus.INCOMPLETE);
        running.billing.sync(ACME);
        ABrowser browser = browser();
        assertThat(browser.text()).contains("Your payment is on its way.").doesNotContain("Choose Team", "Apply code");
    }

    @Test
    void plans_are_compared_by_what_they_unlock() {
        assertThat(browser().html())
                .containsPattern("<table")
                .contains("scope=\"col\"", "scope=\"row\"", "Priority support");
    }
}
