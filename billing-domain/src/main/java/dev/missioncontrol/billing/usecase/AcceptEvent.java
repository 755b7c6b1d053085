package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.store.InboxRow;
import dev.missioncontrol.billing.store.StoreException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Takes authentic events, those that came together in one transaction: each stored once and applied once. One that is said to be accepted is
 * durable; one that failed is not, and the provider will send it again.
 */
public final class AcceptEvent {
    private final Transactions transactions;
    private final ApplyEvent apply;
    private final InstantSource clock;
    private final Supplier<String> ids;

    AcceptEvent(Transactions transactions, ApplyEvent apply, InstantSource clock, Supplier<String> ids) {
        this.transactions = transactions;
        this.apply = apply;
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * What became of a delivery.
     *
     * @param duplicate whether the event was here before; then this delivery did nothing
     * @param outcome what became of the event; for a duplicate, that is not looked up again
     * @param reason why
     */
    public record Accepted(boolean duplicate, EventOutcome outcome, String reason) {
        static final Accepted SEEN_BEFORE = new Accepted(true, EventOutcome.APPLIED, "seen before");
    }

    /**
     * What became of one of several that came together: one of the two is there.
     *
     * @param accepted what became of the delivery
     * @param failure why it is not known to be stored: a {@link StoreException}, or a fault of ours
     */
    record Taken(Optional<Accepted> accepted, Optional<RuntimeException> failure) {
        static Taken of(Accepted accepted) {
            return new Taken(Optional.of(accepted), Optional.empty());
        }

        static Taken failed(RuntimeException why) {
            return new Taken(Optional.empty(), Optional.of(why));
        }
    }

    /**
     * Stores and applies several, in this order. One that can't be applied by our own fault is stored apart and tried again
     * later. Where they can't be taken together, because one of them can't be applied, each is taken alone: then one may fail
     * and the others not.
     *
     * @return what became of each, in the same order
     */
    List<Taken> accept(List<ProviderEvent> events) {
        Instant now = clock.instant();
        try {
            return together(events, now).stream().map(Taken::of).toList();
        } catch (StoreException e) {
            // Another transaction is in the way: taken one by one, all would wait for it one after another.
            return Collections.nCopies(events.size(), Taken.failed(e));
        } catch (RuntimeException ours) {
            return events.size() == 1 ? List.of(apart(events.get(0), now, ours)) : eachAlone(events);
        }
    }

    private List<Accepted> together(List<ProviderEvent> events, Instant now) {
        return transactions.run(Prefetch.events(events, apply.provider()), inTime(now), tx -> {
            List<ProviderEvent> fresh = new ArrayList<>();
            List<Accepted> taken = new ArrayList<>();
            boolean[] isNew = new boolean[events.size()];
            for (int one = 0; one < isNew.length; one++) {
                isNew[one] = tx.inbox().insert(events.get(one), now);
                if (isNew[one]) fresh.add(events.get(one));
            }
            hold(tx, fresh, now);
            for (int one = 0; one < isNew.length; one++)
                taken.add(isNew[one] ? accepted(apply.apply(tx, events.get(one), now)) : Accepted.SEEN_BEFORE);
            return taken;
        });
    }

    /** Nobody waits for an event any longer: to be in another's way once more helps no one. */
    private BooleanSupplier inTime(Instant begun) {
        Instant over = begun.plus(FoldEvents.LONGEST_WAIT);
        return () -> clock.instant().isBefore(over);
    }

    /** All tenants that these events seem to be about, in one order, before the first of them is decided about. */
    private void hold(BillingTransaction tx, List<ProviderEvent> events, Instant now) {
        SortedMap<TenantId, String> tenants = new TreeMap<>();
        for (ProviderEvent event : events)
            apply.tenantOf(tx, event).ifPresent(tenant -> tenants.computeIfAbsent(tenant, absent -> ids.get()));
        tx.accounts().lockTenants(tenants, now);
    }

    private static Accepted accepted(ApplyEvent.Result result) {
        return new Accepted(false, result.outcome(), result.reason());
    }

    /** Once the store is away the rest is not tried: each would wait for it again, and nobody waits for them so long. */
    private List<Taken> eachAlone(List<ProviderEvent> events) {
        List<Taken> all = new ArrayList<>();
        Optional<RuntimeException> away = Optional.empty();
        for (ProviderEvent event : events) {
            Taken taken = away.map(Taken::failed)
                    .orElseGet(() -> accept(List.of(event)).get(0));
            all.add(taken);
            away = taken.failure().filter(StoreException.class::isInstance);
        }
        return all;
    }

    private Taken apart(ProviderEvent event, Instant now, RuntimeException ours) {
        try {
            return Taken.of(setApart(event, now, ours));
        } catch (RuntimeException e) {
            return Taken.failed(e);
        }
    }

    private Accepted setApart(ProviderEvent event, Instant now, RuntimeException ours) {
        String reason = InboxRow.describe(ours);
        return transactions.run(tx -> {
            if (!tx.inbox().insert(event, now)) return new Accepted(true, EventOutcome.FAILED, "seen before");
            tx.inbox().fail(event.id(), EventOutcome.FAILED, reason, 1, Optional.of(RetryEvents.delay(event.id(), 1)));
            return new Accepted(false, EventOutcome.FAILED, reason);
        });
    }
}
