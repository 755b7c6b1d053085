package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.CheckoutSession;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.store.CheckoutAttempt;
import dev.missioncontrol.billing.store.CustomerBinding;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Asks the provider about one tenant now: on return from checkout or portal, before any webhook, or without one. Bounded:
 * one session, one list, a few subscriptions.
 */
public final class SyncTenant {
    /** Asked again within this, the answer is what is known: a page that polls costs the provider nothing. */
    public static final Duration FRESH = Duration.ofSeconds(2);

    /** Most tenants of which that is known; one that is forgotten is asked about, or told of, once more than needed. */
    static final int MOST_REMEMBERED = 10_000;

    /** A tenant that the provider refuses is told of once in this: a page that polls asks thirty times meanwhile. */
    static final Duration TOLD_AGAIN = Duration.ofMinutes(1);

    /** Most subscriptions fetched for one call. */
    static final int MOST_FETCHED = 5;

    private final Transactions transactions;
    private final PaymentProvider provider;
    private final Bookkeeping books;
    private final EnsureCustomer customers;
    private final DiscoverSubscriptions discover;
    private final RefreshSubscriptions refresh;
    private final RecentKeys<TenantId> asked;
    private final RecentKeys<TenantId> told;
    private final Consumer<? super ProviderException> trouble;
    private final StatusCache cache;
    private final InstantSource clock;

    SyncTenant(
            Transactions transactions,
            PaymentProvider provider,
            Bookkeeping books,
            EnsureCustomer customers,
            DiscoverSubscriptions discover,
            RefreshSubscriptions refresh,
            StatusCache cache,
            Consumer<? super ProviderException> trouble,
            InstantSource clock) {
        this.transactions = transactions;
        this.provider = provider;
        this.books = books;
        this.customers = customers;
        this.discover = discover;
        this.refresh = refresh;
        this.cache = cache;
        this.trouble = trouble;
        asked = new RecentKeys<>(FRESH, MOST_REMEMBERED);
        told = new RecentKeys<>(TOLD_AGAIN, MOST_REMEMBERED);
        this.clock = clock;
    }

    /** What a sync came to. */
    public enum Result {
        /** The provider was asked. */
        SYNCED,
        /** It was asked a moment ago. */
        FRESH,
        /** It could not be asked, or refuses: what is known stays. */
        PROVIDER_AWAY
    }

    /** Asks the provider, unless it was asked a moment ago. */
    public Result sync(TenantId tenant) {
        // Another node may have done all that there was to do: then nothing changes here, and what is
        // remembered is old.
        cache.forget(tenant);
        if (!asked.noteAnew(tenant, clock.instant())) return Result.FRESH;
        try {
            askCheckout(tenant);
            askSubscriptions(tenant);
            return Result.SYNCED;
        } catch (ProviderException e) {
            // Whoever asked is answered all the same, and no worker meets what is refused to one customer alone.
            if (!e.retryable() && told.noteAnew(tenant, clock.instant())) trouble.accept(e);
            return Result.PROVIDER_AWAY;
        }
    }

    private void askCheckout(TenantId tenant) {
        Optional<CheckoutAttempt> attempt = transactions
                .run(tx -> tx.checkouts().open(tenant))
                .filter(one -> one.session().isPresent());
        attempt.flatMap(one -> provider.fetchCheckoutSession(one.session().orElseThrow()))
                .filter(session -> session.state() != CheckoutSession.State.OPEN)
                .ifPresent(session -> transactions.run(tx -> {
                    ended(tx, attempt.orElseThrow(), session, clock.instant());
                    return null;
                }));
    }

    private void ended(BillingTransaction tx, CheckoutAttempt attempt, CheckoutSession session, Instant now) {
        Bookkeeping.Held held = books.hold(tx, attempt.tenant(), now);
        tx.checkouts().attempt(attempt.id()).ifPresent(one -> ApplyEvent.end(tx, one, session));
        session.subscription().ifPresent(id -> customers.mention(tx, held, id, now));
    }

    private void askSubscriptions(TenantId tenant) {
        Optional<CustomerBinding> customer = transactions
                .run(tx -> tx.accounts().customerOf(tenant, provider.name()))
                .filter(binding -> !binding.gone() && binding.counts(provider.livemode()));
        if (customer.isPresent()) discover.of(tenant, customer.get().customer());
        List<SubscriptionId> due = transactions.run(tx -> tx.accounts().subscriptionsOf(tenant)).stream()
                .filter(TrackedSubscription::fetchDue)
                .map(TrackedSubscription::id)
                .limit(MOST_FETCHED)
                .toList();
        refresh.refreshNow(due);
    }
}
