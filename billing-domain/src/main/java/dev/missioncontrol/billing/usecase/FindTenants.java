package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.store.InboxEvent;
import dev.missioncontrol.billing.store.Listings.TenantFilter;
import dev.missioncontrol.billing.store.Listings.TenantLine;
import dev.missioncontrol.billing.store.SubscriptionOwner;
import dev.missioncontrol.billing.store.SubscriptionRow;
import dev.missioncontrol.billing.store.TenantRow;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Finds tenants by what operators have at hand: the beginning of an id, or an id of the provider. By indexes alone. */
public final class FindTenants {
    /** Most tenants of one page. */
    public static final int MOST_TENANTS = 200;

    /** Subscriptions of a customer that are followed to their tenants. */
    private static final int MOST_SUBSCRIPTIONS = 20;

    private final Transactions transactions;
    private final String provider;

    FindTenants(Transactions transactions, String provider) {
        this.transactions = transactions;
        this.provider = provider;
    }

    /**
     * Tenants, by id.
     *
     * @param tenants at most as many as were asked for
     * @param unreadable those among them that can't be read, in words: which row it is and why
     * @param next what to ask for to see those behind them; absent at the end
     */
    public record Page(List<TenantLine> tenants, List<String> unreadable, Optional<TenantId> next) {
        /** Copies the lists. */
        public Page {
            tenants = List.copyOf(tenants);
            unreadable = List.copyOf(unreadable);
        }
    }

    /**
     * A subscription that is nobody's yet.
     *
     * @param id which
     * @param quarantined whether that is since its signs disagree
     */
    public record Nobodys(SubscriptionId id, boolean quarantined) {}

    /**
     * What an id of the provider belongs to.
     *
     * @param tenants whose it is; more than one where a customer has subscriptions of several
     * @param nobodys a subscription with this id that is nobody's yet
     * @param unreadable what of it can't be read, in words: which row it is and why
     */
    public record Found(List<TenantLine> tenants, Optional<Nobodys> nobodys, List<String> unreadable) {
        /** Copies the lists. */
        public Found {
            tenants = List.copyOf(tenants);
            unreadable = List.copyOf(unreadable);
        }

        /** Whether nothing is known by this id. */
        public boolean nothing() {
            return tenants.isEmpty() && nobodys.isEmpty() && unreadable.isEmpty();
        }
    }

    Page page(TenantFilter filter, Optional<TenantId> after, int limit) {
        if (limit < 1 || limit > MOST_TENANTS)
            throw new IllegalArgumentException("a page has 1 to " + MOST_TENANTS + " tenants, not " + limit);
        List<TenantRow> found = transactions.run(tx -> tx.listings().tenants(filter, after, limit + 1));
        RowPage<TenantRow, TenantId> page = RowPage.of(found, limit, row -> TenantId.parse(row.tenant()));
        List<TenantLine> lines = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        for (TenantRow row : page.rows()) {
            if (row instanceof TenantRow.Readable readable) lines.add(readable.line());
            else unreadable.add(((TenantRow.Unreadable) row).words());
        }
        return new Page(lines, unreadable, page.next());
    }

    /** By the exact id of a customer, a subscription or an event; nothing for any other text. */
    Found byProvidersId(String text) {
        String id = text.strip();
        return transactions.run(tx -> found(tx, id));
    }

    /** By what says whose a subscription is, and not by all that is known of it: that need not be readable. */
    private Found found(BillingTransaction tx, String id) {
        ReadableRows past = new ReadableRows();
        Set<TenantId> tenants = new LinkedHashSet<>();
        Optional<SubscriptionId> subscription = parsed(SubscriptionId::new, id);
        Optional<SubscriptionOwner> owner = subscription.flatMap(one -> owner(tx, one, past));
        owner.flatMap(SubscriptionOwner::tenant).ifPresent(tenants::add);
        EventId.parse(id)
                .flatMap(one -> past.read(
                        "the event " + one + " in webhook_events",
                        () -> tx.inbox().event(one)))
                .flatMap(InboxEvent::tenant)
                .ifPresent(tenants::add);
        Optional<CustomerId> customer = parsed(CustomerId::new, id);
        customer.flatMap(one -> past.read(
                        "the customer " + one + " in customers",
                        () -> tx.accounts().bindingOf(one, provider)))
                .ifPresent(binding -> tenants.add(binding.tenant()));
        for (SubscriptionId one : customer.map(of -> tx.accounts().subscriptionsOf(of, MOST_SUBSCRIPTIONS))
                .orElse(List.of()))
            owner(tx, one, past).flatMap(SubscriptionOwner::tenant).ifPresent(tenants::add);
        List<TenantLine> lines = new ArrayList<>();
        for (TenantId tenant : tenants)
            past.read(
                            () -> Optional.of(
                                    new TenantLine(tenant, tx.accounts().current(tenant))),
                            fault -> new TenantRow.Unreadable(tenant.value(), fault).words())
                    .ifPresent(lines::add);
        Optional<Nobodys> nobodys = owner.filter(one -> one.tenant().isEmpty())
                .map(one -> new Nobodys(subscription.orElseThrow(), one.quarantined()));
        return new Found(lines, nobodys, past.words());
    }

    private static Optional<SubscriptionOwner> owner(BillingTransaction tx, SubscriptionId id, ReadableRows past) {
        return past.read(
                () -> tx.accounts().ownerOf(id), fault -> new SubscriptionRow.Unreadable(id.value(), fault).words());
    }

    private static <T> Optional<T> parsed(Function<String, T> id, String text) {
        try {
            return Optional.of(id.apply(text));
        } catch (IllegalArgumentException noSuchId) {
            return Optional.empty();
        }
    }
}
