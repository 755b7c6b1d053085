package dev.missioncontrol.billing.sandbox;

import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.provider.Discount;
import dev.missioncontrol.billing.provider.PromotionCode;
import java.time.Instant;
import java.util.Optional;

/**
 * What a subscription is given off its invoices, until it is used up or over. What was given off one invoice alone is not known any
 * more when time of that period is given back, as it would be at Stripe.
 */
final class SandboxDiscount {
    private Optional<Discount> given;

    SandboxDiscount(Optional<Discount> given) {
        this.given = given;
    }

    /** What is given off an invoice of this moment. */
    Optional<Discount> at(Instant at) {
        return given.filter(
                held -> held.until().filter(end -> !at.isBefore(end)).isEmpty());
    }

    private Optional<Discount> lasting(Instant at) {
        return at(at).filter(held -> held.lasts() != PromotionCode.Lasts.ONCE);
    }

    /** What is left of an amount that is invoiced at this moment. */
    Money off(Money whole, Instant at) {
        return of(at(at), whole);
    }

    /** The same in every period from then on: what is given off one invoice is not. */
    Money offEach(Money whole, Instant from) {
        return of(lasting(from), whole);
    }

    private static Money of(Optional<Discount> discount, Money whole) {
        return discount.map(held -> held.reduction().of(whole)).orElse(whole);
    }

    /** A whole period was invoiced: what is given off one invoice is used up by it, and what is over is gone. */
    void invoiced(Instant at) {
        given = lasting(at);
    }
}
