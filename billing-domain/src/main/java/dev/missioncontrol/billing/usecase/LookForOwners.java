package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.store.Refreshes.Unowned;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Looks again at subscriptions that nobody owns: a binding may have been committed beside their event. */
public final class LookForOwners {
    /** Subscriptions looked at in one round. */
    static final int BATCH = 50;

    /** How long one waits that could not be looked at: a fault of ours is not told more often, and an operator's hand is off it by then. */
    static final Duration AGAIN = Duration.ofMinutes(1);

    /**
     * How long one is tried anew that somebody is in the way of. Who was waited for longer, for the two seconds that a store waits for a
     * lock say, holds it by hand: it comes again by itself, and other work waits meanwhile.
     */
    static final Duration PATIENCE = Duration.ofSeconds(1);

    /** Those that are waited for in one round before its rest is left to the next: each may take as long as a store waits for a lock. */
    static final int MOST_HELD = 5;

    private final Transactions transactions;
    private final Adoption adoption;
    private final InstantSource clock;

    LookForOwners(Transactions transactions, Adoption adoption, InstantSource clock) {
        this.transactions = transactions;
        this.adoption = adoption;
        this.clock = clock;
    }

    /**
     * Looks at those that are due. Returns how many were, or come later; one that somebody holds does neither. Of those whose tenants are
     * held only a few are waited for.
     *
     * @throws RuntimeException the first fault with one of them, once all the others are done
     */
    public int lookDue() {
        List<Unowned> due = transactions.run(tx -> tx.refreshes().unownedDue(BATCH));
        EachAlone each = new EachAlone();
        Round round = new Round();
        for (Unowned unowned : due) if (round.held < MOST_HELD) each.run(() -> round.look(unowned));
        each.end();
        return round.done;
    }

    private final class Round {
        private int done;
        private int held;

        private void look(Unowned unowned) {
            try {
                briefly(tx -> adoption.look(tx, unowned, clock.instant()));
                done++;
            } catch (RuntimeException fault) {
                if (EachAlone.isAway(fault)) throw fault;
                if (EachAlone.isConflict(fault)) held++;
                if (later(unowned)) done++;
                if (!EachAlone.isConflict(fault)) throw fault;
            }
        }
    }

    private void briefly(Consumer<BillingTransaction> work) {
        Instant until = clock.instant().plus(PATIENCE);
        transactions.run(() -> clock.instant().isBefore(until), tx -> {
            work.accept(tx);
            return null;
        });
    }

    /**
     * No try of it, since nothing was looked at; but as many as a round takes would be the first in every round. One that somebody
     * holds is not among those that are due, for as long as that lasts.
     */
    private boolean later(Unowned unowned) {
        return EachAlone.unlessInTheWay(() ->
                briefly(tx -> tx.refreshes().lookAgain(unowned.subscription(), unowned.tries(), Optional.of(AGAIN))));
    }
}
