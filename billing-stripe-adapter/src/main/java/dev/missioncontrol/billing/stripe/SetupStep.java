package dev.missioncontrol.billing.stripe;

import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.Money;
import java.net.URI;
import java.util.List;

/** One step of setting an account up. */
public sealed interface SetupStep {
    /** What it does, for a person. */
    String sentence();

    /** A product for a plan's prices. */
    record MakeProduct(String id, String name) implements SetupStep {
        @Override
        public String sentence() {
            return "make the product " + name + " (" + id + ")";
        }
    }

    /** A price for each seat and period. A price that held the lookup key loses it, and is sold on to those who have it. */
    record MakePrice(String plan, String product, BillingInterval interval, Money amount, String lookupKey)
            implements SetupStep {
        @Override
        public String sentence() {
            return "make a price of " + amount.minorUnits() + " " + amount.currency() + " a " + interval.word()
                    + " for " + plan + " (lookup key " + lookupKey + ")";
        }
    }

    /** A price that is there under its lookup key: nothing is made, but the configuration must name it. */
    record UsePrice(String plan, BillingInterval interval, String price) implements SetupStep {
        @Override
        public String sentence() {
            return "use the price " + price + " for " + plan + " by the " + interval.word();
        }
    }

    /**
     * A price that the catalogue sells otherwise than Stripe has it, and that another one takes the place of. Nothing is done to it
     * at Stripe: those who have it keep it, as long as the configuration names it among the plan's retired prices.
     *
     * @param why what is otherwise, for an operator
     */
    record KeepPrice(String plan, String price, String why) implements SetupStep {
        @Override
        public String sentence() {
            return "keep the price " + price + " as it is for who has it, under retiredPrices of " + plan + ": " + why;
        }
    }

    /** A default configuration of the customer portal. */
    record MakePortal() implements SetupStep {
        @Override
        public String sentence() {
            return "save a portal configuration: payment methods, invoices, canceling with the period";
        }
    }

    /** A webhook endpoint at the version that the library is made for. */
    record MakeEndpoint(URI url, List<String> events) implements SetupStep {
        @Override
        public String sentence() {
            return "make a webhook endpoint that sends " + events.size() + " kinds of event to " + url + " in version "
                    + StripeEventWriter.API_VERSION;
        }
    }

    /** Turns an endpoint on, with all the events that are needed beside those that it sends. */
    record MendEndpoint(String id, List<String> events) implements SetupStep {
        @Override
        public String sentence() {
            return "turn on webhook endpoint " + id + " with " + events.size() + " kinds of event";
        }
    }

    /** Deletes an endpoint that another one took the place of. */
    record DeleteEndpoint(String id) implements SetupStep {
        @Override
        public String sentence() {
            return "delete webhook endpoint " + id + ", which another one took the place of";
        }
    }
}
