package dev.missioncontrol.billing.stripe;

import dev.missioncontrol.billing.id.PriceId;

/** A subscription {@code sub_1} of five seats of a team, whose customer pays by card, as Stripe answers. */
final class Standing {
    static final PriceId TEAM = new PriceId("price_team");

    private static final String CARD_PAYER = "{\"id\":\"cus_1\",\"object\":\"customer\",\"default_source\":null,"
            + "\"invoice_settings\":{\"default_payment_method\":" + method("card") + "}}";

    private Standing() {}

    /** A payment method of this type. */
    static String method(String type) {
        return "{\"id\":\"pm_1\",\"object\":\"payment_method\",\"type\":\"" + type + "\"}";
    }

    /** The same subscription, with this in the place of what its customer pays with. */
    static String paidBy(String standing, String method) {
        return standing.replace("\"default_payment_method\":" + method("card"), "\"default_payment_method\":" + method);
    }

    /**
     * The same subscription, with a line of another price beside.
     *
     * @param recurring what its price says of that
     */
    static String beside(String standing, long periodEnd, String recurring) {
        String line = "{\"id\":\"si_2\",\"quantity\":1,\"current_period_end\":" + periodEnd
                + ",\"price\":{\"id\":\"price_support\",\"recurring\":{" + recurring + "}}}";
        return standing.substring(0, standing.length() - "]}}".length()) + "," + line + "]}}";
    }

    /** @param more fields beside the usual ones */
    static String standing(String status, String more) {
        return "{\"id\":\"sub_1\",\"object\":\"subscription\",\"status\":\"" + status
                + "\",\"customer\":" + CARD_PAYER + ",\"created\":1780000000,\"livemode\":false,"
                + (more.isEmpty() ? "" : more + ",")
                + "\"items\":{\"object\":\"list\",\"has_more\":false,\"data\":[{\"id\":\"si_1\",\"quantity\":5,"
                + "\"current_period_end\":1792678400,\"price\":{\"id\":\"price_team\",\"recurring\":"
                + "{\"interval\":\"month\",\"interval_count\":1}}}]}}";
    }

    /** Of such a subscription: an upgrade to nine seats of a price that waits for its payment. */
    static String waiting(String price) {
        return "\"pending_update\":{\"expires_at\":1790100000,\"subscription_items\":[{\"id\":\"si_1\",\"quantity\":9,"
                + "\"price\":{\"id\":\"" + price + "\"}}]},\"latest_invoice\":\"in_1\"";
    }
}
