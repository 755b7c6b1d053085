package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.plan.BillingInterval;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What somebody wants to buy, unchecked: {@code Checkout.of("team").yearly().seats(5)}.
 *
 * @param plan key or alias of the plan
 * @param interval month where nothing else is said
 * @param seats the plan's minimum where nothing is said
 * @param email where the invoices of a tenant go that has bought nothing yet, if the host knows
 * @param name what the invoices of such a tenant say, if the host knows
 * @param promotionCode a code that the buyer typed
 * @param locale language of the provider's page, the browser's where absent or not spoken there
 */
public record Checkout(
        String plan,
        BillingInterval interval,
        OptionalLong seats,
        Optional<String> email,
        Optional<String> name,
        Optional<String> promotionCode,
        Optional<String> locale) {
    /** This plan, by the month, with its fewest seats. */
    public static Checkout of(String planKeyOrAlias) {
        return new Checkout(
                planKeyOrAlias,
                BillingInterval.MONTH,
                OptionalLong.empty(),
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
        return new Checkout(plan, other, seats, email, name, promotionCode, locale);
    }

    /** With so many seats; refused later if the plan does not allow them. */
    public Checkout seats(long count) {
        return new Checkout(plan, interval, OptionalLong.of(count), email, name, promotionCode, locale);
    }

    /**
     * With an address for the invoices of a tenant that has no customer at the provider yet, refused later if it can't be one or the
     * provider does not take it; an empty text is none. Who has a customer keeps its address ({@code Billing.changeBillingEmail}).
     */
    public Checkout email(String address) {
        return new Checkout(plan, interval, seats, Optional.of(address), name, promotionCode, locale);
    }

    /**
     * With the name that the invoices of a tenant say that has no customer at the provider yet, a company's mostly: cut to
     * {@link dev.missioncontrol.billing.provider.CustomerRequest#LONGEST_NAME} characters; an empty text is none. Who has a customer keeps its name, and what the
     * buyer says on the provider's page takes its place.
     */
    public Checkout name(String invoiced) {
        return new Checkout(plan, interval, seats, email, Optional.of(invoiced), promotionCode, locale);
    }

    /** With a promotion code; refused later if it can't be used. */
    public Checkout promotionCode(String code) {
        return new Checkout(plan, interval, seats, email, name, Optional.of(code), locale);
    }

    /**
     * In this language: a tag such as {@code de}, {@code pt-BR} or {@code en-US}, as {@link java.util.Locale#toLanguageTag} writes
     * it. The provider's page is in the nearest that it speaks, or else in the browser's.
     */
    public Checkout locale(String language) {
        return new Checkout(plan, interval, seats, email, name, promotionCode, Optional.of(language));
    }
}
