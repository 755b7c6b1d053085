package dev.missioncontrol.billing.store;

import dev.missioncontrol.billing.account.BillingEvent;
import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the parts of the contract share: one empty store for each test, and a few names. */
abstract class StoreContract {
    /**
     * A lease or a delay that ends within a test: {@link StoreUnderTest#letPass} waits for it, whatever the clock. It may have ended before
     * that as well, on a machine that stood still: what lasts while a test runs is {@link #LONG}.
     */
    static final Duration SOON = Duration.ofMillis(50);

    /** A lease or a delay that does not end while a test runs, however slow the machine. */
    static final Duration LONG = Duration.ofHours(1);

    /** How often a transaction is run that others were in the way of: as often as the use cases do. */
    static final int MOST_TRIES = 5;

    /** Nobody waits as long for another thread, unless what is waited for never comes. */
    static final int PATIENCE_SECONDS = 60;

    /** Seeds of the generated records; each failure names its own. */
    static final int SEEDS = 60;

    static final Instant NOW = Instant.parse("2027-01-01T12:00:00.123456Z");
    static final TenantId ACME = new TenantId("acme");
    static final TenantId GLOBEX = new TenantId("globex");

    /** Ends of ids in the order of {@link String#compareTo}; a locale's collation has another. */
    static final List<String> ENDS_IN_ORDER = List.of("-", ".", "0", "10", "9", "A", "B", "_", "a", "b", "~");

    StoreUnderTest under;

    abstract StoreUnderTest open();

    @BeforeEach
    final void openStore() {
        under = open();
    }

    @AfterEach
    final void closeStore() throws Exception {
        under.close();
    }

    /** Events that are due to applications, all of which can be read. */
    static List<BillingEvent> due(BillingTransaction tx, int limit) {
        return tx.journal().due(limit).stream().map(OutboxRow::event).toList();
    }

    /** Events that are due to be tried again, all of which can be read. */
    static List<InboxEvent> locked(BillingTransaction tx, int limit) {
        return tx.inbox().lockDue(limit).stream()
                .map(row -> ((InboxRow.Readable) row).event())
                .toList();
    }

    /** What this work answers, in a transaction of its own; run again where another was in its way. */
    final <T> T get(Function<BillingTransaction, T> work) {
        for (int tries = 1; ; tries++) {
            try {
                return under.store().inTransaction(work);
            } catch (StoreException e) {
                if (e.kind() != StoreException.Kind.CONFLICT || tries == MOST_TRIES) throw e;
            }
        }
    }

    /** As {@link #get}, for what may be absent: typed, so that assertions know what they are about. */
    final <T> Optional<T> find(Function<BillingTransaction, Optional<T>> work) {
        return get(work);
    }

    final <T> List<T> list(Function<BillingTransaction, List<T>> work) {
        return get(work);
    }

    final boolean is(Function<BillingTransaction, Boolean> work) {
        return get(work);
    }

    final int count(Function<BillingTransaction, Integer> work) {
        return get(work);
    }

    final void run(Consumer<BillingTransaction> work) {
        get(tx -> {
            work.accept(tx);
            return 0;
        });
    }

    final void letPass(Duration time) {
        under.letPass(time);
    }

    static TenantRecord hold(BillingTransaction tx, TenantId tenant) {
        return tx.accounts().lockTenant(tenant, "pseudonym-of-" + tenant, NOW);
    }

    /** Makes tenants that are not there yet. */
    final void known(TenantId... tenants) {
        for (TenantId tenant : tenants) run(tx -> hold(tx, tenant));
    }

    static SubscriptionId sub(String end) {
        return new SubscriptionId("sub_" + end);
    }

    /** Changes a subscription, which is made where it is new. */
    final void change(SubscriptionId id, UnaryOperator<TrackedSubscription> change) {
        run(tx -> {
            TrackedSubscription held = tx.accounts().lockSubscription(id, false, NOW);
            tx.accounts().save(change.apply(held), NOW);
        });
    }

    /** Marks subscriptions for a fetch. */
    final void mark(SubscriptionId... ids) {
        for (SubscriptionId id : ids) change(id, TrackedSubscription::mark);
    }
}
