package dev.missioncontrol.billing.usecase;

import static dev.missioncontrol.billing.usecase.OperatedShop.ACME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.provider.BillingMetadata;
import dev.missioncontrol.billing.provider.EventContent;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.ProviderException.Kind;
import dev.missioncontrol.billing.store.CheckoutAttempt;
import dev.missioncontrol.billing.store.Refreshes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody sold to a tenant in the provider's dashboard is not sold to it a second time, though nothing was heard of it. */
class SoldElsewhereTest {
    private static final Checkout PRO = Checkout.of("pro");
    private static final Checkout TEAM = Checkout.of("team").seats(3);
    private static final Duration PAUSE = Duration.ofSeconds(7);

    private final OperatedShop shop = new OperatedShop();
    private final List<String> calls = new ArrayList<>();
    private final Set<String> refused = new HashSet<>();

    private final PaymentProvider provider = Intercepted.port(PaymentProvider.class, shop.stripe, call -> {
        calls.add(call.method().getName());
        if (refused.contains(call.method().getName()))
            throw new ProviderException(Kind.RATE_LIMITED, "429", Optional.of(PAUSE), null);
        return call.proceed();
    });

    private final Billing billing = Billing.builder()
            .catalog(shop.catalog)
            .provider(provider)
            .store(shop.store)
            .clock(shop.stripe.clock())
            .build();

    private CheckoutSessionId page(Checkout wanted) {
        Redirect answer = billing.startCheckout(ACME, wanted);
        assertThat(answer).isInstanceOf(Redirect.To.class);
        return ((Redirect.To) answer).session().orElseThrow();
    }

    /** In the dashboard, for the customer that a checkout made. */
    private SubscriptionId sold() {
        return shop.subscription(ACME, shop.stripe.customerOf(ACME).orElseThrow(), BillingMetadata.NONE);
    }

    /** The same; of all that is said of it only its invoice is heard. */
    private SubscriptionId soldAndMentioned() {
        shop.lossy = true;
        shop.stripe.onEvent(event -> {
            if (event.content() instanceof EventContent.OfInvoice) billing.accept(event);
        });
        return sold();
    }

    private void assertSold(Redirect answer) {
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Redirect.Rejected.class,
                        no -> assertThat(no.rejection().code()).isEqualTo(Rejection.Code.ALREADY_SUBSCRIBED));
    }

    private boolean payable(CheckoutSessionId session) {
        return shop.stripe.fetchCheckoutSession(session).orElseThrow().url().isPresent();
    }

    private Optional<CheckoutAttempt> newest() {
        return shop.store.inTransaction(tx -> tx.checkouts().newest(ACME));
    }

    @Test
    void what_nothing_was_heard_of_is_found_before_another_page_is_made() {
        page(PRO);
        shop.lossy = true;
        SubscriptionId sold = sold();

        assertSold(billing.startCheckout(ACME, TEAM));

        assertThat(billing.status(ACME).current().subscription()).contains(sold);
    }

    @Test
    void what_was_heard_of_and_not_read_yet_is_read_before_another_page_is_made() {
        page(PRO);
        SubscriptionId sold = soldAndMentioned();
        assertThat(shop.known(sold)).isTrue();

        assertSold(billing.startCheckout(ACME, TEAM));

        assertThat(billing.status(ACME).plan()).isEqualTo("pro");
    }

    @Test
    void what_came_to_nothing_before_it_was_heard_of_is_read_too_and_costs_nobody_a_trial() {
        page(PRO);
        shop.lossy = true;
        SubscriptionId came = sold();
        shop.stripe.cancelNow(came);

        page(TEAM);

        assertThat(shop.store
                        .inTransaction(tx -> tx.accounts().subscription(came))
                        .orElseThrow()
                        .snapshot())
                .isPresent();
    }

    @Test
    void it_is_read_also_where_a_worker_is_at_it() {
        page(PRO);
        SubscriptionId sold = soldAndMentioned();
        List<Refreshes.Claim> claimed =
                shop.store.inTransaction(tx -> tx.refreshes().claim(List.of(sold), Duration.ofMinutes(1)));
        assertThat(claimed).hasSize(1);

        assertSold(billing.startCheckout(ACME, TEAM));
    }

    @ParameterizedTest
    @ValueSource(strings = {"listSubscriptions", "fetchSubscription"})
    void where_that_can_not_be_told_nothing_is_sold_or_begun_and_the_page_from_before_stays(String call) {
        CheckoutSessionId first = page(PRO);
        Optional<CheckoutAttempt> before = newest();
        soldAndMentioned();
        refused.add(call);

        for (int tries = 0; tries < 2; tries++)
            assertThatThrownBy(() -> billing.startCheckout(ACME, TEAM))
                    .isInstanceOfSatisfying(ProviderException.class, e -> {
                        assertThat(e.kind()).isEqualTo(Kind.RATE_LIMITED);
                        assertThat(e.retryAfter()).contains(PAUSE);
                    });

        assertThat(newest()).isEqualTo(before);
        assertThat(payable(first)).isTrue();
        refused.clear();
        assertSold(billing.startCheckout(ACME, TEAM));
    }

    @Test
    void who_buys_first_costs_no_question_who_comes_back_one_and_a_page_that_is_there_none() {
        page(PRO);
        page(PRO);
        assertThat(calls).doesNotContain("listSubscriptions", "fetchSubscription");

        page(TEAM);
        page(TEAM);

        assertThat(calls).containsOnlyOnce("listSubscriptions").doesNotContain("fetchSubscription");
    }

    @Test
    void any_number_that_ended_long_ago_is_in_nobodys_way() {
        page(PRO);
        shop.lossy = true;
        for (int one = 0; one < 4 * AskBeforeSelling.MOST_FETCHED; one++) shop.stripe.cancelNow(sold());
        calls.clear();

        page(TEAM);

        assertThat(calls)
                .filteredOn("fetchSubscription"::equals)
                .as("what is read of them before it")
                .hasSize(AskBeforeSelling.MOST_FETCHED);
    }

    @Test
    void one_that_lives_is_found_behind_any_number_that_ended_long_ago() {
        page(PRO);
        shop.lossy = true;
        sold();
        for (int one = 0; one < 4 * AskBeforeSelling.MOST_FETCHED; one++) shop.stripe.cancelNow(sold());

        assertSold(billing.startCheckout(ACME, TEAM));
    }

    @Test
    void one_that_is_heard_of_while_the_question_is_answered_is_read_as_well() {
        page(PRO);
        boolean[] once = {true};
        PaymentProvider busy = Intercepted.port(PaymentProvider.class, shop.stripe, call -> {
            Object answer = call.proceed();
            if (call.is("listSubscriptions") && once[0]) {
                once[0] = false;
                soldAndMentioned();
            }
            return answer;
        });

        assertSold(Billing.builder()
                .catalog(shop.catalog)
                .provider(busy)
                .store(shop.store)
                .clock(shop.stripe.clock())
                .build()
                .startCheckout(ACME, TEAM));
    }
}
