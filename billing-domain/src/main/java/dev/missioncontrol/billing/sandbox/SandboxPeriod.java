package dev.missioncontrol.billing.sandbox;

import dev.missioncontrol.billing.plan.BillingInterval;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * The periods of a subscription, counted in calendar months and years (UTC) from an anchor, so that one begun on the
 * 31st ends on the 28th of February and then on the 31st of March again, as at Stripe.
 */
final class SandboxPeriod {
    private Optional<Instant> trialEnd;
    private Instant anchor;
    private int count;

    /** A first period, or a trial that one follows. */
    SandboxPeriod(Instant start, int trialDays) {
        trialEnd = trialDays > 0 ? Optional.of(start.plus(Duration.ofDays(trialDays))) : Optional.empty();
        anchor = trialEnd.orElse(start);
        count = trialEnd.isPresent() ? 0 : 1;
    }

    private SandboxPeriod(Instant end, Optional<Instant> trialEnd) {
        this.trialEnd = trialEnd;
        anchor = end;
    }

    /** A period that began elsewhere; those after it are counted from its end. */
    static SandboxPeriod ending(Instant end, Optional<Instant> trialEnd) {
        return new SandboxPeriod(end, trialEnd);
    }

    Optional<Instant> trialEnd() {
        return trialEnd;
    }

    /** The end of the current period: the trial's end during a trial. */
    Instant end(BillingInterval interval) {
        return after(anchor, interval, count);
    }

    /** The start of the current period; not for a trial. */
    Instant start(BillingInterval interval) {
        return after(anchor, interval, count - 1);
    }

    /** The end of a period that begins here. */
    static Instant endOf(Instant start, BillingInterval interval) {
        return after(start, interval, 1);
    }

    /** The trial ends here, earlier than it would have. */
    void endTrial(Instant at) {
        trialEnd = trialEnd.filter(end -> !end.isAfter(at)).or(() -> trialEnd.map(later -> at));
    }

    /** The trial goes on until then, and the first period begins there. */
    void trialUntil(Instant end) {
        trialEnd = Optional.of(end);
        anchor = end;
        count = 0;
    }

    void next() {
        count++;
    }

    /** Begins anew, with a new anchor. */
    void restart(Instant at) {
        anchor = at;
        count = 1;
    }

    private static Instant after(Instant anchor, BillingInterval interval, int count) {
        LocalDateTime start = LocalDateTime.ofInstant(anchor, ZoneOffset.UTC);
        LocalDateTime end = interval == BillingInterval.MONTH ? start.plusMonths(count) : start.plusYears(count);
        return end.toInstant(ZoneOffset.UTC);
    }
}
