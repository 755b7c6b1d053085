package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.FetchedSubscription;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.SubscriptionChange.Timing;
import dev.missioncontrol.billing.provider.SubscriptionPage;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.store.CheckoutAttempt;
import dev.missioncontrol.billing.store.SubscriptionOwner;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Ends at the provider all that could still cost a tenant something, and asks whether it has ended. */
final class EndAtProvider {
    private final Transactions transactions;
    private final PaymentProvider provider;

    EndAtProvider(Transactions transactions, PaymentProvider provider) {
        this.transactions = transactions;
        this.provider = provider;
    }

    /**
     * Makes the pages of checkouts unusable. Returns their sessions; what was just paid is among what lives.
     *
     * @throws ProviderException of kind {@code NOT_FOUND} if the provider does not have one: its page may be paid at another account
     */
    Set<CheckoutSessionId> closeCheckouts(TenantId tenant, Instant now, Throttle throttle) {
        Set<CheckoutSessionId> payable = transactions.run(tx -> payable(tx, tenant, now));
        for (CheckoutSessionId id : payable) close(id, throttle);
        return payable;
    }

    private void close(CheckoutSessionId id, Throttle throttle) {
        throttle.permit();
        try {
            throttle.retrying(id.value(), () -> {
                provider.expireCheckoutSession(id);
                return id;
            });
        } catch (ProviderException e) {
            if (e.kind() != ProviderException.Kind.WRONG_STATE) throw e;
        }
    }

    /** Sessions of a tenant that may be paid, by what is stored: of the open checkout, and of those that it took the place of. */
    static Set<CheckoutSessionId> payable(BillingTransaction tx, TenantId tenant, Instant now) {
        return SupersededCheckout.unexpired(tx, tenant, now).stream()
                .filter(one -> one.state() != CheckoutAttempt.State.COMPLETED)
                .flatMap(one -> one.session().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * What has not ended.
     *
     * @param own the tenant's
     * @param others its customer's, and another tenant's or nobody's while the signs of whose they are disagree: not the tenant's to end
     */
    record Living(List<SubscriptionId> own, List<SubscriptionId> others) {}

    /** What has not ended: by the provider's list of its customer, and by what is stored. */
    Living living(TenantId tenant, Optional<CustomerId> customer, Throttle throttle) {
        TreeSet<SubscriptionId> own =
                new TreeSet<>(transactions.run(tx -> tx.accounts().subscriptionsOf(tenant)).stream()
                        .filter(one -> !one.ended() && one.counts(provider.livemode()))
                        .map(TrackedSubscription::id)
                        .toList());
        List<SubscriptionId> others = new ArrayList<>();
        List<SubscriptionSnapshot> listed =
                customer.filter(this::isAsked).map(id -> listed(id, throttle)).orElse(List.of());
        for (SubscriptionSnapshot one : listed) {
            if (one.terminal()) continue;
            if (isOthers(one.id(), tenant)) others.add(one.id());
            else own.add(one.id());
        }
        return new Living(List.copyOf(own), List.copyOf(others));
    }

    /** None of test mode where the key is live: what it has costs nobody anything. */
    private boolean isAsked(CustomerId customer) {
        return transactions
                .run(tx -> tx.accounts().bindingOf(customer, provider.name()))
                .filter(binding -> !binding.counts(provider.livemode()))
                .isEmpty();
    }

    private boolean isOthers(SubscriptionId id, TenantId tenant) {
        Optional<SubscriptionOwner> owner = transactions.run(tx -> tx.accounts().ownerOf(id));
        return owner.filter(one -> one.quarantined()
                        || one.tenant().filter(of -> !of.equals(tenant)).isPresent())
                .isPresent();
    }

    private List<SubscriptionSnapshot> listed(CustomerId customer, Throttle throttle) {
        List<SubscriptionSnapshot> all = new ArrayList<>();
        while (true) {
            Optional<SubscriptionId> after = all.isEmpty()
                    ? Optional.empty()
                    : Optional.of(all.get(all.size() - 1).id());
            Optional<SubscriptionPage> page = page(customer, after, throttle);
            if (page.isEmpty() || page.get().subscriptions().isEmpty()) return all;
            all.addAll(page.get().subscriptions());
            if (!page.get().more()) return all;
        }
    }

    /** Nothing where the customer was deleted: all that it had has ended. One that is not there is of another account or mode. */
    private Optional<SubscriptionPage> page(CustomerId customer, Optional<SubscriptionId> after, Throttle throttle) {
        throttle.permit();
        try {
            return Optional.of(throttle.retrying(
                    customer.value(),
                    () -> provider.listSubscriptions(Optional.of(customer), after, DiscoverSubscriptions.PAGE)));
        } catch (ProviderException e) {
            boolean missing = e.kind() == ProviderException.Kind.NOT_FOUND;
            if (!missing || !throttle.retrying(customer.value(), () -> provider.customerDeleted(customer))) throw e;
            return Optional.empty();
        }
    }

    /** Ends one at once. Returns what the provider says of it, where that is not that it has ended. */
    Optional<String> end(SubscriptionId id, Throttle throttle) {
        if (!ended(id, throttle)) {
            throttle.permit();
            throttle.retrying(id.value(), () -> provider.cancelSubscription(id, Timing.NOW, "erase-" + id));
        }
        throttle.permit();
        FetchedSubscription now = throttle.retrying(id.value(), () -> provider.fetchSubscription(id));
        return ended(now) ? Optional.empty() : Optional.of(words(now));
    }

    private boolean ended(SubscriptionId id, Throttle throttle) {
        throttle.permit();
        return ended(throttle.retrying(id.value(), () -> provider.fetchSubscription(id)));
    }

    private static boolean ended(FetchedSubscription fetched) {
        return fetched instanceof FetchedSubscription.Found found
                && found.snapshot().terminal();
    }

    private static String words(FetchedSubscription fetched) {
        if (fetched instanceof FetchedSubscription.Found found)
            return "it is " + found.snapshot().status();
        if (fetched instanceof FetchedSubscription.Missing missing) return "it is not there: " + missing.detail();
        return ((FetchedSubscription.Unaskable) fetched).detail();
    }

    void deleteCustomer(CustomerId customer, Throttle throttle) {
        throttle.permit();
        throttle.retrying(customer.value(), () -> {
            provider.deleteCustomer(customer);
            return customer;
        });
    }
}
