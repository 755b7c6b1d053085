package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.CheckoutSession;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.ProviderException.Kind;
import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.store.CheckoutAttempt;
import dev.missioncontrol.billing.store.CheckoutAttempt.State;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Ends the sessions of checkouts that another one takes the place of, before the other one gets a page: two open pages
 * could both be paid. One that was paid already wins, and the other checkout is given up. Which are to be ended stands in the
 * store, so that it is done whoever comes next, and whatever became of the one that took their place.
 */
final class SupersededCheckout {
    /** A node's clock may be ahead, and take a page for over that is not; one that is over is asked to end once, and known then. */
    private static final Duration CLOCKS_DIFFER = Duration.ofDays(1);

    /**
     * What becomes of a checkout whose session the provider does not have: a key of another account or mode, never an end. Somebody may
     * pay on its page, or has, so that whoever comes next asks again. And so of one that never had a page: the one before it is the last
     * that may have been paid.
     */
    static final State UNANSWERED = State.SUPERSEDED;

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

    /** A tenant's checkouts whose page may still be paid, or was, by what is stored. */
    static List<CheckoutAttempt> unexpired(BillingTransaction tx, TenantId tenant, Instant now) {
        return tx.checkouts().unexpired(tenant, now.minus(CLOCKS_DIFFER));
    }

    /**
     * The same, and those that another took the place of and nothing was heard of since, however long ago their page was over: they may
     * have been paid. The oldest first.
     */
    static List<CheckoutAttempt> unheard(BillingTransaction tx, TenantId tenant, Instant now) {
        Instant over = now.minus(CLOCKS_DIFFER);
        return tx.checkouts().unexpired(tenant, Instant.EPOCH).stream()
                .filter(one -> one.state() == State.SUPERSEDED
                        || one.expiresAt().filter(end -> !end.isAfter(over)).isEmpty())
                .toList();
    }

    /**
     * The last checkout that was paid, if there is one. Those whose place another took count only while their session could still be used.
     * Whether what it made still waits to begin is for the caller to find out.
     *
     * @param last the newest that no other took the place of
     * @param unheard the oldest first
     */
    static Optional<CheckoutAttempt> lastPaid(Optional<CheckoutAttempt> last, List<CheckoutAttempt> unheard) {
        return Stream.concat(unheard.stream(), last.stream())
                .filter(one -> one.state() == State.COMPLETED)
                .reduce((earlier, later) -> later);
    }

    /** What came of ending the checkouts before. */
    enum Before {
        ALL_ENDED,
        ONE_WAS_PAID
    }

    /**
     * Ends them, oldest first, until one turns out to be paid. One that is known to have ended is not asked for again.
     *
     * @param before have sessions
     * @param mine took their place
     * @throws ProviderException if one can't be ended now: whoever checks out next begins with it
     */
    Before expireAll(List<CheckoutAttempt> before, CheckoutAttempt mine) {
        for (CheckoutAttempt one : before) if (expireOrConclude(one, mine)) return Before.ONE_WAS_PAID;
        return Before.ALL_ENDED;
    }

    /** Returns whether it had been paid; then that one is concluded, and not this. */
    private boolean expireOrConclude(CheckoutAttempt before, CheckoutAttempt mine) {
        CheckoutSessionId session = before.session().orElseThrow();
        try {
            provider.expireCheckoutSession(session);
        } catch (ProviderException e) {
            if (e.kind() != Kind.NOT_FOUND && e.kind() != Kind.WRONG_STATE) throw e;
            Optional<CheckoutSession> found = provider.fetchCheckoutSession(session);
            if (found.isEmpty()) return false;
            if (found.get().state() == CheckoutSession.State.OPEN) throw e;
            if (found.get().state() == CheckoutSession.State.COMPLETE) {
                if (concludeIfOver(before, found.get())) return false;
                concludePaid(before, found.get(), mine);
                return true;
            }
        }
        markExpired(before);
        return false;
    }

    private void markExpired(CheckoutAttempt before) {
        transactions.run(tx -> {
            books.hold(tx, before.tenant(), clock.instant());
            tx.checkouts()
                    .attempt(before.id())
                    .filter(one -> one.state() == State.SUPERSEDED)
                    .ifPresent(one -> tx.checkouts().save(one.in(State.EXPIRED)));
            return null;
        });
    }

    /** Writes that it was paid, where what was paid there was had and has ended: nobody waits for that any more. Returns whether it has. */
    private boolean concludeIfOver(CheckoutAttempt before, CheckoutSession complete) {
        return transactions.run(tx -> {
            Bookkeeping.Held held = books.hold(tx, before.tenant(), clock.instant());
            boolean ended = held.account().subscriptions().stream()
                    .anyMatch(one -> one.ended() && complete.subscription().equals(Optional.of(one.id())));
            if (ended) ApplyEvent.end(tx, tx.checkouts().attempt(before.id()).orElseThrow(), complete);
            return ended;
        });
    }

    private void concludePaid(CheckoutAttempt before, CheckoutSession complete, CheckoutAttempt mine) {
        Optional<CheckoutSessionId> useless = transactions.run(tx -> {
            Bookkeeping.Held held = books.hold(tx, before.tenant(), clock.instant());
            Optional<CheckoutAttempt> mineNow = tx.checkouts().attempt(mine.id());
            mineNow.filter(one -> one.state() == State.OPEN)
                    .ifPresent(one -> tx.checkouts().save(one.in(State.SUPERSEDED)));
            ApplyEvent.end(tx, tx.checkouts().attempt(before.id()).orElseThrow(), complete);
            complete.subscription().ifPresent(id -> customers.mention(tx, held, id, clock.instant()));
            return mineNow.flatMap(CheckoutAttempt::session);
        });
        useless.ifPresent(this::expire);
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
