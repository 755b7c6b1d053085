package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.store.CheckoutAttempt;
import dev.missioncontrol.billing.store.CustomerBinding;
import dev.missioncontrol.billing.store.TenantRecord;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Erases what is stored of a tenant, on an operator's word: never while it may still be paying. First the provider is asked
 * and, where that was wished, told to end what lives, and asked again; then the tenant becomes a tombstone; then its customer is
 * deleted, where that was wished; then the rest is removed, and with it which customer that was. Stopped anywhere, the next
 * call goes on.
 */
public final class EraseTenant {
    /** Rows emptied in one transaction, so that none holds up intake. */
    static final int BATCH = 500;

    /** How often a checkout that was begun meanwhile is closed, before it is given up: each round has a new rival. */
    static final int MOST_ROUNDS = 4;

    private final Transactions transactions;
    private final PaymentProvider provider;
    private final Bookkeeping books;
    private final RefreshTenant refresh;
    private final EndAtProvider ends;
    private final FormerCustomers former;
    private final InstantSource clock;

    EraseTenant(
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
        former = new FormerCustomers(transactions, provider);
        this.clock = clock;
    }

    /**
     * What is to be done.
     *
     * @param who who wants it, for the audit, if that is known: 1 to {@link OperatorsWord#LONGEST_NAME} characters
     * @param reason why, for the audit, which keeps it for ever: no name in it
     * @param endSubscription whether to end at once what lives; without it, a living subscription is a refusal
     * @param deleteCustomer whether the provider is to delete its customer too
     * @param ask whether the provider can be asked from here; if not, only what is stored says what lives
     */
    public record Request(
            Optional<String> who, String reason, boolean endSubscription, boolean deleteCustomer, boolean ask) {
        /** @throws IllegalArgumentException if there is a name and it is blank or too long */
        public Request {
            who = who.map(OperatorsWord::name);
        }

        /** The same of nobody who is named. */
        public Request(String reason, boolean endSubscription, boolean deleteCustomer, boolean ask) {
            this(Optional.empty(), reason, endSubscription, deleteCustomer, ask);
        }

        /** To erase what is stored and nothing else, after asking the provider whether anything lives. */
        public static Request because(String reason) {
            return new Request(reason, false, false, true);
        }

        /** The same, and the audit also says who asked for it. */
        public static Request because(OperatorsWord word) {
            return new Request(Optional.of(word.who()), word.reason(), false, false, true);
        }

        /** The same, and the provider ends at once what lives. */
        public Request endingSubscription() {
            return new Request(who, reason, true, deleteCustomer, ask);
        }

        /** The same, and the provider deletes its customer, with all of its invoices and payment methods. */
        public Request deletingCustomer() {
            return new Request(who, reason, endSubscription, true, ask);
        }

        /** The same without the provider, which can't be asked from here: only what is stored says what lives. */
        public Request withoutProvider() {
            return new Request(who, reason, endSubscription, deleteCustomer, false);
        }

        /** What the audit says behind what was done. */
        private String clause() {
            return who.map(name -> new OperatorsWord(name, reason).clause()).orElseGet(() -> ": " + reason.strip());
        }
    }

    /** What came of it. */
    public sealed interface Result {
        /** @param before whether it had been erased before; then only what was left over was removed */
        record Erased(boolean before) implements Result {}

        /**
         * It had been erased before without its customer, and neither here nor at the provider, with this key, is it found which
         * that was: what was left over here was removed, and at the provider nothing was deleted, though that was wished.
         */
        record CustomerForgotten() implements Result {}

        /**
         * It is erased, and the customer that it had last is deleted, unless it had been erased before without it: then it is one of
         * these. It was bound to them, by its audit, and the provider still has them; they are not deleted from here, since one of
         * them may have been bound by mistake.
         *
         * @param before whether it had been erased before
         * @param customers which, by id; named by each call that wishes its customer deleted, until the provider deleted them
         */
        record FormerCustomersStay(boolean before, List<CustomerId> customers) implements Result {
            /** Copies the list. */
            public FormerCustomersStay {
                customers = List.copyOf(customers);
            }
        }

        /**
         * It is a tombstone, for which nothing is decided any more, and the provider did not delete its customer: what is stored of
         * it stays, or nobody would know which that is. The next call goes on, with a key that may delete customers, say.
         *
         * @param customer which
         * @param why what the provider said, for an operator
         */
        record CustomerNotDeleted(CustomerId customer, String why) implements Result {}

        /** It was never seen; nothing was done. */
        record Unknown() implements Result {}

        /** These may still cost it something; nothing was erased. */
        record Lives(List<SubscriptionId> subscriptions) implements Result {
            /** Copies the list. */
            public Lives {
                subscriptions = List.copyOf(subscriptions);
            }
        }

        /**
         * These of its customer have not ended, and are another tenant's, or nobody's while the signs of whose they are disagree:
         * they are not its to end. Nothing was erased.
         */
        record OthersLive(List<SubscriptionId> subscriptions) implements Result {
            /** Copies the list. */
            public OthersLive {
                subscriptions = List.copyOf(subscriptions);
            }
        }

        /** The provider was told to end this one, and does not say that it has ended; nothing was erased. */
        record NotEnded(SubscriptionId subscription, String says) implements Result {}

        /** Checkouts are begun for it all the time; nothing was erased. */
        record Busy() implements Result {}

        /** There is no reason, or it is too long; nothing was done. */
        record BadReason() implements Result {}

        /** What was wished needs the provider, which can't be asked from here; nothing was done. */
        record NeedsProvider() implements Result {}
    }

    Result erase(TenantId tenant, Request wished, Throttle throttle) {
        if (!OperatorsWord.sayable(wished.reason())) return new Result.BadReason();
        String why = wished.clause();
        Optional<TenantRecord> record = transactions.run(tx -> tx.accounts().tenant(tenant));
        boolean before = record.flatMap(TenantRecord::deleted).isPresent();
        Request request = before ? withWhatIsLeft(tenant, wished) : wished;
        if (!request.ask() && (request.endSubscription() || request.deleteCustomer()))
            return new Result.NeedsProvider();
        if (record.isEmpty()) return new Result.Unknown();
        Burial burial = before ? resumeErasure(tenant, request, throttle) : bury(tenant, request, why, throttle);
        if (burial.refused().isPresent()) return burial.refused().get();
        // Not before it is a tombstone, which nothing takes back; not after its rows are gone: they alone say
        // which it is.
        if (request.deleteCustomer() && burial.customer().isPresent()) {
            CustomerId customer = burial.customer().get();
            noteThatCustomerGoes(tenant, why);
            try {
                ends.deleteCustomer(customer, throttle);
            } catch (ProviderException e) {
                return new Result.CustomerNotDeleted(customer, String.valueOf(e.getMessage()));
            }
        }
        removeTheRest(tenant);
        if (!request.deleteCustomer()) return new Result.Erased(before);
        List<CustomerId> left = former.leftOf(tenant, burial.customer(), throttle);
        if (!left.isEmpty()) return new Result.FormerCustomersStay(before, left);
        boolean forgotten = before && burial.customer().isEmpty() && !customerIsGone(tenant);
        if (forgotten && !former.deleted(tenant, throttle)) return new Result.CustomerForgotten();
        return new Result.Erased(before);
    }

    /** A customer that was to be deleted and is still known here still is: forgotten instead, it would be taken for deleted. */
    private Request withWhatIsLeft(TenantId tenant, Request wished) {
        boolean left =
                transactions.run(tx -> customerOf(tx, tenant).isPresent() && ErasureNotes.customerGoes(tx, tenant));
        return left ? wished.deletingCustomer() : wished;
    }

    /** Whether there was no customer, or it was to be deleted: then it is by now. */
    private boolean customerIsGone(TenantId tenant) {
        return transactions.run(tx -> ErasureNotes.hadNoCustomer(tx, tenant) || ErasureNotes.customerGoes(tx, tenant));
    }

    /** Where it is not said yet that the customer goes too: nothing else would say it, once the customer is forgotten. */
    private void noteThatCustomerGoes(TenantId tenant, String why) {
        transactions.run(tx -> {
            Instant now = clock.instant();
            Bookkeeping.Held held = books.hold(tx, tenant, now);
            boolean forgotten = customerOf(tx, tenant).isEmpty();
            if (!forgotten && !ErasureNotes.customerGoes(tx, tenant))
                books.noteAnyway(tx, held, ErasureNotes.withCustomer(why), cause(now));
            return null;
        });
    }

    private static Bookkeeping.Cause cause(Instant now) {
        return Bookkeeping.Cause.by(Actor.OPERATOR, now);
    }

    /** Why it is not a tombstone, or may not be forgotten yet; if nothing refuses, the customer that is still known here. */
    private record Burial(Optional<Result> refused, Optional<CustomerId> customer) {
        static Burial refusedBy(Result result) {
            return new Burial(Optional.of(result), Optional.empty());
        }
    }

    /** It has been a tombstone for a while: what lives is looked for again before its customer is deleted or forgotten. */
    private Burial resumeErasure(TenantId tenant, Request request, Throttle throttle) {
        Optional<CustomerId> customer = transactions.run(tx -> customerOf(tx, tenant));
        boolean asked = request.endSubscription() || request.deleteCustomer();
        Optional<Result> lives = asked && customer.isPresent()
                ? endOrRefuse(ends.living(tenant, customer, throttle), request, throttle)
                : Optional.empty();
        return new Burial(lives, customer);
    }

    private Burial bury(TenantId tenant, Request request, String why, Throttle throttle) {
        Set<CheckoutSessionId> closed = Set.of();
        for (int round = 0; round < MOST_ROUNDS; round++) {
            if (request.ask()) {
                closed = ends.closeCheckouts(tenant, clock.instant(), throttle);
                Optional<Result> lives = refusalIfAnythingLives(tenant, request, throttle);
                if (lives.isPresent()) return Burial.refusedBy(lives.get());
            }
            Set<CheckoutSessionId> sessions = closed;
            Burial burial = transactions.run(tx -> bury(tx, tenant, request, sessions, why));
            if (!(burial.refused().orElse(null) instanceof Result.Busy)) return burial;
        }
        return Burial.refusedBy(new Result.Busy());
    }

    /** Nothing means: nothing lives any more, or it was ended, where that is wished. */
    private Optional<Result> refusalIfAnythingLives(TenantId tenant, Request request, Throttle throttle) {
        refresh.refresh(tenant, Optional.empty(), true, throttle);
        Optional<CustomerId> customer = transactions.run(tx -> customerOf(tx, tenant));
        EndAtProvider.Living live = ends.living(tenant, customer, throttle);
        Optional<Result> refused = endOrRefuse(live, request, throttle);
        // What ended is written like every end, so that the audit's last row says so.
        if (refused.isEmpty() && !live.own().isEmpty()) refresh.refresh(tenant, Optional.empty(), true, throttle);
        return refused;
    }

    /** Ends what lives, where that is wished. Nothing means: it has ended, all of it. */
    private Optional<Result> endOrRefuse(EndAtProvider.Living live, Request request, Throttle throttle) {
        if (!live.others().isEmpty()) return Optional.of(new Result.OthersLive(live.others()));
        if (!live.own().isEmpty() && !request.endSubscription()) return Optional.of(new Result.Lives(live.own()));
        for (SubscriptionId id : live.own()) {
            Optional<String> says = ends.end(id, throttle);
            if (says.isPresent()) return Optional.of(new Result.NotEnded(id, says.get()));
        }
        return Optional.empty();
    }

    /** One of test mode counts for nothing under a live key, which can't ask for it: as if there were none. */
    private Optional<CustomerId> customerOf(BillingTransaction tx, TenantId tenant) {
        return tx.accounts()
                .customerOf(tenant, provider.name())
                .filter(binding -> binding.counts(provider.livemode()))
                .map(CustomerBinding::customer);
    }

    private Burial bury(
            BillingTransaction tx, TenantId tenant, Request request, Set<CheckoutSessionId> closed, String why) {
        Instant now = clock.instant();
        Bookkeeping.Held held = books.hold(tx, tenant, now);
        List<SubscriptionId> live = held.account().counted().stream()
                .filter(one -> !one.ended())
                .map(TrackedSubscription::id)
                .toList();
        if (!live.isEmpty()) return Burial.refusedBy(new Result.Lives(live));
        if (request.ask() && !closed.containsAll(EndAtProvider.payable(tx, tenant, now)))
            return Burial.refusedBy(new Result.Busy());
        Optional<CheckoutAttempt> open = tx.checkouts().open(tenant);
        // Whoever is just making a session for it sees that it is not open any more, and has it expired.
        open.ifPresent(one -> tx.checkouts().save(one.in(CheckoutAttempt.State.SUPERSEDED)));
        Optional<CustomerId> customer = customerOf(tx, tenant);
        books.note(tx, held, ErasureNotes.of(why, customer, request.deleteCustomer()), cause(now));
        tx.holdings().bury(tenant, now);
        return new Burial(Optional.empty(), customer);
    }

    private void removeTheRest(TenantId tenant) {
        while (transactions.run(tx -> tx.holdings().eraseHistory(tenant, BATCH)) > 0) {
            // The next batch, in a transaction of its own.
        }
        transactions.run(tx -> {
            books.hold(tx, tenant, clock.instant());
            tx.holdings().erase(tenant, clock.instant());
            tx.changeLog().note(tenant);
            return null;
        });
    }
}
