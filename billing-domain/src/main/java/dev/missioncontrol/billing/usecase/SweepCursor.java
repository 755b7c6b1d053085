package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.provider.ProviderException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * How far a sweep has come, as a text that another node can go on from.
 *
 * @param phase what it is doing
 * @param started when this sweep began
 * @param after the last subscription or tenant it dealt with in this phase
 */
record SweepCursor(Phase phase, Instant started, Optional<String> after) {
    enum Phase {
        /** What the provider lists. */
        LIST,
        /** What we know and no list had. */
        ABSENT,
        /** What tenants have stored. */
        TENANTS,
        /** Checkouts that nobody said the end of. */
        CHECKOUTS
    }

    static SweepCursor begin(Instant now) {
        return new SweepCursor(Phase.LIST, now, Optional.empty());
    }

    SweepCursor in(Phase next) {
        return new SweepCursor(next, started, Optional.empty());
    }

    SweepCursor after(String last) {
        return new SweepCursor(phase, started, Optional.of(last));
    }

    /**
     * Whether the provider does not have the subscription that its list was to go on after: the key is of another account or mode
     * by now. Asked again it would say the same for ever.
     */
    boolean isLost(ProviderException answer) {
        return answer.kind() == ProviderException.Kind.NOT_FOUND && phase == Phase.LIST && after.isPresent();
    }

    String text() {
        return phase + " " + started + after.map(last -> " " + last).orElse("");
    }

    /** Nothing for a text that is empty or not a cursor: the sweep begins anew, which is always right. */
    static Optional<SweepCursor> parse(String text) {
        String[] parts = text.split(" ");
        if (parts.length < 2) return Optional.empty();
        try {
            Optional<String> after = parts.length > 2 ? Optional.of(parts[2]) : Optional.empty();
            return Optional.of(new SweepCursor(Phase.valueOf(parts[0]), Instant.parse(parts[1]), after));
        } catch (IllegalArgumentException | DateTimeParseException notACursor) {
            return Optional.empty();
        }
    }
}
