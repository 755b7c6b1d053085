package dev.missioncontrol.billing.usecase;

import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * Claims that could not be given back, since the store was away. They are at the beginning of the next round that reaches it: nobody
 * could take them before their lease ends, and the node that has them lives. What became of one meanwhile does not matter: giving
 * back is fenced. No more are kept than were claimed, which nobody can while the store is away.
 */
final class UnreleasedClaims<T> {
    private final Queue<T> claims = new ConcurrentLinkedQueue<>();
    private final Consumer<T> giveBack;

    /** @param giveBack has to do nothing where the claim holds no more */
    UnreleasedClaims(Consumer<T> giveBack) {
        this.giveBack = giveBack;
    }

    /** Keeps these, if it is the store that was away: where it answers, a claim is ended by who meets the fault. */
    void keep(RuntimeException fault, Collection<T> claimed) {
        if (FaultIsolation.isAway(fault)) claims.addAll(claimed);
    }

    /** @throws RuntimeException if one can't be given back; it is tried again where the store is away still */
    void giveBack() {
        for (T claim = claims.poll(); claim != null; claim = claims.poll()) {
            try {
                giveBack.accept(claim);
            } catch (RuntimeException fault) {
                if (FaultIsolation.isAway(fault)) claims.add(claim);
                throw fault;
            }
        }
    }
}
