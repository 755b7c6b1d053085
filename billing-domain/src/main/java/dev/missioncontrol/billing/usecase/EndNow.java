package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.store.CustomerBinding;
import dev.missioncontrol.billing.store.TenantRecord;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Ends at once all that a tenant pays for, on an operator's word, whether tenants may do so themselves or not. What has ended stays
 * so: stopped anywhere, the next call goes on, and one too many does nothing.
 */
public final class EndNow {
    private final Transactions transactions;
    private final PaymentProvider provider;
    private final Bookkeeping books;
    private final RefreshTenant refresh;
    private final EndAtProvider ends;
    private final InstantSource clock;

    EndNow(
            Transactions transactions,
            PaymentProvider provider,
            Bookkeeping books,
            RefreshTenant refresh,
            EndAtProvider ends,
            InstantSource clock) {
        this.transactions = transactions;
        this.provider = provider;
        this.books = books;
        this.refresh = refresh;
        this.ends = ends;
        this.clock = clock;
    }

    /**
     * What came of it.
     *
     * @param ended what was ended, by the provider's word; none where the tenant has nothing that lives
     * @param living what did not end, with what the provider says of it instead: each an id and words
     * @param others what its customer pays for, and that is another tenant's, or nobody's while the signs disagree: it was left alone
     */
    public record Ended(List<SubscriptionId> ended, List<String> living, List<SubscriptionId> others) {
        /** Copies the lists. */
        public Ended {
            ended = List.copyOf(ended);
            living = List.copyOf(living);
            others = List.copyOf(others);
        }
    }

    Ended end(TenantId tenant, OperatorsWord word, Throttle throttle) {
        Optional<TenantRecord> record = transactions
                .run(tx -> tx.accounts().tenant(tenant))
                .filter(one -> one.deleted().isEmpty());
        if (record.isEmpty()) return new Ended(List.of(), List.of(), List.of());
        Optional<CustomerId> customer = transactions
                .run(tx -> tx.accounts().customerOf(tenant, provider.name()))
                .filter(binding -> !binding.gone())
                .map(CustomerBinding::customer);
        EndAtProvider.Living live = ends.living(tenant, customer, throttle);
        List<SubscriptionId> ended = new ArrayList<>();
        List<String> living = new ArrayList<>();
        for (SubscriptionId id : live.own()) {
            // Before it ends: nobody is to wonder later why it did, whatever becomes of this call.
            transactions.run(tx -> note(tx, tenant, "an end at once of " + id + " was asked for" + word.clause()));
            Optional<String> says = end(id, throttle);
            if (says.isPresent()) living.add(id + ": " + says.get());
            else ended.add(id);
        }
        if (!live.own().isEmpty()) refresh.refresh(tenant, Optional.of(word), true, throttle);
        return new Ended(ended, living, live.others());
    }

    /** Ends one. What the provider refuses of it for good, since it is not there say, keeps none of the others alive. */
    private Optional<String> end(SubscriptionId id, Throttle throttle) {
        try {
            return ends.end(id, throttle);
        } catch (ProviderException e) {
            boolean ofThisOne = !e.retryable() && e.kind() != ProviderException.Kind.AUTHENTICATION;
            if (ofThisOne) return Optional.of(String.valueOf(e.getMessage()));
            throw e;
        }
    }

    private Bookkeeping.Held note(BillingTransaction tx, TenantId tenant, String rule) {
        Bookkeeping.Cause cause = Bookkeeping.Cause.by(Actor.OPERATOR, clock.instant());
        return books.note(tx, books.hold(tx, tenant, cause.at()), rule, cause);
    }
}
