package dev.missioncontrol.billing.usecase;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * In which order those that share a node's permits ask for them. Who was given some goes behind the others, so that who went without
 * asks before all that had some since: none of them waits for the end of another's backlog, at any rate. Safe for many threads.
 */
final class PermitTurns {
    /** Who shares them. */
    enum Sharer {
        FETCHES,
        PUSHED_SEATS,
        SWEEP
    }

    private final Deque<Sharer> order = new ArrayDeque<>(List.of(Sharer.values()));

    /** All of them, the one that was given none for longest first. */
    synchronized List<Sharer> order() {
        return List.copyOf(order);
    }

    /** Says that this one was given some, whether or not it had a use for them. */
    synchronized void given(Sharer sharer) {
        order.remove(sharer);
        order.addLast(sharer);
    }
}
