package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.provider.ASnapshot;
import dev.missioncontrol.billing.provider.ChangeResult;
import dev.missioncontrol.billing.provider.FetchedSubscription.Found;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.PlannedChange;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.ProviderException.Kind;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.store.AuditEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Seats are pushed while it can't be told how many there are, or something else happens to the subscription. No event arrives. */
class ApplySeatsTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final Duration WINDOW = ChangePolicy.STANDARD_SEAT_WINDOW;

    private final SandboxPaymentProvider stripe =
            SandboxPaymentProvider.startingAt(Instant.parse("2027-01-01T00:00:00Z"));
    private final InMemoryBillingStore store = new InMemoryBillingStore();

    /** What comes of asking how the subscription is. */
    private Intercepted.Meeting fetching = Intercepted.Call::proceed;

    /** What comes of asking for a change. */
    private Intercepted.Meeting changing = Intercepted.Call::proceed;

    /** What is told of what is done. */
    private final List<WorkNote> notes = new ArrayList<>();

    /** Whether the key can't ask for what there is. */
    private boolean otherMode;

    private final Billing billing = Billing.builder()
            .catalog(DefaultCatalog.withPlaceholderPrices())
            .provider(Intercepted.port(PaymentProvider.class, stripe, call -> {
                if (call.is("canFetch") && otherMode) return false;
                if (call.is("fetchSubscription")) return fetching.meet(call);
                return call.is("changeSubscription") ? changing.meet(call) : call.proceed();
            }))
            .store(store)
            .clock(stripe.clock())
            .onWork(notes::add)
            .build();

    @BeforeEach
    void bought() {
        stripe.pay(billing.startCheckout(ACME, Checkout.of("team").seats(3)));
        billing.sync(ACME);
        assertThat(billing.status(ACME).seats()).isEqualTo(3);
    }

    private SubscriptionId subscription() {
        return stripe.subscriptionOf(ACME).orElseThrow();
    }

    private long seats() {
        return stripe.subscription(subscription()).orElseThrow().quantity();
    }

    private void passes(Duration time) {
        stripe.advance(time);
        billing.runDue();
    }

    /** It is not asked for longer than any push waits. */
    private void fetchWaits() {
        fetching = call -> {
            throw new ProviderException(Kind.RATE_LIMITED, "slowly", Optional.of(WINDOW.multipliedBy(3)), null);
        };
    }

    @Test
    void a_count_is_not_taken_for_what_there_is_while_that_waits_for_its_fetch() {
        billing.pushSeats(ACME, 8);
        fetchWaits();
        passes(PushSeats.SETTLES);
        assertThat(seats()).isEqualTo(8);
        assertThat(billing.status(ACME).seats()).isEqualTo(3);

        billing.pushSeats(ACME, 3);
        fetching = Intercepted.Call::proceed;
        passes(WINDOW);
        passes(Backoff.FIRST);
        assertThat(stripe.plannedChange(subscription()).map(PlannedChange::quantity))
                .contains(3L);
    }

    @Test
    void a_count_that_is_what_there_is_keeps_the_next_one_waiting_for_no_window() {
        fetchWaits();
        fetchesAnew();
        fetching = Intercepted.Call::proceed;
        billing.pushSeats(ACME, 3);
        passes(PushSeats.SETTLES);

        billing.pushSeats(ACME, 8);
        passes(PushSeats.SETTLES);
        assertThat(seats()).isEqualTo(8);
    }

    @Test
    void a_count_outlasts_a_key_of_the_other_mode() {
        billing.pushSeats(ACME, 8);
        otherMode = true;
        passes(PushSeats.SETTLES);
        otherMode = false;
        passes(WINDOW);
        assertThat(seats()).isEqualTo(8);
    }

    @ParameterizedTest
    @EnumSource(
            value = ChangeResult.Reason.class,
            names = {"UNDER_WAY", "CHANGED_MEANWHILE"})
    void what_happens_to_the_subscription_meanwhile_is_waited_for_for_minutes(ChangeResult.Reason reason) {
        int[] asked = new int[1];
        changing = call -> {
            asked[0]++;
            return new ChangeResult.Rejected(reason, "in this test");
        };
        billing.pushSeats(ACME, 8);
        passes(PushSeats.SETTLES);
        passes(LostPlans.ASKED_AGAIN.minusSeconds(1));
        assertThat(asked[0]).isEqualTo(1);

        changing = Intercepted.Call::proceed;
        passes(Duration.ofSeconds(1));
        assertThat(seats()).isEqualTo(8);
    }

    private long audited(String rule) {
        return store.inTransaction(tx -> tx.journal().audit(ACME, 1, 100).stream()
                .map(AuditEntry::rule)
                .filter(rule::equals)
                .count());
    }

    private List<WorkNote.SeatsRefused> toldOfRefusals() {
        return notes.stream()
                .filter(WorkNote.SeatsRefused.class::isInstance)
                .map(WorkNote.SeatsRefused.class::cast)
                .toList();
    }

    /** Returns the keys under which it is asked for. */
    private List<Object> refuses(Kind kind) {
        List<Object> keys = new ArrayList<>();
        changing = call -> {
            keys.add(call.argument(1));
            throw new ProviderException(kind, "This customer has no attached payment source");
        };
        return keys;
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"INVALID_REQUEST", "NOT_FOUND", "AUTHENTICATION", "WRONG_STATE"})
    void what_the_provider_refuses_is_told_once_and_made_once_it_is_taken(Kind kind) {
        List<Object> keys = refuses(kind);
        billing.pushSeats(ACME, 8);
        passes(PushSeats.SETTLES);
        assertThat(toldOfRefusals()).singleElement().satisfies(told -> {
            assertThat(told.about()).isEqualTo(WorkNote.About.subscription(Optional.of(ACME), subscription()));
            assertThat(told.seats()).isEqualTo(8);
            assertThat(told.again()).isEqualTo(WINDOW);
            assertThat(told.why()).hasMessageContaining("no attached payment source");
        });
        passes(WINDOW);
        passes(WINDOW);
        assertThat(toldOfRefusals()).hasSize(1);
        assertThat(audited("the seats that were pushed can't be made, 8: "
                        + kind.name().toLowerCase(Locale.ROOT)))
                .isEqualTo(1);
        assertThat(keys).as("a refusal is said again under its key").hasSize(3).doesNotHaveDuplicates();

        changing = Intercepted.Call::proceed;
        passes(WINDOW);
        assertThat(seats()).isEqualTo(8);
        refuses(kind);
        billing.pushSeats(ACME, 9);
        passes(WINDOW);
        assertThat(toldOfRefusals()).as("another refusal").hasSize(2);
    }

    @Test
    void what_the_provider_refuses_is_asked_for_once_in_a_window() {
        List<Object> keys = refuses(Kind.INVALID_REQUEST);
        billing.pushSeats(ACME, 8);
        passes(PushSeats.SETTLES);
        passes(WINDOW.minusSeconds(1));
        assertThat(keys).hasSize(1);
        passes(Duration.ofSeconds(1));
        assertThat(keys).hasSize(2);
    }

    @Test
    void a_provider_that_is_away_refuses_nothing() {
        List<Object> keys = refuses(Kind.UNAVAILABLE);
        billing.pushSeats(ACME, 8);
        passes(PushSeats.SETTLES);
        passes(Backoff.FIRST);
        assertThat(keys).hasSizeGreaterThan(1);
        assertThat(toldOfRefusals()).isEmpty();
        assertThat(store.inTransaction(tx -> tx.measures().backlog()).seatsRefusedSince())
                .isEmpty();
    }

    @Test
    void a_count_waits_while_another_governs_the_subscription_and_the_audit_says_so_once() {
        changing = call -> new ChangeResult.Rejected(ChangeResult.Reason.MANAGED_ELSEWHERE, "in this test");
        billing.pushSeats(ACME, 8);
        passes(PushSeats.SETTLES);
        for (int i = 0; i < 5; i++) passes(WINDOW);
        assertThat(seats()).isEqualTo(3);
        assertThat(audited("asked for team by the month, seats 8: rejected")).isEqualTo(1);
        assertThat(toldOfRefusals()).isEmpty();

        changing = Intercepted.Call::proceed;
        passes(WINDOW);
        assertThat(seats()).isEqualTo(8);
    }

    private Optional<Instant> refusedSince() {
        return store.inTransaction(tx -> tx.measures().backlog()).seatsRefusedSince();
    }

    @Test
    void a_count_of_who_has_no_payment_method_is_told_once_and_made_once_there_is_one() {
        List<Object> keys = new ArrayList<>();
        changing = call -> {
            keys.add(call.argument(1));
            return new ChangeResult.Declined(ChangeResult.Declined.NO_PAYMENT_METHOD);
        };
        billing.pushSeats(ACME, 8);
        passes(PushSeats.SETTLES);
        for (int i = 0; i < 3; i++) passes(WINDOW);
        assertThat(toldOfRefusals())
                .singleElement()
                .satisfies(told -> assertThat(told.why()).hasMessageContaining("no payment method"));
        assertThat(audited("the seats that were pushed can't be made, 8: no_payment_method"))
                .isEqualTo(1);
        assertThat(audited("asked for team by the month, seats 8: declined")).isZero();
        assertThat(refusedSince()).isPresent();
        assertThat(keys).hasSize(4).doesNotHaveDuplicates();

        changing = Intercepted.Call::proceed;
        passes(WINDOW);
        assertThat(seats()).isEqualTo(8);
        assertThat(refusedSince()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = ChangeResult.Reason.class,
            names = {"PAID_BY_DEBIT", "PAID_BY_INVOICE", "COLLECTION_PAUSED", "USAGE_BESIDE"})
    void a_count_that_is_not_charged_at_once_is_told_once_and_fewer_that_were_planned_come_no_more(
            ChangeResult.Reason reason) {
        billing.pushSeats(ACME, 2);
        passes(PushSeats.SETTLES);
        assertThat(stripe.plannedChange(subscription()).map(PlannedChange::quantity))
                .contains(2L);

        changing = call -> new ChangeResult.Rejected(reason, "in this test");
        billing.pushSeats(ACME, 8);
        for (int i = 0; i < 4; i++) passes(WINDOW);
        assertThat(stripe.plannedChange(subscription())).isEmpty();
        assertThat(billing.status(ACME).planned()).isEmpty();
        String word = reason.name().toLowerCase(Locale.ROOT);
        assertThat(toldOfRefusals())
                .singleElement()
                .satisfies(told ->
                        assertThat(((ProviderException) told.why()).rule()).contains(reason));
        assertThat(audited("the seats that were pushed can't be made, 8: " + word))
                .isEqualTo(1);
        assertThat(audited("asked for team by the month, seats 8: rejected")).isZero();
        assertThat(refusedSince()).isPresent();

        changing = Intercepted.Call::proceed;
        passes(WINDOW);
        assertThat(seats()).isEqualTo(8);
    }

    @Test
    void the_audit_says_that_a_count_was_rejected_also_where_it_was_put_off_before() {
        refuses(Kind.UNAVAILABLE);
        billing.pushSeats(ACME, 8);
        passes(PushSeats.SETTLES);
        changing = call -> new ChangeResult.Rejected(ChangeResult.Reason.MANAGED_ELSEWHERE, "in this test");
        for (int i = 0; i < 4; i++) passes(WINDOW);
        assertThat(audited("asked for team by the month, seats 8: rejected")).isEqualTo(1);
    }

    @Test
    void what_waits_for_something_else_by_now_is_no_refusal_and_its_old_one_is_not_heard_again() {
        List<Object> refused = refuses(Kind.INVALID_REQUEST);
        billing.pushSeats(ACME, 8);
        passes(PushSeats.SETTLES);
        assertThat(refusedSince()).isPresent();

        refuses(Kind.UNAVAILABLE);
        passes(WINDOW);
        assertThat(refusedSince()).as("whose provider is away").isPresent();
        changing = call -> new ChangeResult.Rejected(ChangeResult.Reason.MANAGED_ELSEWHERE, "in this test");
        passes(WINDOW);
        assertThat(refusedSince()).isEmpty();

        changing = call -> {
            if (refused.contains(call.argument(1)))
                throw new ProviderException(Kind.INVALID_REQUEST, "said again under its key");
            return call.proceed();
        };
        passes(WINDOW);
        assertThat(seats()).isEqualTo(8);
        assertThat(toldOfRefusals()).hasSize(1);
    }

    private void fetchesAnew() {
        store.inTransaction(tx -> {
            Instant now = stripe.clock().instant();
            tx.accounts()
                    .save(
                            tx.accounts()
                                    .lockSubscription(subscription(), false, now)
                                    .mark(),
                            now);
            return null;
        });
        billing.runDue();
    }

    private static SubscriptionSnapshot withAnotherLine(SubscriptionSnapshot said) {
        ASnapshot two = ASnapshot.of(said.id(), said.created())
                .customer(said.customer())
                .status(said.status())
                .item("price_team_yearly", 1);
        said.items().forEach(two::item);
        return two.said();
    }

    @Test
    void a_count_waits_while_the_subscription_has_two_lines_of_its_plan() {
        boolean[] twoLines = {true};
        fetching = call -> {
            Found found = (Found) call.proceed();
            return twoLines[0] ? new Found(withAnotherLine(found.snapshot()), found.at()) : found;
        };
        fetchesAnew();
        billing.pushSeats(ACME, 8);
        passes(PushSeats.SETTLES);
        assertThat(seats()).isEqualTo(3);

        twoLines[0] = false;
        fetchesAnew();
        passes(WINDOW);
        assertThat(seats()).isEqualTo(8);
    }
}
