package dev.missioncontrol.billing.sandbox;

import dev.missioncontrol.billing.plan.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a subscription owes.
 *
 * @param amount all its open invoices
 * @param since the first failed attempt at the oldest of them
 * @param attempts failed so far, at least 1
 * @param nextAttempt when the card is charged again, if it still is
 */
record SandboxDebt(Money amount, Instant since, int attempts, Optional<Instant> nextAttempt) {
    /** Time from one failed attempt to the next one; after the last of them nothing is tried any more. */
    static final List<Duration> RETRY_GAPS = List.of(Duration.ofDays(3), Duration.ofDays(5), Duration.ofDays(7));

    static SandboxDebt of(Money amount, Instant at) {
        return new SandboxDebt(amount, at, 1, gapAfter(1, at));
    }

    /** Nothing is tried any more. */
    static SandboxDebt afterLastRetry(Money amount, Instant since) {
        return new SandboxDebt(amount, since, RETRY_GAPS.size() + 1, Optional.empty());
    }

    /** After another failed attempt. */
    SandboxDebt triedAgain(Instant at) {
        return new SandboxDebt(amount, since, attempts + 1, gapAfter(attempts + 1, at));
    }

    /** With another invoice. */
    SandboxDebt plus(Money more) {
        return new SandboxDebt(
                new Money(Math.addExact(amount.minorUnits(), more.minorUnits()), amount.currency()),
                since,
                attempts,
                nextAttempt);
    }

    private static Optional<Instant> gapAfter(int attempts, Instant at) {
        return attempts <= RETRY_GAPS.size() ? Optional.of(at.plus(RETRY_GAPS.get(attempts - 1))) : Optional.empty();
    }
}
