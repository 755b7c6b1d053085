package dev.missioncontrol.billing.stripe;

import static dev.missioncontrol.billing.stripe.Standing.standing;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Schedules of {@code sub_1}, as Stripe answers: they plan what their marks say, one seat of pro without marks. */
final class Schedules {
    /** Metadata of one that plans. */
    static final String OURS = "\"metadata\":{\"billingPlannedPrice\":\"price_pro\",\"billingPlannedQuantity\":\"1\"}";

    private Schedules() {}

    /** A subscription with a planned change. */
    static String planned() {
        return standing("active", "\"schedule\":" + schedule(OURS, true));
    }

    private static final Pattern MARKS =
            Pattern.compile("\"billingPlannedPrice\":\"(\\w+)\",\"billingPlannedQuantity\":\"(\\d+)\"");

    /** @param planned whether a second phase is there */
    static String schedule(String metadata, boolean planned) {
        String now =
                "{\"start_date\":1790086400,\"end_date\":1792678400,\"collection_method\":\"charge_automatically\","
                        + "\"default_payment_method\":\"pm_1\",\"automatic_tax\":{\"enabled\":true},"
                        + "\"discounts\":[{\"coupon\":null,\"discount\":\"di_1\",\"promotion_code\":null}],\"items\":["
                        + "{\"price\":\"price_team\",\"quantity\":5,\"tax_rates\":[{\"id\":\"txr_1\"}]},"
                        + "{\"price\":\"price_support\",\"quantity\":1}]}";
        Matcher marks = MARKS.matcher(metadata);
        boolean marked = marks.find();
        String later = ",{\"start_date\":1792678400,\"end_date\":1792764800,\"items\":[{\"price\":\""
                + (marked ? marks.group(1) : "price_pro") + "\",\"quantity\":" + (marked ? marks.group(2) : "1")
                + "},{\"price\":\"price_support\",\"quantity\":1}]}";
        return "{\"id\":\"sub_sched_1\",\"object\":\"subscription_schedule\",\"end_behavior\":\"release\","
                + (metadata.isEmpty() ? "" : metadata + ",")
                + "\"current_phase\":{\"start_date\":1790086400,\"end_date\":1792678400},\"phases\":[" + now
                + (planned ? later : "") + "]}";
    }
}
