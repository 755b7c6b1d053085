package dev.missioncontrol.billing.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What time does to a subscription. Of two at the same moment the one that stands first here comes first. */
enum SandboxStep {
    EXPIRE,
    DROP_PENDING,
    CANCEL,
    NOTICE,
    RETRY,
    PERIOD_END;

    /** Time for the first payment, as at Stripe. */
    static final Duration FIRST_PAYMENT_WITHIN = Duration.ofHours(23);

    /** How long before a trial's end the customer is told, as at Stripe. */
    static final Duration TRIAL_NOTICE = Duration.ofDays(3);

    /** How long before a renewal the customer is told: Stripe's default. */
    static final Duration RENEWAL_NOTICE = Duration.ofDays(7);

    /** A step and its moment. */
    record Planned(SandboxStep step, Instant at) {}

    /** The next step of a subscription, if it has one. */
    static Optional<Planned> next(SandboxSubscription subscription, boolean noticeGiven) {
        List<Planned> steps = new ArrayList<>();
        Instant end = subscription.periodEnd();
        boolean ending = subscription.cancelAt().filter(at -> !at.isAfter(end)).isPresent();
        if (subscription.status().live()) subscription.cancelAt().ifPresent(at -> steps.add(new Planned(CANCEL, at)));
        subscription.wishes().pending().ifPresent(pending -> steps.add(new Planned(DROP_PENDING, pending.expiresAt())));
        switch (subscription.status()) {
            case INCOMPLETE -> {
                if (subscription.dues().awaited().isEmpty())
                    steps.add(new Planned(EXPIRE, subscription.created().plus(FIRST_PAYMENT_WITHIN)));
            }
            case TRIALING -> {
                if (!noticeGiven)
                    steps.add(new Planned(NOTICE, later(end.minus(TRIAL_NOTICE), subscription.created())));
                steps.add(new Planned(PERIOD_END, end));
            }
            case ACTIVE -> {
                if (!noticeGiven && !ending) steps.add(new Planned(NOTICE, end.minus(RENEWAL_NOTICE)));
                steps.add(new Planned(PERIOD_END, end));
            }
            case PAST_DUE, UNPAID -> {
                subscription
                        .debt()
                        .flatMap(SandboxDebt::nextAttempt)
                        .ifPresent(at -> steps.add(new Planned(RETRY, at)));
                steps.add(new Planned(PERIOD_END, end));
            }
            case PAUSED, CANCELED, INCOMPLETE_EXPIRED -> {}
        }
        return steps.stream().min(Comparator.comparing(Planned::at).thenComparing(Planned::step));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
