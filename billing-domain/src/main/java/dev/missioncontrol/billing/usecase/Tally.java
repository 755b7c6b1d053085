package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.Drift;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What comparing the two sides came to so far.
 *
 * @param listed subscriptions that the provider listed
 * @param absent subscriptions that we know and it did not list
 * @param tenants tenants whose stored state was looked at
 * @param drift in how many things the two sides differed
 * @param mended how many of those are put right, or will be by the fetch they are marked for
 * @param otherMode how many of those are of the other mode than the provider's key
 */
public record Tally(long listed, long absent, long tenants, long drift, long mended, long otherMode) {
    static final Tally NOTHING = new Tally(0, 0, 0, 0, 0, 0);

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
                mended,
                otherMode);
    }

    /** Seats outside of a plan are no difference: both sides say the same, and only the plan says otherwise. */
    Tally and(Drift one, boolean isMended) {
        if (one.kind() == Drift.Kind.SEATS_OUTSIDE_PLAN) return this;
        return new Tally(
                listed,
                absent,
                tenants,
                drift + 1,
                mended + (isMended ? 1 : 0),
                otherMode + (one.kind() == Drift.Kind.OTHER_MODE ? 1 : 0));
    }

    String words() {
        return drift + " drift, " + left() + " left" + (otherMode > 0 ? ", " + otherMode + " of the other mode" : "");
    }

    /**
     * A position to go on from, with what was counted before it.
     *
     * @param tally so far
     * @param cursor where to go on
     */
    record Place(Tally tally, SweepCursor cursor) {
        private static final Pattern TEXT = Pattern.compile(
                "(?<listed>\\d{1,18}) (?<absent>\\d{1,18}) (?<tenants>\\d{1,18}) (?<drift>\\d{1,18}) (?<mended>\\d{1,18})"
                        + "(?: (?<other>\\d{1,18}))? (?<cursor>\\D.*)");

        /** Without a count of the other mode where there is none: nodes of the version before can go on there. */
        String text() {
            return String.join(
                            " ",
                            Long.toString(tally.listed),
                            Long.toString(tally.absent),
                            Long.toString(tally.tenants),
                            Long.toString(tally.drift),
                            Long.toString(tally.mended))
                    + (tally.otherMode > 0 ? " " + tally.otherMode : "")
                    + " "
                    + cursor.text();
        }

        /** Nothing for a text that is empty or no position: a run then begins anew, which is always right. */
        static Optional<Place> parse(String text) {
            Matcher said = TEXT.matcher(text);
            if (!said.matches()) return Optional.empty();
            Tally tally = new Tally(
                    count(said, "listed"),
                    count(said, "absent"),
                    count(said, "tenants"),
                    count(said, "drift"),
                    count(said, "mended"),
                    count(said, "other"));
            return SweepCursor.parse(said.group("cursor")).map(cursor -> new Place(tally, cursor));
        }

        private static long count(Matcher said, String name) {
            return Optional.ofNullable(said.group(name)).map(Long::parseLong).orElse(0L);
        }
    }
}
