package dev.missioncontrol.billing.http.pages;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.NumberFormat;
import java.util.Currency;
import java.util.Locale;

/** Numbers as browsers write them, where the JDK writes them otherwise: the page's script goes on with what the server began. */
final class Numbers {
    private static final char NO_BREAK_SPACE = '\u00a0';
    private static final char CURVED = '\u2019';
    private static final char STRAIGHT = '\'';

    private Numbers() {}

    /** With decimals, if there are some. */
    static NumberFormat plain(Locale locale) {
        return grouped(NumberFormat.getNumberInstance(locale));
    }

    /** Without decimals. */
    static NumberFormat whole(Locale locale) {
        return grouped(NumberFormat.getIntegerInstance(locale));
    }

    /** {@code $1,200} and {@code CHF 1,200}: what ends or begins with a letter stands apart, as CLDR's currencySpacing wants it. */
    static NumberFormat money(Locale locale, Currency currency) {
        NumberFormat format = NumberFormat.getCurrencyInstance(locale);
        format.setCurrency(currency);
        grouped(format);
        if (format instanceof DecimalFormat decimal) {
            decimal.setPositivePrefix(apartAfter(decimal.getPositivePrefix()));
            decimal.setNegativePrefix(apartAfter(decimal.getNegativePrefix()));
            decimal.setPositiveSuffix(apartBefore(decimal.getPositiveSuffix()));
            decimal.setNegativeSuffix(apartBefore(decimal.getNegativeSuffix()));
        }
        return format;
    }

    private static String apartAfter(String prefix) {
        boolean letter = !prefix.isEmpty() && Character.isLetter(prefix.charAt(prefix.length() - 1));
        return letter ? prefix + NO_BREAK_SPACE : prefix;
    }

    private static String apartBefore(String suffix) {
        boolean letter = !suffix.isEmpty() && Character.isLetter(suffix.charAt(0));
        return letter ? NO_BREAK_SPACE + suffix : suffix;
    }

    /** In Switzerland and Liechtenstein thousands are parted by an apostrophe: CLDR's is straight by now, up to JDK 25 it is not. */
    private static NumberFormat grouped(NumberFormat format) {
        if (format instanceof DecimalFormat decimal) {
            DecimalFormatSymbols symbols = decimal.getDecimalFormatSymbols();
            if (symbols.getGroupingSeparator() == CURVED) symbols.setGroupingSeparator(STRAIGHT);
            if (symbols.getMonetaryGroupingSeparator() == CURVED) symbols.setMonetaryGroupingSeparator(STRAIGHT);
            decimal.setDecimalFormatSymbols(symbols);
        }
        return format;
    }
}
