package dev.missioncontrol.billing.simulation;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a tenant must have, said once more: from the provider's books alone, with a price list of its own, and no line of
 * production.
 */
final class Oracle {
    private static final long GRACE_SECONDS = 7L * 24 * 3600;
    private static final String NOTHING = "free active 1 - FULL";

    /** What a price buys: rank, fewest and most seats. */
    private record Offer(String plan, int rank, int fewest, int most) {
        long seats(long quantity) {
            return Math.max(fewest, Math.min(most, quantity));
        }
    }

    private record Bought(Offer offer, long seats) {
        boolean lessThan(Bought other) {
            return offer.rank != other.offer.rank ? offer.rank < other.offer.rank : seats < other.seats;
        }
    }

    private final boolean lateIsKnown;
    private final long now;

    Oracle(boolean lateIsKnown, Instant now) {
        this.lateIsKnown = lateIsKnown;
        this.now = now.getEpochSecond();
    }

    /** What a subscription is at a moment. */
    static String state(TruthSubscription one) {
        return one.status + " " + one.price + " " + one.quantity;
    }

    /** What these subscriptions amount to; nothing where something unknown makes it depend on what was seen of them. */
    Optional<String> answer(Collection<TruthSubscription> subscriptions) {
        TruthSubscription best = null;
        for (TruthSubscription one : subscriptions) {
            if (depends(one)) return Optional.empty();
            if (liveness(one) >= 0 && (best == null || better(one, best))) best = one;
        }
        return Optional.of(best == null ? NOTHING : answer(best));
    }

    /** Plans that were ever truly bought with one of these, and free. */
    static Set<String> everBought(Collection<TruthSubscription> subscriptions) {
        Set<String> plans = new HashSet<>(Set.of("free"));
        for (TruthSubscription one : subscriptions)
            for (String state : one.once) {
                Offer offer = new Oracle(true, Instant.EPOCH).offer(state.split(" ")[1]);
                plans.add(offer.plan());
            }
        return plans;
    }

    private boolean depends(TruthSubscription one) {
        boolean ended = one.ended();
        return one.status.equals("suspended")
                || !ended && offer(one.price) == null
                || one.status.equals("past_due") && offer(one.paidPrice) == null;
    }

    private Offer offer(String price) {
        return switch (price) {
            case "price_pro" -> new Offer("pro", 1, 1, 1);
            case "price_team" -> new Offer("team", 2, 2, 500);
            case "price_gold" -> new Offer("gold", 3, 1, 100);
            default -> lateIsKnown ? new Offer("gold", 3, 1, 100) : null;
        };
    }

    private static int liveness(TruthSubscription one) {
        return switch (one.status) {
            case "active", "trialing" -> 3;
            case "past_due" -> 2;
            case "unpaid", "paused" -> 1;
            case "canceled" -> 0;
            default -> -1;
        };
    }

    private static boolean better(TruthSubscription one, TruthSubscription other) {
        if (liveness(one) != liveness(other)) return liveness(one) > liveness(other);
        if (one.created != other.created) return one.created > other.created;
        return one.id.compareTo(other.id) > 0;
    }

    private String answer(TruthSubscription one) {
        if (one.status.equals("canceled")) return "free canceled 1 - NONE";
        Bought bought = bought(one.price, one.quantity);
        if (one.status.equals("past_due")) {
            Bought paid = bought(one.paidPrice, one.paidQuantity);
            if (paid.lessThan(bought)) bought = paid;
        }
        String status = liveness(one) == 3 ? one.status : "past_due";
        return bought.offer.plan + " " + status + " " + bought.seats + " " + Instant.ofEpochSecond(one.periodEnd) + " "
                + access(one);
    }

    private Bought bought(String price, long quantity) {
        Offer offer = offer(price);
        return new Bought(offer, offer.seats(quantity));
    }

    private String access(TruthSubscription one) {
        if (one.cancelAt != 0 && now >= one.cancelAt) return "NONE";
        if (liveness(one) == 3) return "FULL";
        return one.status.equals("past_due") && now < one.failedSince + GRACE_SECONDS ? "GRACE" : "NONE";
    }
}
