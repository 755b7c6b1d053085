package dev.missioncontrol.billing.stripe;

import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.provider.SubscriptionItem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Gathers what was last paid for of a subscription from its paid invoices, newest first. Lines that are charged at different
 * intervals have invoices of their own, so the newest one may bill nothing but support by the month beside a plan by the year: of
 * each line that the subscription has, the newest that was paid counts. Behind an invoice with a line that it has no more, it was
 * another subscription: what was paid for before that was not paid last.
 */
final class LastPaid {
    private final Set<PriceId> own;
    private final Set<PriceId> missing;
    private final List<SubscriptionItem> items = new ArrayList<>();
    private boolean another;

    /** @param now what it has */
    LastPaid(List<SubscriptionItem> now) {
        own = now.stream().map(SubscriptionItem::price).collect(Collectors.toSet());
        missing = new HashSet<>(own);
    }

    /** @param bought what the next older invoice bought of the subscription */
    void add(List<SubscriptionItem> bought) {
        boolean newest = items.isEmpty();
        bought.stream().filter(item -> newest || missing.contains(item.price())).forEach(items::add);
        for (SubscriptionItem item : bought) {
            missing.remove(item.price());
            another |= !own.contains(item.price());
        }
    }

    /** Whether older invoices add nothing. */
    boolean complete() {
        return another || missing.isEmpty() && !items.isEmpty();
    }

    List<SubscriptionItem> items() {
        return items;
    }
}
