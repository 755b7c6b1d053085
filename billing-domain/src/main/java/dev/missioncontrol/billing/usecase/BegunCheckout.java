package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.provider.CheckoutSession;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.store.CheckoutAttempt;
import dev.missioncontrol.billing.store.CheckoutAttempt.State;
import java.time.InstantSource;
import java.util.Optional;

/** A checkout that was begun before and not ended here: the provider knows what became of it. */
final class BegunCheckout {
    private final Transactions transactions;
    private final PaymentProvider provider;
    private final Bookkeeping books;
    private final EnsureCustomer customers;
    private final InstantSource clock;

    BegunCheckout(
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

    /** Its session may be paid or expired by now. Nothing means: begin anew. */
    Optional<Redirect> reuse(CheckoutAttempt attempt) {
        Optional<CheckoutSession> session =
                provider.fetchCheckoutSession(attempt.session().orElseThrow());
        if (session.isPresent()
                && session.get().state() == CheckoutSession.State.OPEN
                && session.get().url().isPresent())
            return Optional.of(new Redirect.To(session.get().url().get(), attempt.session()));
        return ended(attempt, session);
    }

    /**
     * Ends one whose page is over by our clock, before another takes its place: then nobody would ask for it any more. Nothing means:
     * go on.
     *
     * @throws ProviderException if that can't be told or done now; it stays open, and is asked for again
     */
    Optional<Redirect> end(CheckoutAttempt attempt) {
        CheckoutSessionId id = attempt.session().orElseThrow();
        Optional<CheckoutSession> session = provider.fetchCheckoutSession(id);
        if (session.filter(one -> one.state() == CheckoutSession.State.OPEN).isEmpty()) return ended(attempt, session);
        // Not over by the provider's clock: what became of it is asked in the next round.
        provider.expireCheckoutSession(id);
        return Optional.empty();
    }

    private Optional<Redirect> ended(CheckoutAttempt attempt, Optional<CheckoutSession> session) {
        State ended =
                session.map(CheckoutSession::state).map(BegunCheckout::ended).orElse(SupersededCheckout.UNANSWERED);
        transactions.run(tx -> {
            Bookkeeping.Held held = books.hold(tx, attempt.tenant(), clock.instant());
            tx.checkouts()
                    .attempt(attempt.id())
                    .filter(one -> one.state() == State.OPEN)
                    .ifPresent(one -> tx.checkouts().save(one.in(ended)));
            session.flatMap(CheckoutSession::subscription)
                    .ifPresent(id -> customers.mention(tx, held, id, clock.instant()));
            return null;
        });
        return ended == State.COMPLETED ? Optional.of(StartCheckout.justCompleted()) : Optional.empty();
    }

    /** One that is open has no address: it is no page to send a buyer to, and to be ended before another is made. */
    private static State ended(CheckoutSession.State state) {
        return switch (state) {
            case COMPLETE -> State.COMPLETED;
            case EXPIRED -> State.EXPIRED;
            case OPEN -> State.SUPERSEDED;
        };
    }
}
