package dev.missioncontrol.billing.usecase;

import static dev.missioncontrol.billing.usecase.OperatedShop.ACME;
import static dev.missioncontrol.billing.usecase.OperatedShop.GLOBEX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.account.Drift;
import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.provider.FetchedSubscription;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.SubscriptionPage;
import dev.missioncontrol.billing.sandbox.CancelShape;
import dev.missioncontrol.billing.store.Figures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A key of another account or mode, for long: the work behind the scenes goes on, and nothing of it piles up. */
class OtherAccountTest {
    private final OperatedShop shop = new OperatedShop();

    /** Whether the provider is asked with a key of another account, which has none of the subscriptions, pages and customers. */
    private boolean elsewhere;

    /** Whether whoever asks for a page does not live to see it. */
    private boolean dies;

    private final PaymentProvider provider = Intercepted.port(PaymentProvider.class, shop.stripe, call -> {
        if (dies && call.is("createCheckoutSession")) throw new AssertionError("killed");
        if (elsewhere && call.is("fetchSubscription")) return new FetchedSubscription.Missing("404");
        if (elsewhere && call.is("listSubscriptions"))
            return new SubscriptionPage(List.of(), false, shop.stripe.clock().instant());
        if (elsewhere && call.is("fetchCheckoutSession")) return Optional.empty();
        if (elsewhere && call.is("customerDeleted")) return false;
        if (elsewhere && (call.is("createCheckoutSession") || call.is("expireCheckoutSession")))
            throw new ProviderException(ProviderException.Kind.NOT_FOUND, "404");
        return call.proceed();
    });

    private final List<WorkNote> notes = new ArrayList<>();

    private final Billing billing = Billing.builder()
            .catalog(shop.catalog)
            .provider(provider)
            .store(shop.store)
            .clock(shop.stripe.clock())
            .onWork(notes::add)
            .build();

    private void hours(int count) {
        for (int hour = 0; hour < count; hour++) {
            shop.stripe.advance(Duration.ofHours(1));
            billing.runDue();
        }
    }

    private long findings() {
        return shop.audit(ACME).stream()
                .filter(entry -> entry.rule().startsWith("finding: "))
                .count();
    }

    @Test
    void what_is_missing_is_asked_for_on_and_on_and_said_once_until_it_is_found_again() {
        shop.buy(ACME, Checkout.of("pro"));
        shop.lossy = true;
        elsewhere = true;
        hours(24);
        assertThat(findings()).isEqualTo(1);
        assertThat(billing.status(ACME).plan()).isEqualTo("pro");

        elsewhere = false;
        shop.stripe.cancelAtPeriodEnd(shop.stripe.subscriptionOf(ACME).orElseThrow(), CancelShape.FLEXIBLE);
        hours(2);
        assertThat(billing.status(ACME).current().cancelAt()).isPresent();
        elsewhere = true;
        hours(24);
        assertThat(findings()).isEqualTo(2);
    }

    private List<Drift> told() {
        return notes.stream()
                .filter(WorkNote.Differs.class::isInstance)
                .map(note -> ((WorkNote.Differs) note).drift())
                .toList();
    }

    @Test
    void each_sweep_tells_of_each_that_is_missing_and_lives_and_that_is_told_as_no_other_fetch() {
        SubscriptionId acme = shop.buy(ACME, Checkout.of("pro"));
        SubscriptionId globex = shop.buy(GLOBEX, Checkout.of("team").seats(3));
        shop.lossy = true;
        hours(1);
        elsewhere = true;
        for (int sweep = 0; sweep < 3; sweep++) {
            notes.clear();
            hours(1);
            assertThat(told()).hasSize(2).allSatisfy(drift -> {
                assertThat(drift.kind()).isEqualTo(Drift.Kind.MISSING_THERE);
                assertThat(drift.remedy()).isEqualTo(Drift.Remedy.PERSON);
                assertThat(drift.reason()).contains("404");
            });
            assertThat(told())
                    .extracting(Drift::tenant)
                    .containsExactlyInAnyOrder(Optional.of(ACME), Optional.of(GLOBEX));
            assertThat(told())
                    .extracting(Drift::subscription)
                    .containsExactlyInAnyOrder(Optional.of(acme), Optional.of(globex));
            assertThat(notes).noneMatch(WorkNote.Fetched.class::isInstance);
        }

        elsewhere = false;
        notes.clear();
        hours(2);
        assertThat(told()).isEmpty();
    }

    @Test
    void an_ended_one_that_is_missing_takes_nothing_from_anybody_and_is_told_as_any_fetch() {
        SubscriptionId acme = shop.buy(ACME, Checkout.of("pro"));
        shop.lossy = true;
        shop.stripe.onEvent(billing::accept);
        elsewhere = true;
        shop.stripe.cancelNow(acme);
        notes.clear();
        billing.runDue();
        assertThat(notes)
                .contains(new WorkNote.Fetched(
                        WorkNote.About.subscription(Optional.of(ACME), acme), RefreshSubscriptions.Outcome.SETTLED));
        assertThat(told()).isEmpty();
    }

    /** Those are counted apart, for as long as they wait for an owner. */
    @Test
    void one_that_is_missing_and_nobodys_is_told_as_any_fetch_since_no_tenant_lives_on_it() {
        SubscriptionId nobodys = shop.quarantined();
        hours(1);
        elsewhere = true;
        notes.clear();
        hours(2);
        assertThat(notes)
                .contains(new WorkNote.Fetched(
                        WorkNote.About.subscription(Optional.empty(), nobodys), RefreshSubscriptions.Outcome.SETTLED));
        assertThat(told()).isEmpty();
    }

    private void note(int rows) {
        for (int row = 0; row < rows; row++)
            shop.operations.refresh(ACME, new OperatorsWord("anna", "ticket " + row), false, OperatedShop::noPause);
    }

    /** The newest rows are looked through, however many there are before them and a few beside the finding. */
    @Test
    void what_is_missing_is_said_once_of_a_tenant_with_a_long_history_too() {
        shop.buy(ACME, Checkout.of("pro"));
        note(150);
        shop.lossy = true;
        elsewhere = true;
        hours(3);
        assertThat(findings()).isEqualTo(1);
        note(40);
        hours(3);
        assertThat(findings()).isEqualTo(1);
    }

    private CheckoutSessionId page(Checkout wanted) {
        return ((Redirect.To) billing.startCheckout(ACME, wanted)).session().orElseThrow();
    }

    private boolean payable(CheckoutSessionId session) {
        return shop.stripe.fetchCheckoutSession(session).orElseThrow().url().isPresent();
    }

    private void assertThatAnotherTakesThePlaceOf(CheckoutSessionId first) {
        assertThat(payable(first)).isTrue();

        CheckoutSessionId second = page(Checkout.of("team").seats(3));

        assertThat(payable(first)).isFalse();
        assertThat(payable(second)).isTrue();
    }

    @Test
    void a_page_that_a_sweep_did_not_find_there_is_ended_before_another_one_is_sold() {
        shop.lossy = true;
        CheckoutSessionId first = page(Checkout.of("pro"));
        elsewhere = true;
        hours(3);
        elsewhere = false;
        assertThatAnotherTakesThePlaceOf(first);
    }

    @Test
    void a_page_that_a_checkout_did_not_find_there_is_ended_before_another_one_is_sold() {
        shop.lossy = true;
        CheckoutSessionId first = page(Checkout.of("pro"));
        elsewhere = true;
        for (Checkout wanted : List.of(Checkout.of("pro"), Checkout.of("team").seats(3), Checkout.of("pro")))
            assertThatThrownBy(() -> page(wanted)).isInstanceOf(ProviderException.class);
        elsewhere = false;
        assertThatAnotherTakesThePlaceOf(first);
    }

    @Test
    void what_was_paid_on_a_page_that_was_not_found_there_is_sold_no_second_time() {
        shop.lossy = true;
        CheckoutSessionId first = page(Checkout.of("pro"));
        elsewhere = true;
        hours(3);
        shop.stripe.pay(first);
        elsewhere = false;
        assertThatNothingIsSold();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void nor_is_it_days_after_the_page_was_over_whenever_it_was_looked_for(int before) {
        shop.lossy = true;
        CheckoutSessionId first = page(Checkout.of("pro"));
        elsewhere = true;
        hours(before);
        shop.stripe.pay(first);
        shop.stripe.advance(Duration.ofDays(3));
        hours(3);
        elsewhere = false;
        assertThatNothingIsSold();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nor_is_it_before_it_was_fetched_though_a_page_was_refused_in_between(boolean killed) {
        shop.lossy = true;
        CheckoutSessionId first = page(Checkout.of("pro"));
        elsewhere = true;
        dies = killed;
        assertThatThrownBy(() -> page(Checkout.of("team").seats(3))).isNotNull();
        dies = false;
        shop.stripe.pay(first);
        shop.stripe.advance(Duration.ofDays(3));
        hours(2);
        elsewhere = false;
        for (int i = 0; i < 2; i++) assertThatNothingIsSold();
    }

    private void assertThatNothingIsSold() {
        assertThat(billing.startCheckout(ACME, Checkout.of("team").seats(3)))
                .isInstanceOfSatisfying(
                        Redirect.Rejected.class,
                        no -> assertThat(no.rejection().code()).isEqualTo(Rejection.Code.ALREADY_SUBSCRIBED));
    }

    @Test
    void a_sweep_whose_place_the_provider_does_not_know_begins_anew() {
        shop.lossy = true;
        shop.buy(ACME, Checkout.of("pro"));
        shop.stripe.advance(Duration.ofHours(2));
        shop.store.inTransaction(tx -> {
            tx.jobs()
                    .claim(SweepProvider.JOB, Duration.ofMinutes(1))
                    .ifPresent(run -> tx.jobs()
                            .finish(
                                    run,
                                    "under way",
                                    "7 0 0 0 0 LIST " + shop.stripe.clock().instant() + " sub_elsewhere",
                                    Duration.ZERO));
            return null;
        });
        hours(1);
        hours(1);
        assertThat(billing.status(ACME).plan()).isEqualTo("pro");
        assertThat(shop.store.<List<Figures.Sweep>>inTransaction(
                        tx -> tx.figures().sweeps(9)))
                .isNotEmpty()
                .allSatisfy(sweep -> assertThat(sweep.listed()).isLessThanOrEqualTo(1));
    }
}
