package dev.missioncontrol.billing.http.pages;

import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.Money;
import java.math.BigDecimal;
import java.text.NumberFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Currency;
import java.util.Locale;

/** Money, dates and numbers as a reader of this locale writes them. Days are UTC's, as the payment provider bills. */
record Wording(Locale locale) {
    private static final long SECONDS_A_DAY = Duration.ofDays(1).toSeconds();

    /** {@code $750}, {@code $112.50}, {@code ¥1,200}: decimals only where there are some. */
    String money(Money money) {
        int decimals = MinorUnits.decimals(money.currency());
        BigDecimal amount = BigDecimal.valueOf(money.minorUnits(), decimals);
        int shown = amount.stripTrailingZeros().scale() <= 0 ? 0 : decimals;
        String code = money.currency().toUpperCase(Locale.ROOT);
        NumberFormat format;
        try {
            format = NumberFormat.getCurrencyInstance(locale);
            format.setCurrency(Currency.getInstance(code));
        } catch (IllegalArgumentException unknownCurrency) {
            format = NumberFormat.getNumberInstance(locale);
            format.setMinimumFractionDigits(shown);
            return format.format(amount) + " " + code;
        }
        format.setMinimumFractionDigits(shown);
        format.setMaximumFractionDigits(shown);
        return format.format(amount);
    }

    /** {@code $750 a year}. */
    String every(Money money, BillingInterval interval) {
        return money(money) + " " + per(interval);
    }

    /** {@code a month} or {@code a year}. */
    static String per(BillingInterval interval) {
        return interval == BillingInterval.MONTH ? "a month" : "a year";
    }

    /** {@code monthly} or {@code yearly}. */
    static String adverb(BillingInterval interval) {
        return interval == BillingInterval.MONTH ? "monthly" : "yearly";
    }

    /** {@code 12 March 2027}, in the order of the locale. */
    String date(Instant at) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                .withLocale(locale)
                .format(at.atZone(ZoneOffset.UTC).toLocalDate());
    }

    /** Date and time to the minute, UTC. */
    String minute(Instant at) {
        return date(at) + ", "
                + DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).format(at.atZone(ZoneOffset.UTC)) + " UTC";
    }

    /** {@code 1 seat}, {@code 5 seats}. */
    String count(long count, String noun) {
        return number(count) + " " + noun + (count == 1 ? "" : "s");
    }

    /** {@code 1,200}. */
    String number(long number) {
        return NumberFormat.getIntegerInstance(locale).format(number);
    }

    /** Days from {@code now} to {@code then}, a day begun counted as one; 0 once it is over. */
    static long daysLeft(Instant now, Instant then) {
        long seconds = Duration.between(now, then).toSeconds();
        return seconds <= 0 ? 0 : (seconds + SECONDS_A_DAY - 1) / SECONDS_A_DAY;
    }
}
