package dev.missioncontrol.billing.sandbox;

import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.provider.Discount;
import dev.missioncontrol.billing.provider.PromotionCode;
import java.time.Instant;
import java.util.Optional;

/** What a subscription is given off its invoices, until it is used up or over, and was given off what it has paid for. */
final class SandboxDiscount {
    private Optional<Discount> given;

    /** Of the time that is running: what is given back of it is no more than was paid, whatever is given off by then. */
    private Optional<Discount> ofThisTime = Optional.empty();

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

    /** What was paid of an amount that the time which is running was invoiced with. */
    Money paidOf(Money whole) {
        return of(ofThisTime, whole);
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
        ofThisTime = at(at);
        given = lasting(at);
    }

    /** What is left of a period was invoiced, which uses nothing up. */
    void invoicedRest(Instant at) {
        ofThisTime = at(at);
    }
}
