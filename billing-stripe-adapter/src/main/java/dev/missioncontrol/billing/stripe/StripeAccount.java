package dev.missioncontrol.billing.stripe;

import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.ProviderPrice;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An account at Stripe as operators look at it: whether it has what billing needs, and how to set up what it lacks. */
public final class StripeAccount {
    /** The kinds of event that an endpoint must send; others are stored and ignored. */
    public static final List<String> EVENTS = List.of(
            "checkout.session.async_payment_failed",
            "checkout.session.async_payment_succeeded",
            "checkout.session.completed",
            "checkout.session.expired",
            "customer.deleted",
            "customer.subscription.created",
            "customer.subscription.deleted",
            "customer.subscription.paused",
            "customer.subscription.pending_update_applied",
            "customer.subscription.pending_update_expired",
            "customer.subscription.resumed",
            "customer.subscription.trial_will_end",
            "customer.subscription.updated",
            "invoice.finalized",
            "invoice.marked_uncollectible",
            "invoice.paid",
            "invoice.payment_action_required",
            "invoice.payment_failed",
            "invoice.voided",
            "subscription_schedule.aborted",
            "subscription_schedule.canceled",
            "subscription_schedule.released",
            "subscription_schedule.updated");

    private final AccountCalls calls;
    private final boolean livemode;
    private final InstantSource clock;

    StripeAccount(StripeCalls calls, boolean livemode, InstantSource clock) {
        this.calls = new AccountCalls(calls, livemode);
        this.livemode = livemode;
        this.clock = clock;
    }

    /** Looks at everything; what can't be asked is a finding too. */
    public List<AccountFinding> diagnose(AccountWishes wishes) {
        AccountState state = calls.ask(wishes);
        return AccountCheck.check(wishes, state, livemode, clock.instant());
    }

    /**
     * What has to be done; changes nothing.
     *
     * @throws ProviderException if Stripe can't be asked
     */
    public List<SetupStep> plan(AccountWishes wishes) {
        AccountState state = calls.ask(wishes);
        Map<String, ProviderPrice> byKey = new HashMap<>();
        Set<String> products = new HashSet<>();
        for (Plan plan : wishes.catalog().sold()) {
            if (calls.hasProduct(AccountSetup.product(plan))) products.add(AccountSetup.product(plan));
            plan.prices().keySet().forEach(interval -> {
                String key = AccountSetup.lookupKey(plan, interval);
                calls.priceWithKey(key).ifPresent(found -> byKey.put(key, found));
            });
        }
        return AccountSetup.plan(wishes, state, byKey, products, livemode);
    }

    /** The steps that begin a rotation to the right version: see {@code docs/stripe.md}. */
    public List<SetupStep> planRotation(AccountWishes wishes) {
        return AccountSetup.rotate(wishes, calls.ask(wishes));
    }

    /**
     * The steps that end it.
     *
     * @throws ProviderException of kind {@code WRONG_STATE} if no endpoint of the right version is there
     */
    public List<SetupStep> planEndOfRotation(AccountWishes wishes) {
        return AccountSetup.finishRotation(wishes, calls.ask(wishes));
    }

    /**
     * What a step brought.
     *
     * @param price the price to sell from now on
     * @param secret the signing secret of a new endpoint, which Stripe says only once
     */
    public record Brought(Optional<String> price, Optional<String> secret) {
        private static final Brought NOTHING = new Brought(Optional.empty(), Optional.empty());
    }

    /**
     * Does one step.
     *
     * @throws ProviderException if Stripe refuses; the steps before it are done
     */
    public Brought carryOut(SetupStep step) {
        if (step instanceof SetupStep.UsePrice use) return new Brought(Optional.of(use.price()), Optional.empty());
        if (step instanceof SetupStep.MakePrice make) {
            String price = calls.makePrice(make.product(), make.interval(), make.amount(), make.lookupKey())
                    .value();
            return new Brought(Optional.of(price), Optional.empty());
        }
        if (step instanceof SetupStep.MakeEndpoint make)
            return new Brought(Optional.empty(), Optional.of(calls.makeEndpoint(make.url(), make.events())));
        if (step instanceof SetupStep.MakeProduct make) calls.makeProduct(make.id(), make.name());
        else if (step instanceof SetupStep.MakePortal) calls.makePortal();
        else if (step instanceof SetupStep.MendEndpoint mend) calls.updateEndpoint(mend.id(), mend.events());
        else if (step instanceof SetupStep.DeleteEndpoint delete) calls.deleteEndpoint(delete.id());
        return Brought.NOTHING;
    }
}
