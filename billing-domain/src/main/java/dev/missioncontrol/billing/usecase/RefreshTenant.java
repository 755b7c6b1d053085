package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.store.CustomerBinding;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks the provider about everything that one tenant has, whatever was asked before, on an operator's word. */
public final class RefreshTenant {
    private final Transactions transactions;
    private final PaymentProvider provider;
    private final Bookkeeping books;
    private final DiscoverSubscriptions discover;
    private final RefreshSubscriptions refresh;
    private final InstantSource clock;

    RefreshTenant(
            Transactions transactions,
            PaymentProvider provider,
            Bookkeeping books,
            DiscoverSubscriptions discover,
            RefreshSubscriptions refresh,
            InstantSource clock) {
        this.transactions = transactions;
        this.provider = provider;
        this.books = books;
        this.discover = discover;
        this.refresh = refresh;
        this.clock = clock;
    }

    /**
     * What came of it.
     *
     * @param known whether the tenant was ever seen
     * @param settled subscriptions whose answer is written
     * @param waiting subscriptions that wait for a worker: one is at it, the provider could not be asked, or it is left to
     *     nodes, whose catalogue knows a price that this one does not
     */
    public record Refreshed(boolean known, List<SubscriptionId> settled, List<SubscriptionId> waiting) {
        /** Copies the lists. */
        public Refreshed {
            settled = List.copyOf(settled);
            waiting = List.copyOf(waiting);
        }
    }

    /**
     * Asks about its customer's subscriptions and all of its own that have not ended.
     *
     * @param word who wants it and why, for the audit
     * @param ask whether to ask now, or only to mark them for the workers of another process
     */
    Refreshed refresh(TenantId tenant, Optional<OperatorsWord> word, boolean ask, Throttle throttle) {
        if (transactions.run(tx -> tx.accounts().tenant(tenant)).isEmpty())
            return new Refreshed(false, List.of(), List.of());
        transactions.run(tx -> note(tx, tenant, word));
        Optional<CustomerBinding> customer = transactions
                .run(tx -> tx.accounts().customerOf(tenant, provider.name()))
                .filter(binding -> !binding.gone() && binding.counts(provider.livemode()));
        if (ask && customer.isPresent()) {
            throttle.permit();
            throttle.retrying(
                    tenant.value(), () -> discover.of(tenant, customer.get().customer()));
        }
        List<SubscriptionId> marked = transactions.run(tx -> mark(tx, tenant));
        if (!ask) return new Refreshed(true, List.of(), marked);
        return fetched(marked, throttle);
    }

    /** Fetches each of these, none faster than the rate. */
    Refreshed fetched(List<SubscriptionId> marked, Throttle throttle) {
        List<SubscriptionId> settled = new ArrayList<>();
        List<SubscriptionId> waiting = new ArrayList<>();
        for (SubscriptionId id : marked) {
            throttle.permit();
            boolean done = refresh.refreshNow(List.of(id)).contains(RefreshSubscriptions.Outcome.SETTLED);
            (done ? settled : waiting).add(id);
        }
        return new Refreshed(true, settled, waiting);
    }

    private Bookkeeping.Held note(BillingTransaction tx, TenantId tenant, Optional<OperatorsWord> word) {
        Bookkeeping.Cause cause = Bookkeeping.Cause.by(Actor.OPERATOR, clock.instant());
        String rule =
                "a refresh was asked for" + word.map(OperatorsWord::clause).orElse("");
        return books.note(tx, books.hold(tx, tenant, cause.at()), rule, cause);
    }

    private List<SubscriptionId> mark(BillingTransaction tx, TenantId tenant) {
        List<SubscriptionId> marked = new ArrayList<>();
        for (TrackedSubscription one :
                books.hold(tx, tenant, clock.instant()).account().subscriptions()) {
            if (one.ended()) continue;
            tx.accounts().save(one.mark(), clock.instant());
            marked.add(one.id());
        }
        return marked;
    }
}
