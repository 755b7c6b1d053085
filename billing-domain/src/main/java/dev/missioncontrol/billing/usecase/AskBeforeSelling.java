package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.store.BillingTransaction;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Asks the provider what a tenant has before it is sold more. What somebody sold in the provider's dashboard, or what was paid a moment
 * ago, may be known there alone: its event is lost, or waits to be read.
 */
final class AskBeforeSelling {
    /** Most subscriptions fetched at once: whoever waits for the page waits for each. */
    static final int MOST_FETCHED = 5;

    private final EnsureCustomer customers;
    private final DiscoverSubscriptions discover;
    private final RefreshSubscriptions refresh;

    AskBeforeSelling(EnsureCustomer customers, DiscoverSubscriptions discover, RefreshSubscriptions refresh) {
        this.customers = customers;
        this.discover = discover;
        this.refresh = refresh;
    }

    /** What one checkout found out so far, so that it asks for nothing twice. */
    static final class Known {
        private final Set<CustomerId> asked = new HashSet<>();
        private final Set<SubscriptionId> over = new HashSet<>();
        private final Set<SubscriptionId> read = new HashSet<>();

        /** It was made by this very checkout, or was asked about: it has nothing that is not known. */
        void asked(CustomerId customer) {
            asked.add(customer);
        }
    }

    /**
     * What has to be asked before there is a page.
     *
     * @param customer whose subscriptions to list
     * @param unread subscriptions that were heard of and not read since: each may be live
     */
    record Question(Optional<CustomerId> customer, List<SubscriptionId> unread) {}

    /** Whether what was to end by now did: nothing where something goes on, or that was asked already. Each is marked, to be fetched. */
    static Optional<Question> whetherEnded(BillingTransaction tx, Bookkeeping.Held held, Instant now, Known known) {
        List<TrackedSubscription> unheard = held.account().allOver(now).stream()
                .filter(one -> !known.read.contains(one.id()))
                .toList();
        for (TrackedSubscription one : unheard) tx.accounts().save(one.mark(), now);
        return unheard.isEmpty()
                ? Optional.empty()
                : Optional.of(new Question(
                        Optional.empty(),
                        unheard.stream().map(TrackedSubscription::id).toList()));
    }

    /**
     * Nothing where all is known.
     *
     * @param has the tenant's customer
     */
    Optional<Question> question(Bookkeeping.Held held, Optional<CustomerId> has, Known known) {
        Optional<CustomerId> customer = has.filter(one -> !known.asked.contains(one));
        List<SubscriptionId> unread = held.account().counted().stream()
                .filter(one -> one.fetchDue() && !one.ended())
                .map(TrackedSubscription::id)
                .filter(id -> !known.over.contains(id))
                .toList();
        return customer.isEmpty() && unread.isEmpty() ? Optional.empty() : Optional.of(new Question(customer, unread));
    }

    /**
     * Asks, in no transaction, and writes down what is answered.
     *
     * @throws ProviderException if that can't be told now: then nothing is sold
     */
    void ask(TenantId tenant, Question question, Known known) {
        Set<SubscriptionId> fetched = new LinkedHashSet<>();
        question.customer().ifPresent(customer -> fetched.addAll(list(tenant, customer, known)));
        fetched.addAll(question.unread());
        // What ended is in no new page's way, but says whether there was a trial before: as many as there is time
        // for. The workers read the others.
        Stream.concat(
                        fetched.stream().filter(id -> !known.over.contains(id)),
                        fetched.stream().filter(known.over::contains))
                .limit(MOST_FETCHED)
                .forEach(refresh::refreshForSale);
        known.read.addAll(question.unread());
    }

    private List<SubscriptionId> list(TenantId tenant, CustomerId customer, Known known) {
        try {
            DiscoverSubscriptions.Listed listed = discover.list(customer);
            known.over.addAll(listed.over());
            known.asked(customer);
            return listed.marked();
        } catch (ProviderException e) {
            if (e.kind() == ProviderException.Kind.NOT_FOUND) customers.refused(tenant, customer, e);
            throw e;
        }
    }
}
