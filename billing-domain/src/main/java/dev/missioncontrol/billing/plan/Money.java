package dev.missioncontrol.billing.plan;

/**
 * An amount in a currency's minor unit (cents; yen have none), as Stripe counts.
 *
 * @param minorUnits the amount; may be negative for a credit
 * @param currency ISO 4217 code in lower case, as Stripe writes it
 */
public record Money(long minorUnits, String currency) {
    /** @throws IllegalArgumentException if {@code currency} is not three lower-case letters */
    public Money {
        if (!isCurrency(currency))
            throw new IllegalArgumentException("currency must be three lower-case letters, for example usd");
    }

    /** Whether {@code code} has the shape of a currency as Stripe writes it. */
    public static boolean isCurrency(String code) {
        return code != null && code.length() == 3 && code.chars().allMatch(c -> c >= 'a' && c <= 'z');
    }

    /**
     * This amount {@code count} times.
     *
     * @throws ArithmeticException if it does not fit a long
     */
    public Money times(long count) {
        return new Money(Math.multiplyExact(minorUnits, count), currency);
    }

    /**
     * Both together.
     *
     * @throws IllegalArgumentException if they are of two currencies
     * @throws ArithmeticException if the sum does not fit a long
     */
    public Money plus(Money other) {
        if (!currency.equals(other.currency))
            throw new IllegalArgumentException("no sum of " + currency + " and " + other.currency);
        return new Money(Math.addExact(minorUnits, other.minorUnits), currency);
    }

    /** As much to the other side: a credit of a charge. */
    public Money negated() {
        return new Money(Math.negateExact(minorUnits), currency);
    }

    /** Nothing, in this currency. */
    public static Money none(String currency) {
        return new Money(0, currency);
    }
}
