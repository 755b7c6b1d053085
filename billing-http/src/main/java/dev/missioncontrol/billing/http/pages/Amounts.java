package dev.missioncontrol.billing.http.pages;

import dev.missioncontrol.billing.plan.Money;
import java.util.Locale;

/** Amounts of money as people of a locale write them. */
public final class Amounts {
    private Amounts() {}

    /** {@code $112.50}, {@code ¥1,200}: decimals only where there are some. */
    public static String text(Money money, Locale locale) {
        return new Wording(locale).money(money);
    }

    /** How many decimals the payment provider counts in this currency, 0 to 4. */
    public static int decimals(String currency) {
        return MinorUnits.decimals(currency);
    }
}
