package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.BillingAccount;
import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.ProviderStatus;
import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.store.CheckoutAttempt;
import dev.missioncontrol.billing.store.CheckoutAttempt.State;
import dev.missioncontrol.billing.usecase.OpenMatters.FirstPayment;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Says what of a tenant waits for somebody. Never asks the provider. */
public final class ShowOpenMatters {
    private final Transactions transactions;
    private final PlanCatalog catalog;
    private final Bookkeeping books;
    private final InstantSource clock;

    ShowOpenMatters(Transactions transactions, PlanCatalog catalog, Bookkeeping books, InstantSource clock) {
        this.transactions = transactions;
        this.catalog = catalog;
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
        boolean twice = account.liveWithPlan(catalog).size() > 1;
        if (!account.live().isEmpty()) return new OpenMatters(FirstPayment.NONE, Optional.empty(), twice, false, false);
        List<CheckoutAttempt> unheard = SupersededCheckout.unheard(tx, tenant, now);
        boolean mayBePaid = unheard.stream().anyMatch(one -> one.state() != State.COMPLETED);
        Optional<CheckoutAttempt> last = tx.checkouts().newestNot(tenant, State.SUPERSEDED);
        Optional<CheckoutAttempt> open = last.filter(one -> one.state() == State.OPEN);
        Optional<CheckoutAttempt> page =
                open.filter(one -> one.expiresAt().filter(now::isBefore).isPresent());
        // One has a page only once nothing is waited for of those before it: what was paid there has ended.
        Optional<CheckoutAttempt> paid = open.flatMap(CheckoutAttempt::session).isPresent()
                ? Optional.empty()
                : SupersededCheckout.lastPaid(last, unheard);
        FirstPayment payment = payment(account, begun, paid.isPresent());
        boolean waits = payment == FirstPayment.BEING_ASKED_FOR || payment == FirstPayment.ON_ITS_WAY;
        return new OpenMatters(payment, waits ? paid : page, twice, mayBePaid, !account.everSubscribed());
    }

    private static FirstPayment payment(BillingAccount account, List<TrackedSubscription> begun, boolean paid) {
        // Also one that was only mentioned: a checkout sells nothing meanwhile, so nobody may be led to one.
        if (begun.isEmpty())
            return paid && account.awaitsBeginning() ? FirstPayment.BEING_ASKED_FOR : FirstPayment.NONE;
        if (!paid) return FirstPayment.TO_CONFIRM;
        // It is incomplete for a moment before it is active: days are said only of what the provider was asked about.
        boolean asked = begun.stream().noneMatch(TrackedSubscription::fetchDue);
        return asked ? FirstPayment.ON_ITS_WAY : FirstPayment.BEING_ASKED_FOR;
    }
}
