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
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import net.xyzsd.plurals.PluralCategory;
import net.xyzsd.plurals.PluralRule;
import net.xyzsd.plurals.PluralRuleType;

/**
 * Texts, money, dates and numbers as a reader of this locale writes them. Days are UTC's, as the payment provider bills.
 *
 * @param locale one of {@link Languages#SPOKEN}, with any region; the words of another are English
 */
record Wording(Locale locale) {
    /** CLDR's rules for whole numbers repeat with the last two digits. */
    private static final long ENOUGH_FOR_EVERY_FORM = 200;

    /** In place of an argument that the page's script fills in later. */
    private record Gap(PluralCategory form, String mark) {}

    private static final long SECONDS_A_DAY = Duration.ofDays(1).toSeconds();

    /** {@code $750}, {@code $112.50}, {@code ¥1,200}: decimals only where there are some. */
    String money(Money money) {
        int decimals = MinorUnits.decimals(money.currency());
        BigDecimal amount = BigDecimal.valueOf(money.minorUnits(), decimals);
        int shown = amount.stripTrailingZeros().scale() <= 0 ? 0 : decimals;
        String code = money.currency().toUpperCase(Locale.ROOT);
        NumberFormat format;
        try {
            format = Numbers.money(locale, Currency.getInstance(code));
        } catch (IllegalArgumentException unknownCurrency) {
            format = Numbers.plain(locale);
            format.setMinimumFractionDigits(shown);
            return format.format(amount) + " " + code;
        }
        format.setMinimumFractionDigits(shown);
        format.setMaximumFractionDigits(shown);
        return format.format(amount);
    }

    /**
     * The text of this key with its gaps filled.
     *
     * @param named what it needs, as name and value in turn: text, a whole number, {@link Money} or an {@link Instant}, which is
     *     written as a day
     */
    String say(String key, Object... named) {
        return fill(words().pattern(key), arguments(named));
    }

    /** The same, if there is such a key. */
    Optional<String> find(String key) {
        return words().find(key).map(pattern -> fill(pattern, Map.of()));
    }

    /**
     * The text once for each form of this language's plural, by its CLDR name in small letters, with a mark where the number
     * belongs: for the script, which knows the number but no words.
     */
    Map<String, String> forms(String key, String number, String mark, Object... named) {
        Map<String, String> forms = new LinkedHashMap<>();
        EnumSet<PluralCategory> used = EnumSet.of(PluralCategory.OTHER);
        for (long count = 0; count <= ENOUGH_FOR_EVERY_FORM; count++) used.add(rule().select(count));
        for (PluralCategory form : used) {
            Map<String, Object> arguments = arguments(named);
            arguments.put(number, new Gap(form, mark));
            forms.put(form.name().toLowerCase(Locale.ROOT), fill(words().pattern(key), arguments));
        }
        return forms;
    }

    /** {@code $750 a year}. */
    String every(Money money, BillingInterval interval) {
        return every(money(money), interval);
    }

    /** {@code $750 a year}, of an amount that is written already. */
    String every(String money, BillingInterval interval) {
        return say("price.every", "money", money, "every", interval.word());
    }

    private Messages words() {
        return Messages.of(Languages.nearest(locale).getLanguage());
    }

    private PluralRule rule() {
        return PluralRule.createOrDefault(Languages.nearest(locale), PluralRuleType.CARDINAL);
    }

    private static Map<String, Object> arguments(Object... named) {
        Map<String, Object> arguments = new HashMap<>();
        for (int i = 0; i < named.length; i += 2) arguments.put((String) named[i], named[i + 1]);
        return arguments;
    }

    /** A text with its gaps filled. */
    String fill(MessagePattern pattern, Map<String, Object> arguments) {
        StringBuilder out = new StringBuilder();
        for (MessagePattern.Part part : pattern.parts()) {
            if (part instanceof MessagePattern.Text text) out.append(text.value());
            if (part instanceof MessagePattern.Argument one) out.append(write(given(one.name(), arguments)));
            if (part instanceof MessagePattern.Plural plural)
                out.append(fill(form(plural, given(plural.name(), arguments)), arguments));
            if (part instanceof MessagePattern.Select select) {
                MessagePattern other = Objects.requireNonNull(select.choices().get("other"));
                String word = given(select.name(), arguments).toString();
                out.append(fill(select.choices().getOrDefault(word, other), arguments));
            }
        }
        return out.toString();
    }

    private MessagePattern form(MessagePattern.Plural plural, Object number) {
        MessagePattern other = Objects.requireNonNull(plural.forms().get(PluralCategory.OTHER));
        if (number instanceof Gap gap) return plural.forms().getOrDefault(gap.form(), other);
        long count = ((Number) number).longValue();
        MessagePattern exact = plural.exact().get(count);
        return exact != null ? exact : plural.forms().getOrDefault(rule().select(count), other);
    }

    private static Object given(String name, Map<String, Object> arguments) {
        return Optional.ofNullable(arguments.get(name))
                .orElseThrow(() -> new IllegalArgumentException("nothing is given for " + name));
    }

    /** An argument as its kind is written. */
    private String write(Object argument) {
        if (argument instanceof Money money) return money(money);
        if (argument instanceof Instant at) return date(at);
        if (argument instanceof Number number) return number(number.longValue());
        return argument instanceof Gap gap ? gap.mark() : argument.toString();
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

    /** {@code 1,200}. */
    String number(long number) {
        return Numbers.whole(locale).format(number);
    }

    /** Days from {@code now} to {@code then}, a day begun counted as one; 0 once it is over. */
    static long daysLeft(Instant now, Instant then) {
        long seconds = Duration.between(now, then).toSeconds();
        return seconds <= 0 ? 0 : (seconds + SECONDS_A_DAY - 1) / SECONDS_A_DAY;
    }
}
