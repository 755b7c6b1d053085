package dev.missioncontrol.billing.sandbox;

import java.util.ArrayDeque;
import java.util.Deque;

/** What a transaction has to take back, newest first, should it fail: as long as what it wrote, not as what is stored. */
final class InMemoryUndo {
    private final Deque<Runnable> steps = new ArrayDeque<>();

    void remember(Runnable step) {
        steps.push(step);
    }

    void forget() {
        steps.clear();
    }

    void takeBack() {
        while (!steps.isEmpty()) steps.pop().run();
    }
}
