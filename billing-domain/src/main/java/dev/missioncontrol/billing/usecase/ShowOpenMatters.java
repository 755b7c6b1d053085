package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.BillingAccount;
import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.ProviderStatus;
import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.store.CheckoutAttempt;
import dev.missioncontrol.billing.usecase.OpenMatters.FirstPayment;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Says what of a tenant waits for somebody. Never asks the provider. */
public final class ShowOpenMatters {
    private final Transactions transactions;
    private final Bookkeeping books;
    private final InstantSource clock;

    ShowOpenMatters(Transactions transactions, Bookkeeping books, InstantSource clock) {
        this.transactions = transactions;
        this.books = books;
        this.clock = clock;
    }

    /** What waits; nothing for a tenant that was never seen. */
    public OpenMatters of(TenantId tenant) {
        return transactions.run(tenant, tx -> matters(tx, tenant, clock.instant()));
    }

    private OpenMatters matters(BillingTransaction tx, TenantId tenant, Instant now) {
        BillingAccount account = books.account(tenant, tx.accounts().subscriptionsOf(tenant));
        List<TrackedSubscription> begun = account.counted().stream()
                .filter(one ->
                        one.standing().filter(ProviderStatus.INCOMPLETE::equals).isPresent())
                .toList();
        boolean twice = account.live().size() > 1;
        if (!account.live().isEmpty()) return new OpenMatters(FirstPayment.NONE, Optional.empty(), twice);
        Optional<CheckoutAttempt> newest = tx.checkouts().newest(tenant);
        boolean paid = newest.filter(one -> one.state() == CheckoutAttempt.State.COMPLETED)
                .isPresent();
        Optional<CheckoutAttempt> open = newest.filter(one -> one.state() == CheckoutAttempt.State.OPEN)
                .filter(one -> one.expiresAt().filter(now::isBefore).isPresent());
        // Also one that was only mentioned: a checkout sells nothing meanwhile, so nobody may be led to one.
        if (begun.isEmpty() && paid && account.awaitsBeginning())
            return new OpenMatters(FirstPayment.BEING_ASKED_FOR, newest, twice);
        if (begun.isEmpty()) return new OpenMatters(FirstPayment.NONE, open, twice);
        if (!paid) return new OpenMatters(FirstPayment.TO_CONFIRM, open, twice);
        // It is incomplete for a moment before it is active: days are said only of what the provider was asked about.
        boolean asked = begun.stream().noneMatch(TrackedSubscription::fetchDue);
        return new OpenMatters(asked ? FirstPayment.ON_ITS_WAY : FirstPayment.BEING_ASKED_FOR, newest, twice);
    }
}
