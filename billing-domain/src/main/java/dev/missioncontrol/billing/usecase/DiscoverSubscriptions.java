package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.TenantSigns.Owner;
import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.SubscriptionPage;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import dev.missioncontrol.billing.store.BillingTransaction;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks at the provider for subscriptions that we may not have heard of, and marks what differs for a fetch. */
final class DiscoverSubscriptions {
    /** Subscriptions a page: the most that Stripe gives. */
    static final int PAGE = 100;

    private final Transactions transactions;
    private final PaymentProvider provider;
    private final Ownership ownership;
    private final Bookkeeping books;
    private final Adoption adoption;
    private final InstantSource clock;

    DiscoverSubscriptions(
            Transactions transactions,
            PaymentProvider provider,
            Ownership ownership,
            Bookkeeping books,
            Adoption adoption,
            InstantSource clock) {
        this.transactions = transactions;
        this.provider = provider;
        this.ownership = ownership;
        this.books = books;
        this.adoption = adoption;
        this.clock = clock;
    }

    /** The first page of a customer's subscriptions. Returns those that are marked now. */
    List<SubscriptionId> of(TenantId tenant, CustomerId customer) {
        return compare(provider.listSubscriptions(Optional.of(customer), Optional.empty(), PAGE));
    }

    /** Compares a page with what is known. Returns those that differ, marked now. */
    List<SubscriptionId> compare(SubscriptionPage page) {
        List<SubscriptionId> marked = new ArrayList<>();
        for (SubscriptionSnapshot listed : page.subscriptions()) {
            if (transactions.run(tx -> markIfDifferent(tx, listed, clock.instant()))) marked.add(listed.id());
        }
        return marked;
    }

    private boolean markIfDifferent(BillingTransaction tx, SubscriptionSnapshot listed, Instant now) {
        Optional<TrackedSubscription> known = tx.accounts().subscription(listed.id());
        boolean same =
                known.filter(one -> !one.provisional() && same(one, listed)).isPresent();
        if (same || listed.livemode() != provider.livemode()) {
            if (same) tx.refreshes().swept(listed.id(), now);
            return false;
        }
        mark(tx, listed, now);
        tx.refreshes().swept(listed.id(), now);
        return true;
    }

    private void mark(BillingTransaction tx, SubscriptionSnapshot listed, Instant now) {
        Owner owner = ownership.ownerOf(tx, Ownership.Traces.of(listed));
        if (owner instanceof Owner.Bound bound) {
            Bookkeeping.Held held = books.hold(tx, bound.tenant(), now);
            if (held.record().deleted().isPresent()) return;
            TrackedSubscription subject = tx.accounts().lockSubscription(listed.id(), listed.livemode(), now);
            if (subject.tenant().isPresent()) tx.accounts().save(subject.mark(), now);
            else adoption.adopt(tx, held, subject.mark(), new Bookkeeping.Cause("sweep", Optional.empty(), now));
            return;
        }
        TrackedSubscription subject =
                adoption.holdUnowned(tx, listed.id(), listed.livemode(), now).mark();
        Bookkeeping.keep(tx, owner instanceof Owner.Disputed ? subject.quarantine() : subject, now);
    }

    /** A list does not say what is owed, so that is not compared. */
    private static boolean same(TrackedSubscription known, SubscriptionSnapshot listed) {
        return known.snapshot()
                .map(snapshot -> snapshot.withArrears(Optional.empty()))
                .filter(listed.withArrears(Optional.empty())::equals)
                .isPresent();
    }
}
