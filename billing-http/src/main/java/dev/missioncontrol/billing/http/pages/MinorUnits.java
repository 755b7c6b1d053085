package dev.missioncontrol.billing.http.pages;

import java.util.Currency;
import java.util.Locale;
import java.util.Set;

/**
 * How many decimals an amount has where the payment provider counts it in minor units: ISO 4217's number, but for the few
 * currencies that Stripe counts otherwise (docs.stripe.com/currencies: zero-decimal currencies and special cases).
 */
final class MinorUnits {
    private static final int USUAL = 2;
    private static final Set<String> COUNTED_WHOLE = Set.of("mga");
    private static final Set<String> COUNTED_IN_HUNDREDTHS = Set.of("isk", "ugx");

    private MinorUnits() {}

    /** Decimals of this currency, 0 to 4; two for one that we don't know. */
    static int decimals(String currency) {
        if (COUNTED_WHOLE.contains(currency)) return 0;
        if (COUNTED_IN_HUNDREDTHS.contains(currency)) return USUAL;
        try {
            return Math.max(
                    0, Currency.getInstance(currency.toUpperCase(Locale.ROOT)).getDefaultFractionDigits());
        } catch (IllegalArgumentException unknown) {
            return USUAL;
        }
    }
}
