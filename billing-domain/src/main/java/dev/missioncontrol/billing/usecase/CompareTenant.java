package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.Drift;
import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.SubscriptionPage;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import dev.missioncontrol.billing.store.CustomerBinding;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Compares one tenant with the provider: its customer's subscriptions, then those of its own that no list had. */
final class CompareTenant {
    private final Transactions transactions;
    private final PaymentProvider provider;
    private final DiscoverSubscriptions discover;
    private final CompareSides sides;
    private final InstantSource clock;

    CompareTenant(
            Transactions transactions,
            PaymentProvider provider,
            DiscoverSubscriptions discover,
            CompareSides sides,
            InstantSource clock) {
        this.transactions = transactions;
        this.provider = provider;
        this.discover = discover;
        this.sides = sides;
        this.clock = clock;
    }

    /** @param permit run before every call of the provider */
    CompareSides.Step compare(TenantId tenant, CompareSides.Mode mode, Runnable permit) {
        SweepCursor cursor = SweepCursor.begin(clock.instant());
        boolean mend = mode != CompareSides.Mode.LOOK;
        List<DiscoverSubscriptions.Compared> compared = new ArrayList<>();
        List<Drift> others = new ArrayList<>();
        Optional<CustomerBinding> customer =
                transactions.run(tx -> tx.accounts().customerOf(tenant, provider.name()));
        if (customer.filter(binding -> !binding.gone() && binding.counts(provider.livemode()))
                .isPresent()) {
            try {
                Set<SubscriptionId> unplanned = new HashSet<>();
                List<SubscriptionSnapshot> listed = listed(customer.get().customer(), permit, unplanned);
                compared.addAll(discover.compare(listed, unplanned, mend, cursor.started()));
            } catch (ProviderException e) {
                if (e.kind() != ProviderException.Kind.NOT_FOUND) throw e;
                others.add(unknown(tenant, customer.get().customer()));
            }
        }
        Set<SubscriptionId> seen = new TreeSet<>();
        compared.forEach(one -> seen.add(one.id()));
        List<SubscriptionId> absent = new ArrayList<>();
        Optional<Drift> leftOut = LeftOut.unlessUnreadable(
                Optional.of(tenant), Optional.empty(), () -> absent.addAll(livingNotIn(seen, tenant)));
        leftOut.ifPresent(others::add);
        CompareSides.Step asked = sides.ask(absent, cursor, mode, permit).step(cursor);
        CompareSides.Step step = CompareSides.step(cursor, asked.calls(), compared);
        List<Drift> drift = new ArrayList<>(step.drift());
        drift.addAll(asked.drift());
        drift.addAll(others);
        boolean known = transactions.run(tx -> tx.accounts().tenant(tenant)).isPresent();
        if (known && leftOut.isEmpty()) drift.addAll(sides.derived(tenant, mode));
        List<SubscriptionId> marked = new ArrayList<>(step.marked());
        marked.addAll(asked.marked());
        return new CompareSides.Step(cursor, asked.calls(), compared.size() + absent.size(), drift, marked);
    }

    private List<SubscriptionId> livingNotIn(Set<SubscriptionId> seen, TenantId tenant) {
        return transactions.run(tx -> tx.accounts().subscriptionsOf(tenant)).stream()
                .filter(one -> !one.ended() && !seen.contains(one.id()))
                .map(TrackedSubscription::id)
                .toList();
    }

    private List<SubscriptionSnapshot> listed(CustomerId customer, Runnable permit, Set<SubscriptionId> unplanned) {
        List<SubscriptionSnapshot> all = new ArrayList<>();
        Optional<SubscriptionId> after = Optional.empty();
        while (true) {
            permit.run();
            SubscriptionPage page =
                    provider.listSubscriptions(Optional.of(customer), after, DiscoverSubscriptions.PAGE);
            all.addAll(page.subscriptions());
            unplanned.addAll(page.unplanned());
            if (!page.more() || page.subscriptions().isEmpty()) return all;
            after = Optional.of(all.get(all.size() - 1).id());
        }
    }

    private static Drift unknown(TenantId tenant, CustomerId customer) {
        return new Drift(
                Drift.Kind.MISSING_THERE,
                Optional.of(tenant),
                Optional.empty(),
                Optional.of(customer),
                "bound",
                "-",
                Drift.Remedy.PERSON,
                "the provider does not have this customer: the key, mode or account is another");
    }
}
