package dev.missioncontrol.billing.simulation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
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
        for (TruthSubscription one : subscriptions) if (depends(one)) return Optional.empty();
        TruthSubscription best = counting(subscriptions);
        List<TruthSubscription> left = new ArrayList<>(subscriptions);
        TruthSubscription next = best;
        while (next != null && liveness(next) > 0 && runOut(next, now)) {
            long end = next.cancelAt;
            left.removeIf(one -> runOut(one, end));
            next = counting(left);
        }
        if (next == null || liveness(next) == 0) next = best;
        return Optional.of(next == null ? NOTHING : answer(next));
    }

    /** The best; but while a paid one is to end, one that is paid for longer and buys as much keeps its tenant from noticing. */
    private TruthSubscription counting(Collection<TruthSubscription> among) {
        TruthSubscription best = null;
        for (TruthSubscription one : among) if (liveness(one) >= 0 && (best == null || better(one, best))) best = one;
        for (TruthSubscription longer = best; longer != null; longer = longer(best, among)) best = longer;
        return best;
    }

    private TruthSubscription longer(TruthSubscription than, Collection<TruthSubscription> among) {
        TruthSubscription best = null;
        if (liveness(than) != 3 || than.cancelAt == 0) return null;
        for (TruthSubscription one : among) {
            boolean longer = one.cancelAt == 0 || one.cancelAt > than.cancelAt;
            if (liveness(one) != 3 || !longer) continue;
            boolean less = bought(one.price, one.quantity).lessThan(bought(than.price, than.quantity));
            if (!less && (best == null || better(one, best))) best = one;
        }
        return best;
    }

    private static boolean runOut(TruthSubscription one, long moment) {
        return liveness(one) > 0 && one.cancelAt != 0 && moment >= one.cancelAt;
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
            else if (paid.seats < bought.seats) bought = new Bought(bought.offer, bought.offer.seats(paid.seats));
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
        if (runOut(one, now)) return "NONE";
        if (liveness(one) == 3) return "FULL";
        return one.status.equals("past_due") && now < one.failedSince + GRACE_SECONDS ? "GRACE" : "NONE";
    }
}
