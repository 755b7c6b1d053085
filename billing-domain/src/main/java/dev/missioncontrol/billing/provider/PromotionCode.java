package dev.missioncontrol.billing.provider;

import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.PromotionCodeId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A code that customers type, and what they get for it. Only those that can be used are ever answered.
 *
 * @param id what the provider calls it
 * @param code the word that is typed, as the provider writes it
 * @param reduction what is taken off
 * @param lasts for how long
 * @param months how many, where it lasts for {@link Lasts#MONTHS}; otherwise 0
 * @param onlyFor whose it is, if it is not everybody's
 */
public record PromotionCode(
        PromotionCodeId id, String code, Reduction reduction, Lasts lasts, int months, Optional<CustomerId> onlyFor) {
    /** Longest code in characters that anybody types; the provider allows more. */
    public static final int LONGEST = 100;

    /** Most codes of one word that are looked at: a page of the provider's list. */
    public static final int MOST_OF_A_WORD = 100;

    private static final Pattern TYPED = Pattern.compile("[A-Za-z0-9_-]{1," + LONGEST + "}");

    /** How long a reduction goes on. */
    public enum Lasts {
        /** The first invoice alone. */
        ONCE,
        /** So many months. */
        MONTHS,
        /** For as long as the subscription. */
        FOREVER
    }

    /** The code that somebody typed, without blanks around it; nothing if it can't be one. */
    public static Optional<String> parse(String typed) {
        return Optional.of(typed.strip()).filter(text -> TYPED.matcher(text).matches());
    }

    /** What somebody holds who begins with it at this moment. */
    public Discount from(Instant begun) {
        Optional<Instant> until = lasts == Lasts.MONTHS
                ? Optional.of(begun.atOffset(ZoneOffset.UTC).plusMonths(months).toInstant())
                : Optional.empty();
        return new Discount(reduction, lasts, until);
    }
}
