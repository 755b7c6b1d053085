package dev.missioncontrol.billing.simulation;

import java.util.List;

/**
 * One thing that happens. Its numbers mean something whatever was left out before it, so that a schedule can be shrunk.
 *
 * @param during what happens while the fetches of this step are under way
 */
record Step(Kind kind, int a, int b, int c, List<Step> during) {
    /** What can happen, and how often of {@link #WEIGHTS} in all. */
    enum Kind {
        /** The provider changes subscription {@code a} in way {@code b} with {@code c}. */
        CHANGE(24),
        /** Delivers pending event {@code a} to node {@code b}. */
        DELIVER(26),
        /** Delivers pending event {@code a} to node {@code b}, and will deliver it again. */
        DUPLICATE(4),
        /** The network loses pending event {@code a}. */
        LOSE(3),
        /** All that is pending arrives, and both nodes do what is due. */
        CALM(1),
        /** Node {@code a} does what is due. */
        WORK(16),
        /** Tenant {@code a} returns from checkout to node {@code b}. */
        SYNC(3),
        /** Tenant {@code a} starts a checkout of {@code c} on node {@code b}. */
        CHECKOUT(4),
        /** Tenant {@code a} pays what is open; {@code b} says how it begins. */
        PAY(6),
        /** Somebody makes a subscription for tenant {@code a} in the dashboard, in way {@code b}. */
        DASHBOARD(4),
        /** An operator binds tenant {@code a} to the customer of its stray subscriptions. */
        BIND(2),
        /** {@code a} milliseconds pass. */
        PASS(8),
        /** {@code a} minutes pass. */
        WAIT(2),
        /** Node {@code a} ends when it comes to crash point {@code b}. */
        CRASH(5),
        /** The provider fails in way {@code a} for the next {@code b} calls. */
        OUTAGE(4),
        /** The store fails in way {@code a} the next {@code b} times. */
        STORE(2),
        /** The next event that is delivered can't be applied by our own fault. */
        POISON(1),
        /** The catalogue learns the price that it did not know. */
        LEARN(1);

        final int weight;

        Kind(int weight) {
            this.weight = weight;
        }
    }

    static final int WEIGHTS = weights();

    private static int weights() {
        int sum = 0;
        for (Kind kind : Kind.values()) sum += kind.weight;
        return sum;
    }

    Step without(List<Step> fewer) {
        return new Step(kind, a, b, c, fewer);
    }

    @Override
    public String toString() {
        return kind + "(" + a + ", " + b + ", " + c + ")" + (during.isEmpty() ? "" : " during " + during);
    }
}
