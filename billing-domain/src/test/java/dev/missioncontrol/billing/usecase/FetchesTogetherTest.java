package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.Workers;
import dev.missioncontrol.billing.account.Access;
import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.store.BillingStore;
import dev.missioncontrol.billing.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Answers that are there together are written together, and none of them suffers for another. */
class FetchesTogetherTest {
    private static final int TENANTS = RefreshSubscriptions.MOST_CLAIMED - 1;
    private static final TenantId THIRD = new TenantId("tenant-3");

    private final SandboxPaymentProvider stripe =
            SandboxPaymentProvider.startingAt(Instant.parse("2027-01-01T00:00:00Z"));
    private final InMemoryBillingStore memory = new InMemoryBillingStore();

    /** What happens to the third tenant's subscription when a fetch is to be written. */
    private Optional<Supplier<RuntimeException>> fault = Optional.empty();

    /** Whether the provider refuses to answer about the third tenant's subscription, and the fault comes when that is noted. */
    private boolean refused;

    private int written;

    private final BillingStore store = new InterceptedStore(memory) {
        @Override
        Object meet(Intercepted.Call call) throws Throwable {
            if (refused && call.is("fail")) throw fault.get().get();
            if (!refused
                    && call.is("save")
                    && call.arguments()[0] instanceof TrackedSubscription one
                    && one.synced() > 0) {
                if (fault.isPresent() && one.tenant().equals(Optional.of(THIRD)))
                    throw fault.get().get();
                written++;
            }
            return call.proceed();
        }
    };

    private final List<RuntimeException> troubles = new ArrayList<>();
    private final List<RefreshSubscriptions.Outcome> outcomes = new ArrayList<>();
    private final List<ProviderEvent> events = new ArrayList<>();
    private final Billing billing = Billing.builder()
            .catalog(DefaultCatalog.withPlaceholderPrices())
            .provider(refusing())
            .store(store)
            .clock(stripe.clock())
            .onTrouble(troubles::add)
            .onWork(note -> {
                if (note instanceof WorkNote.Fetched one) outcomes.add(one.outcome());
            })
            .build();

    private PaymentProvider refusing() {
        return Intercepted.port(PaymentProvider.class, stripe, call -> {
            boolean third =
                    call.is("fetchSubscription") && stripe.subscriptionOf(THIRD).equals(Optional.of(call.argument(0)));
            if (refused && third) throw new ProviderException(ProviderException.Kind.TIMEOUT, "busy, in a test");
            return call.proceed();
        });
    }

    private static TenantId tenant(int number) {
        return new TenantId("tenant-" + number);
    }

    /** Helpers answer at once, so that all answers are there when the first is dealt with. */
    private void fetchAll() {
        TimerByHand timer = new TimerByHand();
        try (Workers workers = billing.startWorkers(timer.service(), Runnable::run)) {
            timer.interval();
        }
    }

    private void buy() {
        stripe.onEvent(events::add);
        for (int number = 0; number < TENANTS; number++)
            stripe.pay(billing.startCheckout(tenant(number), Checkout.of("pro")));
        events.forEach(billing::accept);
    }

    private boolean fetched(TenantId tenant) {
        return memory.inTransaction(tx -> tx.accounts().subscriptionsOf(tenant)).stream()
                .noneMatch(TrackedSubscription::fetchDue);
    }

    private void assertOnlyTheThirdWaits() {
        for (int number = 0; number < TENANTS; number++)
            assertThat(fetched(tenant(number)))
                    .as("tenant %s", number)
                    .isEqualTo(!tenant(number).equals(THIRD));
        assertThat(outcomes).hasSize(TENANTS - 1).containsOnly(RefreshSubscriptions.Outcome.SETTLED);
    }

    @Test
    void one_that_is_at_fault_is_told_of_and_the_others_are_written() {
        buy();
        fault = Optional.of(() -> new IllegalStateException("can't be written, in a test"));
        fetchAll();
        assertOnlyTheThirdWaits();
        assertThat(troubles).singleElement().isInstanceOf(IllegalStateException.class);

        fault = Optional.empty();
        stripe.advance(Duration.ofHours(1));
        fetchAll();
        assertThat(fetched(THIRD)).isTrue();
    }

    @Test
    void somebody_who_is_in_the_way_of_one_holds_up_the_others_once() {
        buy();
        int[] met = new int[1];
        fault = Optional.of(() -> {
            met[0]++;
            return StoreException.conflict("held by hand, in a test");
        });
        fetchAll();
        assertOnlyTheThirdWaits();
        assertThat(troubles).isEmpty();
        assertThat(met[0]).as("once with the others, then alone").isEqualTo(1 + Transactions.MOST_TRIES);
    }

    @Test
    void a_store_that_is_away_is_asked_once() {
        buy();
        fault = Optional.of(() -> StoreException.unavailable("away, in a test"));
        fetchAll();
        assertThat(outcomes).isEmpty();
        assertThat(written).as("those before the third, of one transaction").isLessThan(TENANTS);
    }

    @Test
    void what_is_written_is_told_also_where_the_store_goes_away_for_another() {
        buy();
        refused = true;
        fault = Optional.of(() -> StoreException.unavailable("away, in a test"));
        fetchAll();
        assertThat(outcomes).hasSize(TENANTS - 1).containsOnly(RefreshSubscriptions.Outcome.SETTLED);
    }

    @Test
    void each_has_what_it_was_answered() {
        buy();
        fetchAll();
        events.clear();
        stripe.declinePayments(tenant(1));
        // No event of it is delivered: the sweep that is due marks all, and then all are fetched.
        stripe.advance(Duration.ofDays(32));
        outcomes.clear();
        fetchAll();
        fetchAll();
        assertThat(outcomes).hasSize(TENANTS).containsOnly(RefreshSubscriptions.Outcome.SETTLED);
        for (int number = 0; number < TENANTS; number++)
            assertThat(billing.status(tenant(number)).access().level())
                    .as("tenant %s", number)
                    .isEqualTo(number == 1 ? Access.Level.GRACE : Access.Level.FULL);
        assertThat(troubles).isEmpty();
    }
}
