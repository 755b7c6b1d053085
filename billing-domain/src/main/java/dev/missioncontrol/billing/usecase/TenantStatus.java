package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.Access;
import dev.missioncontrol.billing.account.CurrentSubscription;
import dev.missioncontrol.billing.account.SubscriptionStatus;
import dev.missioncontrol.billing.plan.BillingInterval;
import java.time.Instant;
import java.util.Optional;

/**
 * What a tenant has, and whether it may use it at this moment.
 *
 * @param current what it has
 * @param access whether it may use it, and until when
 * @param planned what it is going to have, as far as that is known without asking the provider
 */
public record TenantStatus(CurrentSubscription current, Access access, Optional<Planned> planned) {
    /** Changes whenever the tenant has something else: to be asked for with a change. Opaque, 16 characters. */
    public String version() {
        return Version.of(current);
    }

    /**
     * Why plan, interval and seats can't be changed as it stands, for who asks before a change is wanted: {@code NO_SUBSCRIPTION},
     * {@code ENDING}, {@code PAUSED} or {@code PAYMENT_OVERDUE}. Nothing where none of these is in the way; a change can be refused for
     * other reasons still.
     */
    public Optional<Rejection.Code> hindrance() {
        return current.live()
                ? ChangeTerms.hindrance(current).map(Rejection::code)
                : Optional.of(Rejection.Code.NO_SUBSCRIPTION);
    }

    /** Key of the plan. */
    public String plan() {
        return current.plan();
    }

    /** What we call its state. */
    public SubscriptionStatus status() {
        return current.status();
    }

    /** Its seats, at least 1. */
    public int seats() {
        return current.seats();
    }

    /** How often it is paid. */
    public Optional<BillingInterval> interval() {
        return current.interval();
    }

    /** Until when it is paid for. */
    public Optional<Instant> currentPeriodEnd() {
        return current.currentPeriodEnd();
    }
}
