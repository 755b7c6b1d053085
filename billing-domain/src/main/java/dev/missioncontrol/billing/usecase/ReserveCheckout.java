package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.id.AttemptId;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.PromotionCodeId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.store.CheckoutAttempt;
import dev.missioncontrol.billing.store.CheckoutAttempt.State;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** Reserves a checkout before the provider is called: decides, with the tenant held, whether it may buy, and which attempt it goes on with. */
final class ReserveCheckout {
    static final String JUST_COMPLETED = "This checkout was just completed; the subscription appears in a moment.";

    private final Transactions transactions;
    private final PlanCatalog catalog;
    private final Bookkeeping books;
    private final EnsureCustomer customers;
    private final AskBeforeSelling before;
    private final InstantSource clock;
    private final Supplier<String> ids;

    ReserveCheckout(
            Transactions transactions,
            PlanCatalog catalog,
            Bookkeeping books,
            EnsureCustomer customers,
            AskBeforeSelling before,
            InstantSource clock,
            Supplier<String> ids) {
        this.transactions = transactions;
        this.catalog = catalog;
        this.books = books;
        this.customers = customers;
        this.before = before;
        this.clock = clock;
        this.ids = ids;
    }

    /** What reserving came to. */
    sealed interface Reserved {
        /**
         * @param superseded others whose session may still be paid, or was
         * @param trialDays the plan's, but only at a tenant's first subscription
         */
        record Mine(CheckoutAttempt attempt, List<CheckoutAttempt> superseded, int trialDays) implements Reserved {}

        /** A page for another plan is over by our clock, and we never heard how it ended: it may have been paid, however long ago. */
        record Unheard(CheckoutAttempt over) implements Reserved {}

        /** Nothing was reserved: what the tenant has by now is to be asked first. */
        record Unasked(AskBeforeSelling.Question question) implements Reserved {}

        record Refused(Rejection rejection) implements Reserved {}
    }

    Reserved reserve(
            TenantId tenant, CheckoutTerms terms, Optional<PromotionCodeId> promotion, AskBeforeSelling.Known known) {
        return transactions.run(tx -> reserve(tx, tenant, terms, promotion, known, clock.instant()));
    }

    private Reserved reserve(
            BillingTransaction tx,
            TenantId tenant,
            CheckoutTerms terms,
            Optional<PromotionCodeId> promotion,
            AskBeforeSelling.Known known,
            Instant now) {
        Bookkeeping.Held held = books.hold(tx, tenant, now);
        if (held.record().deleted().isPresent())
            return refuse(Rejection.Code.TENANT_DELETED, "This tenant was deleted.");
        Optional<AskBeforeSelling.Question> ended = AskBeforeSelling.whetherEnded(tx, held, now, known);
        if (ended.isPresent()) return new Reserved.Unasked(ended.get());
        if (held.account().current(catalog).live() || !held.account().live().isEmpty())
            return refuse(
                    Rejection.Code.ALREADY_SUBSCRIBED,
                    "There is a subscription already. Change it, or go to the customer portal.");
        List<CheckoutAttempt> unheard = SupersededCheckout.unheard(tx, tenant, now);
        // Paid, and nothing live yet: what was paid for is on its way, and must not be bought twice.
        if (held.account().awaitsBeginning() && paid(tx, tenant, unheard))
            return refuse(Rejection.Code.ALREADY_SUBSCRIBED, JUST_COMPLETED);
        int trialDays = held.account().everSubscribed() ? 0 : terms.plan().trialDays();
        Optional<CheckoutAttempt> open = tx.checkouts().open(tenant);
        Optional<CustomerId> customer = customers.customerOf(tx, tenant);
        Optional<CheckoutAttempt> same = open.filter(one -> one.buys(
                        terms.plan().key(),
                        terms.interval(),
                        terms.seats(),
                        promotion,
                        terms.price().id(),
                        trialDays))
                .filter(one -> one.isFor(customer));
        Optional<CheckoutAttempt> over =
                open.filter(one -> same.isEmpty() && one.session().isPresent() && !unheard.contains(one));
        if (over.isPresent()) return new Reserved.Unheard(over.get());
        boolean hasPage = same.flatMap(CheckoutAttempt::session).isPresent();
        Optional<AskBeforeSelling.Question> question =
                hasPage ? Optional.empty() : before.question(held, customer, known);
        if (question.isPresent()) return new Reserved.Unasked(question.get());
        if (same.isPresent()) return new Reserved.Mine(same.get(), others(unheard, same.get()), trialDays);
        open.ifPresent(other -> tx.checkouts().save(other.in(State.SUPERSEDED)));
        int generation =
                tx.checkouts().newest(tenant).map(CheckoutAttempt::generation).orElse(0) + 1;
        CheckoutAttempt mine = new CheckoutAttempt(
                new AttemptId(ids.get()),
                tenant,
                terms.plan().key(),
                terms.interval(),
                terms.seats(),
                promotion,
                Optional.of(terms.price().id()),
                OptionalInt.of(trialDays),
                generation,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                State.OPEN,
                now);
        tx.checkouts().save(mine);
        return new Reserved.Mine(mine, others(unheard, mine), trialDays);
    }

    private static boolean paid(BillingTransaction tx, TenantId tenant, List<CheckoutAttempt> unheard) {
        return SupersededCheckout.lastPaid(tx.checkouts().newestNot(tenant, State.SUPERSEDED), unheard)
                .isPresent();
    }

    /** Those to be ended before this one has a page. None that was paid: what it made has lived and ended, or never began. */
    private static List<CheckoutAttempt> others(List<CheckoutAttempt> unheard, CheckoutAttempt mine) {
        return unheard.stream()
                .filter(one -> one.state() != State.COMPLETED && !one.id().equals(mine.id()))
                .toList();
    }

    private static Reserved refuse(Rejection.Code code, String sentence) {
        return new Reserved.Refused(new Rejection(code, "", sentence));
    }
}
