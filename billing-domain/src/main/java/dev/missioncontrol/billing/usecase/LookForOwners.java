package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.store.Refreshes.Unowned;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Looks again at subscriptions that nobody owns: a binding may have been committed beside their event. */
public final class LookForOwners {
    /** Subscriptions looked at in one round. */
    static final int BATCH = 50;

    /** How long one waits that could not be looked at: a fault of ours is not told more often, and an operator's hand is off it by then. */
    static final Duration AGAIN = Duration.ofMinutes(1);

    private final Transactions transactions;
    private final Adoption adoption;
    private final InstantSource clock;
    private final BoundedRetry briefly;

    LookForOwners(Transactions transactions, Adoption adoption, InstantSource clock) {
        this.transactions = transactions;
        this.adoption = adoption;
        this.clock = clock;
        briefly = new BoundedRetry(transactions, clock);
    }

    /**
     * Looks at those that are due. Returns how many were, or come later; one that somebody holds does neither. Of those whose tenants are
     * held only a few are waited for.
     *
     * @throws RuntimeException the first fault with one of them, once all the others are done
     */
    public int lookDue() {
        List<Unowned> due = transactions.run(tx -> tx.refreshes().unownedDue(BATCH));
        FaultIsolation each = new FaultIsolation();
        Round round = new Round();
        for (Unowned unowned : due) if (round.held < BoundedRetry.MOST_HELD) each.run(() -> round.look(unowned));
        each.end();
        return round.done;
    }

    private final class Round {
        private int done;
        private int held;

        private void look(Unowned unowned) {
            try {
                briefly.run(tx -> {
                    adoption.look(tx, unowned, clock.instant());
                    return null;
                });
                done++;
            } catch (RuntimeException fault) {
                if (FaultIsolation.isAway(fault)) throw fault;
                if (FaultIsolation.isConflict(fault)) held++;
                if (later(unowned)) done++;
                if (!FaultIsolation.isConflict(fault)) throw fault;
            }
        }
    }

    /**
     * No try of it, since nothing was looked at; but as many as a round takes would be the first in every round. One that somebody
     * holds is not among those that are due, for as long as that lasts.
     */
    private boolean later(Unowned unowned) {
        return FaultIsolation.unlessInTheWay(() -> briefly.run(tx -> {
            tx.refreshes().lookAgain(unowned.subscription(), unowned.tries(), Optional.of(AGAIN));
            return null;
        }));
    }
}
