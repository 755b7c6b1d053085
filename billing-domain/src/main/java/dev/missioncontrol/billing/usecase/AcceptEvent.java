package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.store.StoreException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Takes an authentic event: stored once, applied once, in one transaction. When this returns, it is durable; when it
 * throws, nothing is, and the provider will send it again.
 */
public final class AcceptEvent {
    private final Transactions transactions;
    private final ApplyEvent apply;
    private final InstantSource clock;

    AcceptEvent(Transactions transactions, ApplyEvent apply, InstantSource clock) {
        this.transactions = transactions;
        this.apply = apply;
        this.clock = clock;
    }

    /**
     * What became of a delivery.
     *
     * @param duplicate whether the event was here before; then this delivery did nothing
     * @param outcome what became of the event; for a duplicate, that is not looked up again
     * @param reason why
     */
    public record Accepted(boolean duplicate, EventOutcome outcome, String reason) {}

    /**
     * Stores and applies an event. One that can't be applied by our own fault is stored apart and tried again later.
     *
     * @throws StoreException if it could not be stored
     */
    public Accepted accept(ProviderEvent event) {
        Instant now = clock.instant();
        try {
            return transactions.run(tx -> {
                if (!tx.inbox().insert(event, now)) return new Accepted(true, EventOutcome.APPLIED, "seen before");
                ApplyEvent.Result result = apply.apply(tx, event, now);
                return new Accepted(false, result.outcome(), result.reason());
            });
        } catch (StoreException e) {
            throw e;
        } catch (RuntimeException ours) {
            return setApart(event, now, ours);
        }
    }

    private Accepted setApart(ProviderEvent event, Instant now, RuntimeException ours) {
        String reason = RetryEvents.describe(ours);
        return transactions.run(tx -> {
            if (!tx.inbox().insert(event, now)) return new Accepted(true, EventOutcome.FAILED, "seen before");
            tx.inbox().fail(event.id(), EventOutcome.FAILED, reason, 1, Optional.of(RetryEvents.delay(event.id(), 1)));
            return new Accepted(false, EventOutcome.FAILED, reason);
        });
    }
}
