package dev.missioncontrol.billing.sandbox;

import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** When a subscription will end with its period, in either way in which Stripe says so, or when it ended. */
final class SandboxEnding {
    private @Nullable CancelShape shape;
    private @Nullable Instant cancelAt;
    private @Nullable Instant endedAt;

    /** As it was last said elsewhere: what is to end is said to end at a moment of its own. */
    static SandboxEnding of(SubscriptionSnapshot last) {
        SandboxEnding ending = new SandboxEnding();
        ending.cancelAt = last.cancelAt().orElse(null);
        ending.shape = ending.cancelAt == null ? null : CancelShape.FLEXIBLE;
        ending.endedAt = last.endedAt().orElse(null);
        return ending;
    }

    void withPeriod(CancelShape how, Instant periodEnd) {
        shape = how;
        cancelAt = periodEnd;
    }

    void takeBack() {
        shape = null;
        cancelAt = null;
    }

    void end(Instant at, Instant periodEnd) {
        endedAt = at;
        if (shape == CancelShape.CLASSIC) cancelAt = periodEnd;
    }

    /** The classic shape follows the period for as long as the subscription lives. */
    Optional<Instant> cancelAt(Instant periodEnd) {
        boolean follows = shape == CancelShape.CLASSIC && endedAt == null;
        return follows ? Optional.of(periodEnd) : Optional.ofNullable(cancelAt);
    }

    Optional<CancelShape> shape() {
        return Optional.ofNullable(shape);
    }

    Optional<Instant> endedAt() {
        return Optional.ofNullable(endedAt);
    }
}
