package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.provider.CheckoutSession;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.ProviderException.Kind;
import dev.missioncontrol.billing.store.CheckoutAttempt;
import dev.missioncontrol.billing.store.CheckoutAttempt.State;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Ends the session of a checkout that another one takes the place of, before the other one gets a page: two open pages
 * could both be paid. One that was paid already wins, and the other checkout is given up.
 */
final class SupersededCheckout {
    private final Transactions transactions;
    private final PaymentProvider provider;
    private final Bookkeeping books;
    private final EnsureCustomer customers;
    private final InstantSource clock;

    SupersededCheckout(
            Transactions transactions,
            PaymentProvider provider,
            Bookkeeping books,
            EnsureCustomer customers,
            InstantSource clock) {
        this.transactions = transactions;
        this.provider = provider;
        this.books = books;
        this.customers = customers;
        this.clock = clock;
    }

    /**
     * Ends it, and says whether it had been paid.
     *
     * @param before has a session
     * @param mine took its place
     * @throws ProviderException if it can't be ended now: it keeps its place, so that the next try begins here again
     */
    boolean paid(CheckoutAttempt before, CheckoutAttempt mine) {
        CheckoutSessionId session = before.session().orElseThrow();
        try {
            provider.expireCheckoutSession(session);
            return false;
        } catch (ProviderException e) {
            if (e.kind() == Kind.NOT_FOUND) return false;
            if (e.kind() != Kind.WRONG_STATE) {
                restore(before, mine);
                throw e;
            }
        }
        Optional<CheckoutSession> complete = provider.fetchCheckoutSession(session);
        Optional<CheckoutSessionId> useless = transactions.run(tx -> {
            Bookkeeping.Held held = books.hold(tx, before.tenant(), clock.instant());
            Optional<CheckoutAttempt> mineNow = tx.checkouts().attempt(mine.id());
            mineNow.filter(one -> one.state() == State.OPEN)
                    .ifPresent(one -> tx.checkouts().save(one.in(State.SUPERSEDED)));
            complete.ifPresent(one ->
                    ApplyEvent.end(tx, tx.checkouts().attempt(before.id()).orElseThrow(), one));
            complete.flatMap(CheckoutSession::subscription)
                    .ifPresent(id -> customers.mention(tx, held, id, clock.instant()));
            return mineNow.flatMap(CheckoutAttempt::session);
        });
        useless.ifPresent(this::expire);
        return true;
    }

    private void restore(CheckoutAttempt before, CheckoutAttempt mine) {
        transactions.run(tx -> {
            books.hold(tx, before.tenant(), clock.instant());
            boolean unused = tx.checkouts()
                    .attempt(mine.id())
                    .filter(one -> one.state() == State.OPEN && one.session().isEmpty())
                    .isPresent();
            if (!unused) return null;
            tx.checkouts().save(mine.in(State.EXPIRED));
            tx.checkouts()
                    .attempt(before.id())
                    .filter(one -> one.state() == State.SUPERSEDED)
                    .ifPresent(one -> tx.checkouts().save(one.in(State.OPEN)));
            return null;
        });
    }

    /** Best effort: a session that can't be expired now is found by its attempt when it completes. */
    void expire(CheckoutSessionId session) {
        try {
            provider.expireCheckoutSession(session);
        } catch (ProviderException e) {
            if (e.kind() != Kind.WRONG_STATE && e.kind() != Kind.NOT_FOUND && !e.retryable()) throw e;
        }
    }
}
