package dev.missioncontrol.billing.http.pages;

import dev.missioncontrol.billing.account.PlanChange;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.provider.ChangePreview;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * How what a tenant has can be changed from its page, and beyond it.
 *
 * @param version of what the tenant has: a form that was made for another one changes nothing
 * @param key that makes two presses of one form one change
 * @param cancelNow whether it may end at once
 * @param portal whether the provider's page to manage payment on can be opened: not where the customer is not known
 * @param proposal what was asked for, to be confirmed or not
 * @param confirmation where the buyer's bank asks for one; a bearer credential
 */
public record Changing(
        String version,
        String key,
        boolean cancelNow,
        boolean portal,
        Optional<Proposal> proposal,
        Optional<URI> confirmation) {
    /** Nothing asked for and nothing planned. */
    public static final Changing NONE = new Changing("", "", false, false, Optional.empty(), Optional.empty());

    /** What a tenant has from a day on. */
    public record Next(Plan plan, Optional<BillingInterval> interval, int seats, Instant at) {}

    /** Why a proposal is shown that nobody asked for like this. */
    public enum Renewed {
        /** It was asked for. */
        NOT,
        /** Somebody changed something meanwhile. */
        CHANGED_MEANWHILE,
        /** The amounts held no more. */
        TOO_OLD
    }

    /** Something that can be confirmed. */
    public sealed interface Proposal {
        /** Why it is shown again. */
        Renewed renewed();
    }

    /**
     * Another plan, interval or number of seats.
     *
     * @param kind what it amounts to
     * @param plan what the tenant would have
     * @param interval how often that is paid
     * @param seats how many
     * @param seatsBefore how many are charged for now
     * @param costs what it would cost, and when
     * @param endsTrial whether a trial ends with it
     * @param renewed why it is shown again
     */
    public record Other(
            PlanChange kind,
            Plan plan,
            Optional<BillingInterval> interval,
            long seats,
            long seatsBefore,
            ChangePreview costs,
            boolean endsTrial,
            Renewed renewed)
            implements Proposal {}

    /** Its end. */
    public record End(Renewed renewed) implements Proposal {}

    /**
     * Going on after a pause: a new period, paid at once.
     *
     * @param price absent where the price held is no longer sold: only the provider knows its amount
     */
    public record GoingOn(Optional<Money> price, Renewed renewed) implements Proposal {}
}
