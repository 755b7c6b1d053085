package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.account.TenantSigns.Owner;
import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.AuditEntry;
import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.store.CustomerBinding;
import dev.missioncontrol.billing.store.Refreshes.Unowned;
import dev.missioncontrol.billing.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Gives subscriptions that nobody owns to the tenant they turn out to belong to. */
final class Adoption {
    /**
     * When one that nobody owns is looked at again: a binding that was committed beside its event shows within seconds,
     * one that an operator makes finds it by index.
     */
    static final List<Duration> LOOK_AGAIN =
            List.of(Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofMinutes(10));

    /** Most subscriptions adopted in one transaction; a customer has a few, and the next look takes the rest. */
    static final int MOST_AT_ONCE = 100;

    /** What the audit says of a binding: this, the customer, and why. */
    private static final String BOUND_TO = "bound to the customer ";

    private final Ownership ownership;
    private final Bookkeeping books;

    Adoption(Ownership ownership, Bookkeeping books) {
        this.ownership = ownership;
        this.books = books;
    }

    /** Holds a subscription that was nobody's a moment ago. */
    TrackedSubscription holdUnowned(BillingTransaction tx, SubscriptionId id, boolean livemode, Instant now) {
        TrackedSubscription subject = tx.accounts().lockSubscription(id, livemode, now);
        if (subject.tenant().isPresent()) throw StoreException.conflict("the subscription was bound meanwhile");
        return subject;
    }

    void lookAgainSoon(BillingTransaction tx, SubscriptionId id) {
        tx.refreshes().lookAgain(id, 0, Optional.of(LOOK_AGAIN.get(0)));
    }

    /**
     * Binds a customer, and with it the subscriptions of that customer that nobody owns.
     *
     * @param disputedToo whether an operator says so, which also settles what the signs disagree about
     * @param why what the audit says beside it; empty for nothing
     * @return the tenant as held, or nothing if the customer is another tenant's
     */
    Optional<Bookkeeping.Held> bind(
            BillingTransaction tx,
            Bookkeeping.Held held,
            CustomerBinding binding,
            boolean disputedToo,
            String why,
            Bookkeeping.Cause cause) {
        if (!tx.accounts().bind(binding, cause.at())) return Optional.empty();
        held = books.note(tx, held, BOUND_TO + binding.customer() + why, cause);
        for (SubscriptionId id : tx.accounts().unownedOf(binding.customer(), MOST_AT_ONCE)) {
            TrackedSubscription subject = holdUnowned(tx, id, binding.livemode(), cause.at());
            boolean agreed = ownership.ownerOf(tx, Ownership.Traces.of(subject)) instanceof Owner.Bound bound
                    && bound.tenant().equals(held.tenant());
            if (agreed || disputedToo) held = adopt(tx, held, subject, cause);
            else Bookkeeping.keep(tx, subject.quarantine(), cause.at());
        }
        return Optional.of(books.derive(tx, held, "bound", cause));
    }

    /** The customer that was bound by this decision, if one was. */
    static Optional<CustomerId> boundBy(AuditEntry decision) {
        if (!decision.rule().startsWith(BOUND_TO)) return Optional.empty();
        // An id has no blank in it; a reason comes behind one, or behind a colon and one.
        String id = decision.rule().substring(BOUND_TO.length()).split(" ", 2)[0];
        return Optional.of(new CustomerId(id.endsWith(":") ? id.substring(0, id.length() - 1) : id));
    }

    /** Looks once more at a subscription that nobody owns; gives it away, or notes when to look again. */
    void look(BillingTransaction tx, Unowned unowned, Instant now) {
        Optional<TrackedSubscription> found = tx.accounts().subscription(unowned.subscription());
        // A fetch may have found out that it is another installation's.
        if (found.isEmpty() || found.get().tenant().isPresent()) return;
        TrackedSubscription known = found.get();
        Owner owner = ownership.ownerOf(tx, Ownership.Traces.of(known));
        if (owner instanceof Owner.Bound bound) {
            Bookkeeping.Held held = books.hold(tx, bound.tenant(), now);
            TrackedSubscription subject = holdUnowned(tx, known.id(), known.livemode(), now);
            if (held.record().deleted().isEmpty()) adopt(tx, held, subject, Bookkeeping.Cause.by(Actor.REFRESH, now));
            else tx.refreshes().lookAgain(known.id(), unowned.tries() + 1, Optional.empty());
            return;
        }
        int tries = unowned.tries() + 1;
        boolean again = owner instanceof Owner.Unknown && tries < LOOK_AGAIN.size();
        tx.refreshes().lookAgain(known.id(), tries, again ? Optional.of(LOOK_AGAIN.get(tries)) : Optional.empty());
    }

    /** Binds one held subscription to a held tenant. */
    Bookkeeping.Held adopt(
            BillingTransaction tx, Bookkeeping.Held held, TrackedSubscription subject, Bookkeeping.Cause cause) {
        concludeWaiting(tx, subject.id(), held.tenant());
        return books.write(tx, held, held.account().adopt(subject), cause);
    }

    void concludeWaiting(BillingTransaction tx, SubscriptionId id, TenantId tenant) {
        tx.inbox()
                .concludeWaiting(
                        id, EventOutcome.APPLIED, "applied when the subscription was bound", Optional.of(tenant));
    }
}
