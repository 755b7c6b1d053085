package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.store.StoreException;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * Does one thing after the other, so that a fault with one holds up none behind it: the first fault is told once all the
 * others are done. Only a store that is away ends it at once, since all others would meet the same.
 */
final class FaultIsolation {
    private final boolean pastAway;
    private Optional<RuntimeException> first = Optional.empty();

    FaultIsolation() {
        this(false);
    }

    private FaultIsolation(boolean pastAway) {
        this.pastAway = pastAway;
    }

    /** Goes on past what looks like a store that is away too: a statement over its bound of time looks like one, whenever it is tried. */
    static FaultIsolation pastBoundsOfTime() {
        return new FaultIsolation(true);
    }

    /** Does one. Returns how much was done; nothing of one that failed. */
    int count(IntSupplier one) {
        try {
            return one.getAsInt();
        } catch (RuntimeException fault) {
            if (!pastAway && isAway(fault)) throw fault;
            if (first.isEmpty()) first = Optional.of(fault);
            return 0;
        }
    }

    void run(Runnable one) {
        count(() -> {
            one.run();
            return 0;
        });
    }

    /** The first fault so far. */
    Optional<RuntimeException> fault() {
        return first;
    }

    /** @throws RuntimeException the first fault, if there was one */
    void end() {
        if (first.isPresent()) throw first.get();
    }

    /** Does it, or leaves it to the next sweep where somebody else is in the way. Returns whether it was done. */
    static boolean unlessInTheWay(Runnable one) {
        try {
            one.run();
            return true;
        } catch (StoreException fault) {
            if (!isConflict(fault)) throw fault;
            return false;
        }
    }

    static boolean isAway(RuntimeException fault) {
        return fault instanceof StoreException store && store.kind() == StoreException.Kind.UNAVAILABLE;
    }

    /** Whether somebody else was in the way, which passes. */
    static boolean isConflict(RuntimeException fault) {
        return fault instanceof StoreException store && store.kind() == StoreException.Kind.CONFLICT;
    }
}
