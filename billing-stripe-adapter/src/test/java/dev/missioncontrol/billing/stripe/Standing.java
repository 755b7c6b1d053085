package dev.missioncontrol.billing.stripe;

import dev.missioncontrol.billing.id.PriceId;

/** A subscription {@code sub_1} of five seats of a team, as Stripe answers. */
final class Standing {
    static final PriceId TEAM = new PriceId("price_team");

    private Standing() {}

    /** @param more fields beside the usual ones */
    static String standing(String status, String more) {
        return "{\"id\":\"sub_1\",\"object\":\"subscription\",\"status\":\"" + status
                + "\",\"customer\":\"cus_1\",\"created\":1780000000,\"livemode\":false,"
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
