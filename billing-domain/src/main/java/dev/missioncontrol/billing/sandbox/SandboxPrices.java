package dev.missioncontrol.billing.sandbox;

import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.SubscriptionChange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The prices that the sandbox knows. Like Stripe's they never change: what is known stays as it was first told. */
final class SandboxPrices {
    /** Most of one price in a subscription, as at Stripe. */
    static final long MOST_QUANTITY = 999_999;

    /** A price, what it costs and how often, and what people call what it buys. */
    record Sold(PriceId id, BillingInterval interval, Money unitAmount, String planName) {
        Money amount(long quantity) {
            return unitAmount.times(quantity);
        }
    }

    private final Map<PriceId, Sold> known = new HashMap<>();

    void sell(PlanCatalog catalog) {
        catalog.plans()
                .forEach(plan -> plan.prices()
                        .forEach((interval, price) -> known.putIfAbsent(
                                price.id(), new Sold(price.id(), interval, price.unitAmount(), plan.name()))));
    }

    /** @throws ProviderException of kind {@code INVALID_REQUEST} if there is such a price already */
    void sell(Sold price) {
        if (known.putIfAbsent(price.id(), price) != null) throw refused("there is a price " + price.id() + " already");
    }

    /** All, in no order. */
    List<Sold> all() {
        return List.copyOf(known.values());
    }

    Optional<Sold> find(PriceId id) {
        return Optional.ofNullable(known.get(id));
    }

    /** @throws ProviderException of kind {@code INVALID_REQUEST} if the price is unknown or nobody can buy so many */
    Sold require(PriceId id, long quantity) {
        Sold sold = known.get(id);
        if (sold == null) throw refused("no such price: " + id);
        if (quantity < 1 || quantity > MOST_QUANTITY) throw refused("quantity must be 1 to " + MOST_QUANTITY);
        return sold;
    }

    /** The same for what a subscription changes to, which keeps its currency. */
    Sold requireFor(SandboxSubscription subscription, SubscriptionChange change) {
        Sold after = require(change.to(), change.quantity());
        String currency = subscription.price().unitAmount().currency();
        if (!after.unitAmount().currency().equals(currency)) throw refused("a subscription keeps its currency");
        return after;
    }

    private static ProviderException refused(String why) {
        return new ProviderException(ProviderException.Kind.INVALID_REQUEST, why);
    }
}
