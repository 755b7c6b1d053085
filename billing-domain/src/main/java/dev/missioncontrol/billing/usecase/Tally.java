package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.Drift;
import java.util.Optional;

/**
 * What comparing the two sides came to so far.
 *
 * @param listed subscriptions that the provider listed
 * @param absent subscriptions that we know and it did not list
 * @param tenants tenants whose stored state was looked at
 * @param drift in how many things the two sides differed
 * @param mended how many of those are put right, or will be by the fetch they are marked for
 */
public record Tally(long listed, long absent, long tenants, long drift, long mended) {
    static final Tally NOTHING = new Tally(0, 0, 0, 0, 0);

    /** How many still differ, and need a person or another run. */
    public long left() {
        return drift - mended;
    }

    Tally and(SweepCursor.Phase phase, int looked) {
        return new Tally(
                listed + (phase == SweepCursor.Phase.LIST ? looked : 0),
                absent + (phase == SweepCursor.Phase.ABSENT ? looked : 0),
                tenants + (phase == SweepCursor.Phase.TENANTS ? looked : 0),
                drift,
                mended);
    }

    Tally and(Drift one, boolean isMended) {
        return new Tally(listed, absent, tenants, drift + 1, mended + (isMended ? 1 : 0));
    }

    String words() {
        return drift + " drift, " + left() + " left";
    }

    /**
     * A position to go on from, with what was counted before it.
     *
     * @param tally so far
     * @param cursor where to go on
     */
    record Place(Tally tally, SweepCursor cursor) {
        private static final int COUNTS = 5;

        String text() {
            return String.join(
                    " ",
                    Long.toString(tally.listed),
                    Long.toString(tally.absent),
                    Long.toString(tally.tenants),
                    Long.toString(tally.drift),
                    Long.toString(tally.mended),
                    cursor.text());
        }

        /** Nothing for a text that is empty or no position: a run then begins anew, which is always right. */
        static Optional<Place> parse(String text) {
            String[] parts = text.split(" ", COUNTS + 1);
            if (parts.length <= COUNTS) return Optional.empty();
            long[] counts = new long[COUNTS];
            try {
                for (int i = 0; i < COUNTS; i++) counts[i] = Long.parseLong(parts[i]);
            } catch (NumberFormatException notOurs) {
                return Optional.empty();
            }
            Tally tally = new Tally(counts[0], counts[1], counts[2], counts[3], counts[4]);
            return SweepCursor.parse(parts[COUNTS]).map(cursor -> new Place(tally, cursor));
        }
    }
}
