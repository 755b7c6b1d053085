package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.id.AttemptId;
import dev.missioncontrol.billing.plan.BillingInterval;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What somebody wants to buy, unchecked: {@code Checkout.of("team").yearly().seats(5)}.
 *
 * @param plan key or alias of the plan
 * @param interval month where nothing else is said
 * @param seats where nothing is said, as many as are known to be in use, and the plan's minimum at least
 * @param email where the invoices of a tenant go that has bought nothing yet, if the host knows
 * @param name what the invoices of such a tenant say, if the host knows
 * @param promotionCode a code that the buyer typed
 * @param locale language of the provider's page, the browser's where absent or not spoken there
 * @param again the checkout that was left, and is gone on with
 */
public record Checkout(
        String plan,
        BillingInterval interval,
        OptionalLong seats,
        Optional<String> email,
        Optional<String> name,
        Optional<String> promotionCode,
        Optional<String> locale,
        Optional<AttemptId> again) {
    /** This plan, by the month, with as many seats as are known to be in use, and its fewest at least. */
    public static Checkout of(String planKeyOrAlias) {
        return new Checkout(
                planKeyOrAlias,
                BillingInterval.STANDARD,
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Paid by the year. */
    public Checkout yearly() {
        return every(BillingInterval.YEAR);
    }

    /** Paid by the month. */
    public Checkout monthly() {
        return every(BillingInterval.MONTH);
    }

    /** Paid at this interval. */
    public Checkout every(BillingInterval other) {
        return new Checkout(plan, other, seats, email, name, promotionCode, locale, again);
    }

    /** With so many seats; refused later if the plan does not allow them. */
    public Checkout seats(long count) {
        return new Checkout(plan, interval, OptionalLong.of(count), email, name, promotionCode, locale, again);
    }

    /**
     * With an address for the invoices of a tenant that has no customer at the provider yet, refused later if it can't be one or the
     * provider does not take it; an empty text is none. Who has a customer keeps its address ({@code Billing.changeBillingEmail}).
     */
    public Checkout email(String address) {
        return new Checkout(plan, interval, seats, Optional.of(address), name, promotionCode, locale, again);
    }

    /**
     * With the name that the invoices of a tenant say that has no customer at the provider yet, a company's mostly: cut to
     * {@link dev.missioncontrol.billing.provider.CustomerRequest#LONGEST_NAME} characters; an empty text is none. Who has a customer keeps its name, and what the
     * buyer says on the provider's page takes its place.
     */
    public Checkout name(String invoiced) {
        return new Checkout(plan, interval, seats, email, Optional.of(invoiced), promotionCode, locale, again);
    }

    /** With a promotion code; refused later if it can't be used. */
    public Checkout promotionCode(String code) {
        return new Checkout(plan, interval, seats, email, name, Optional.of(code), locale, again);
    }

    /**
     * In this language: a tag such as {@code de}, {@code pt-BR} or {@code en-US}, as {@link java.util.Locale#toLanguageTag} writes
     * it. The provider's page is in the nearest that it speaks, or else in the browser's.
     */
    public Checkout locale(String language) {
        return new Checkout(plan, interval, seats, email, name, promotionCode, Optional.of(language), again);
    }

    /**
     * Going on with a checkout that was left ({@code Billing.openMatters}): what its code gives is given again, and where its page is
     * still open, that page comes. A code that is typed now goes before it; and a checkout of somebody else's, of another plan, interval,
     * price or number of seats, or one that was paid, counts for nothing.
     */
    public Checkout again(AttemptId left) {
        return new Checkout(plan, interval, seats, email, name, promotionCode, locale, Optional.of(left));
    }
}
