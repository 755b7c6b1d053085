package dev.missioncontrol.billing.provider;

import dev.missioncontrol.billing.plan.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** What is taken off an invoice. */
public sealed interface Reduction {
    /**
     * A part of it.
     *
     * @param percent above 0, 100 at most
     */
    record Percent(BigDecimal percent) implements Reduction {
        /** @throws IllegalArgumentException if it is out of range */
        public Percent {
            percent = percent.stripTrailingZeros();
            if (percent.signum() <= 0 || percent.compareTo(HUNDRED) > 0)
                throw new IllegalArgumentException("a reduction is more than 0 and at most 100 percent");
        }
    }

    /**
     * A sum, of one currency.
     *
     * @param off above 0
     */
    record Amount(Money off) implements Reduction {
        /** @throws IllegalArgumentException if it is out of range */
        public Amount {
            if (off.minorUnits() <= 0) throw new IllegalArgumentException("a reduction is more than nothing");
        }
    }

    /** The whole. */
    BigDecimal HUNDRED = BigDecimal.valueOf(100);

    /** What is left to pay: never less than nothing, halves of a minor unit up; all of it in a currency that it is not of. */
    default Money of(Money amount) {
        if (this instanceof Percent part) {
            BigDecimal off = BigDecimal.valueOf(amount.minorUnits())
                    .multiply(part.percent())
                    .divide(HUNDRED, 0, RoundingMode.HALF_UP);
            return new Money(amount.minorUnits() - off.longValueExact(), amount.currency());
        }
        Money off = ((Amount) this).off();
        if (!off.currency().equals(amount.currency())) return amount;
        return new Money(Math.max(0, amount.minorUnits() - off.minorUnits()), amount.currency());
    }
}
