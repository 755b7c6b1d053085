package dev.missioncontrol.billing.usecase;

import java.time.Duration;

/**
 * How long what is not needed any more is kept.
 *
 * @param kept what the provider sent, and checkouts that are over: a day to ten years
 */
public record Retention(Duration kept) {
    /**
     * How long the provider may send an event again: Stripe lists and resends events for 30 days. The id of an event is known
     * for at least so long, whatever becomes of its payload, so that it counts once.
     */
    public static final Duration REDELIVERED = Duration.ofDays(31);

    /** How long events for applications can be read again: as long as the provider keeps its own. */
    public static final Duration PUBLISHED = Duration.ofDays(30);

    /** Shortest time: what failed over a night must still be there for who looks in the morning. */
    public static final Duration SHORTEST = Duration.ofDays(1);

    /** Longest time: as long as books are kept. */
    public static final Duration LONGEST = Duration.ofDays(3_650);

    /** A quarter, for questions about the last bill. */
    public static final Retention STANDARD = new Retention(Duration.ofDays(90));

    /** @throws IllegalArgumentException if it is out of range */
    public Retention {
        if (kept.compareTo(SHORTEST) < 0 || kept.compareTo(LONGEST) > 0)
            throw new IllegalArgumentException(
                    "what is over is kept " + SHORTEST.toDays() + " to " + LONGEST.toDays() + " days, not " + kept);
    }

    /** How long the id of an event is known. */
    Duration events() {
        return kept.compareTo(REDELIVERED) > 0 ? kept : REDELIVERED;
    }
}
