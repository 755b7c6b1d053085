package dev.missioncontrol.billing.account;

import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.ProviderStatus;
import dev.missioncontrol.billing.provider.SubscriptionItem;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;

/**
 * What must outlive the newest snapshot of a subscription, so that something unknown in it never grants more. Each is
 * kept apart by the provider's time, so the order of arrival does not matter.
 *
 * @param status the newest status that we know
 * @param knownItems the newest items of which the catalogue knew a price
 * @param paidItems the newest items seen while they were paid for or on trial
 */
public record Registers(
        Optional<Seen<ProviderStatus>> status,
        Optional<Seen<List<SubscriptionItem>>> knownItems,
        Optional<Seen<List<SubscriptionItem>>> paidItems) {
    /** Nothing seen yet. */
    public static final Registers EMPTY = new Registers(Optional.empty(), Optional.empty(), Optional.empty());

    /** With what this snapshot says, true at {@code at} by the provider's clock. */
    public Registers with(SubscriptionSnapshot snapshot, Instant at, PlanCatalog catalog) {
        Optional<ProviderStatus> known = snapshot.knownStatus();
        if (known.isEmpty()) return this;
        boolean itemsKnown = Grant.knows(snapshot.items(), catalog);
        boolean paid = itemsKnown && known.get().paid();
        return new Registers(
                newest(status, known.get(), at, Registers::strictest),
                itemsKnown ? newest(knownItems, snapshot.items(), at, lesser(catalog)) : knownItems,
                paid ? newest(paidItems, snapshot.items(), at, lesser(catalog)) : paidItems);
    }

    private static <T> Optional<Seen<T>> newest(Optional<Seen<T>> had, T value, Instant at, BinaryOperator<T> onTie) {
        if (had.isPresent() && had.get().at().isAfter(at)) return had;
        boolean tie = had.isPresent() && had.get().at().equals(at);
        return Optional.of(new Seen<>(tie ? onTie.apply(had.get().value(), value) : value, at));
    }

    /** Of two states in the same second the one that grants less: the enum is ordered so. */
    private static ProviderStatus strictest(ProviderStatus a, ProviderStatus b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    /** Items that this catalogue does not know any more, or not yet, give way: nothing can be said of their worth. */
    private static BinaryOperator<List<SubscriptionItem>> lesser(PlanCatalog catalog) {
        Comparator<Optional<Grant>> byWorth = Comparator.comparing(
                (Optional<Grant> grant) -> grant.orElse(null), Comparator.nullsLast(Grant.BY_WORTH));
        Comparator<List<SubscriptionItem>> byGrant = Comparator.comparing(items -> Grant.of(items, catalog), byWorth);
        return BinaryOperator.minBy(byGrant.thenComparing(List::toString));
    }
}
