package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.BillingAccount;
import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.account.TenantSigns.Owner;
import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.CheckoutSession;
import dev.missioncontrol.billing.provider.EventContent;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.store.CheckoutAttempt;
import dev.missioncontrol.billing.store.CustomerBinding;
import dev.missioncontrol.billing.store.StoreException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Applies a stored event within the transaction that concludes it. No call to the provider, whatever the event says. */
final class ApplyEvent {
    /** For one about a tenant that was erased: it does not bring back what it says of it. */
    private static final Result ERASED = Result.ignored(Ownership.OF_ERASED_TENANT);

    private static final Result NOT_BOUND = Result.ignored("the customer is not bound to a tenant");

    private final PlanCatalog catalog;
    private final PaymentProvider provider;
    private final Ownership ownership;
    private final Bookkeeping books;
    private final Adoption adoption;

    ApplyEvent(
            PlanCatalog catalog, PaymentProvider provider, Ownership ownership, Bookkeeping books, Adoption adoption) {
        this.catalog = catalog;
        this.provider = provider;
        this.ownership = ownership;
        this.books = books;
        this.adoption = adoption;
    }

    /** What became of an event, and why. */
    record Result(EventOutcome outcome, String reason, Optional<TenantId> tenant) {
        static Result ignored(String reason) {
            return new Result(EventOutcome.IGNORED, reason, Optional.empty());
        }
    }

    /** Applies it and writes in the inbox what became of it. */
    Result apply(BillingTransaction tx, ProviderEvent event, Instant now) {
        Result result = decide(tx, event, now);
        tx.inbox().conclude(event.id(), result.outcome(), result.reason(), result.tenant());
        if (result.equals(ERASED)) tx.holdings().emptyEvent(event.id());
        return result;
    }

    /** Whose events these are. */
    String provider() {
        return provider.name();
    }

    /** Whose an event seems to be, before anything is held: whoever goes on holds the tenant and looks again. */
    Optional<TenantId> tenantOf(BillingTransaction tx, ProviderEvent event) {
        if (ignored(event).isPresent()) return Optional.empty();
        if (event.content() instanceof EventContent.OfCustomer customer)
            return tx.accounts().bindingOf(customer.id(), provider.name()).map(CustomerBinding::tenant);
        Optional<Ownership.Traces> traces = Ownership.Traces.of(event.content());
        if (traces.isPresent())
            return ownership.ownerOf(tx, traces.get()) instanceof Owner.Bound bound
                    ? Optional.of(bound.tenant())
                    : Optional.empty();
        return event.content() instanceof EventContent.OfCheckout checkout
                ? attemptOf(tx, checkout.session()).map(CheckoutAttempt::tenant)
                : Optional.empty();
    }

    private Optional<CheckoutAttempt> attemptOf(BillingTransaction tx, CheckoutSession session) {
        return ownership.attemptOf(tx, Optional.of(session.id()), session.metadata());
    }

    /** Why an event is none of ours, if it is not. */
    private Optional<String> ignored(ProviderEvent event) {
        if (event.account().isPresent())
            return Optional.of(
                    "comes from the connected account " + event.account().get());
        if (event.livemode() != provider.livemode())
            return Optional.of("livemode is " + event.livemode() + ", ours is not");
        if (event.content() instanceof EventContent.Other) return Optional.of("this type is not used");
        boolean sellsOther = event.content() instanceof EventContent.OfCheckout checkout
                && !checkout.session().subscriptionMode();
        return sellsOther ? Optional.of("the checkout does not sell a subscription") : Optional.empty();
    }

    private Result decide(BillingTransaction tx, ProviderEvent event, Instant now) {
        Optional<String> ignored = ignored(event);
        if (ignored.isPresent()) return Result.ignored(ignored.get());
        if (event.content() instanceof EventContent.OfCustomer customer) return customer(tx, event, customer, now);
        return Ownership.Traces.of(event.content())
                .map(traces -> subscription(tx, event, traces, now))
                .orElseGet(() -> withoutSubscription(tx, event, now));
    }

    private Result subscription(BillingTransaction tx, ProviderEvent event, Ownership.Traces traces, Instant now) {
        Owner owner = ownership.ownerOf(tx, traces);
        if (owner instanceof Owner.Bound bound) return bound(tx, event, traces, bound, now);
        if (ownership.erased(tx, traces)) return ERASED;
        boolean notOurs = owner instanceof Owner.Unknown && ownership.ofAnotherInstallation(traces.metadata());
        // One that is known already is fetched, which leaves nothing of it.
        if (notOurs && tx.accounts().ownerOf(traces.subscription()).isEmpty())
            return Result.ignored(Ownership.OF_ANOTHER_INSTALLATION);
        TrackedSubscription subject = adoption.holdUnowned(tx, traces.subscription(), event.livemode(), now);
        TrackedSubscription heard = hear(subject, event);
        if (owner instanceof Owner.Disputed disputed) {
            Bookkeeping.keep(tx, heard.quarantine(), now);
            String reason = "the signs name " + disputed.tenants() + "; an operator must bind it";
            return new Result(EventOutcome.QUARANTINED, reason, Optional.empty());
        }
        Bookkeeping.keep(tx, heard, now);
        adoption.lookAgainSoon(tx, traces.subscription());
        return new Result(EventOutcome.UNBOUND, "nothing says whose it is", Optional.empty());
    }

    private TrackedSubscription hear(TrackedSubscription subject, ProviderEvent event) {
        if (!(event.content() instanceof EventContent.OfSubscription own)) return subject.mark();
        return subject.observe(own.snapshot(), event.created(), fetchable(subject.id(), event), catalog)
                .next();
    }

    private Result bound(
            BillingTransaction tx, ProviderEvent event, Ownership.Traces traces, Owner.Bound owner, Instant now) {
        Bookkeeping.Held held = books.hold(tx, owner.tenant(), now);
        if (held.erased()) return ERASED;
        TrackedSubscription subject = tx.accounts().lockSubscription(traces.subscription(), event.livemode(), now);
        if (subject.tenant().filter(tenant -> !tenant.equals(owner.tenant())).isPresent())
            throw StoreException.conflict("the subscription was bound meanwhile");
        Bookkeeping.Cause cause = new Bookkeeping.Cause(Actor.WEBHOOK, Optional.of(event.id()), now);
        boolean first = subject.tenant().isEmpty();
        BillingAccount.Decision decision =
                held.account().observe(subject, event, fetchable(subject.id(), event), catalog);
        held = books.write(tx, held, decision, cause);
        if (first) adoption.concludeWaiting(tx, subject.id(), owner.tenant());
        if (event.content() instanceof EventContent.OfCheckout checkout) completed(tx, held, checkout.session(), cause);
        String reason = decision.reason()
                + owner.finding().map(finding -> "; " + finding).orElse("");
        return new Result(EventOutcome.APPLIED, reason, Optional.of(owner.tenant()));
    }

    /** A checkout of ours is over, and says who its customer is, should we not know. */
    private void completed(
            BillingTransaction tx, Bookkeeping.Held held, CheckoutSession session, Bookkeeping.Cause cause) {
        Optional<CheckoutAttempt> attempt = attemptOf(tx, session);
        if (attempt.filter(one -> one.tenant().equals(held.tenant())).isEmpty()) return;
        end(tx, attempt.get(), session);
        if (session.customer().isPresent()
                && tx.accounts().customerOf(held.tenant(), provider.name()).isEmpty()) {
            CustomerBinding binding = new CustomerBinding(
                    held.tenant(), provider.name(), session.customer().get(), provider.livemode(), false, 1);
            adoption.bind(tx, held, binding, false, "", cause);
        }
    }

    private Result withoutSubscription(BillingTransaction tx, ProviderEvent event, Instant now) {
        if (!(event.content() instanceof EventContent.OfCheckout checkout))
            return Result.ignored("it is about no subscription");
        CheckoutSession session = checkout.session();
        Optional<CheckoutAttempt> attempt = attemptOf(tx, session);
        if (attempt.isEmpty()) return ownership.erased(tx, session) ? ERASED : Result.ignored("not a checkout of ours");
        TenantId tenant = attempt.get().tenant();
        if (books.hold(tx, tenant, now).erased()) return ERASED;
        end(tx, tx.checkouts().attempt(attempt.get().id()).orElseThrow(), session);
        return new Result(EventOutcome.APPLIED, "the checkout is " + session.state(), Optional.of(tenant));
    }

    /** Records how a session ended; also for an attempt that another took the place of. */
    static void end(BillingTransaction tx, CheckoutAttempt attempt, CheckoutSession session) {
        switch (session.state()) {
            case COMPLETE -> tx.checkouts().save(attempt.with(session).in(CheckoutAttempt.State.COMPLETED));
            case EXPIRED -> {
                if (attempt.state() != CheckoutAttempt.State.COMPLETED)
                    tx.checkouts().save(attempt.with(session).in(CheckoutAttempt.State.EXPIRED));
            }
            case OPEN -> {}
        }
    }

    private Result customer(BillingTransaction tx, ProviderEvent event, EventContent.OfCustomer said, Instant now) {
        Optional<CustomerBinding> found = tx.accounts().bindingOf(said.id(), provider.name());
        if (found.isEmpty()) return tx.holdings().erased(List.of(said.id().value())) ? ERASED : NOT_BOUND;
        TenantId tenant = found.get().tenant();
        Bookkeeping.Held held = books.hold(tx, tenant, now);
        if (held.erased()) return ERASED;
        // Whoever held the tenant may have bound another customer to it, which must not be written over.
        Optional<CustomerBinding> binding = tx.accounts()
                .bindingOf(said.id(), provider.name())
                .filter(one -> one.tenant().equals(tenant));
        if (binding.isEmpty()) return NOT_BOUND;
        Bookkeeping.Cause cause = new Bookkeeping.Cause(Actor.WEBHOOK, Optional.of(event.id()), now);
        if (said.deleted() && !binding.get().gone()) {
            tx.accounts().bind(binding.get().deletedAtProvider(), now);
            held = books.note(tx, held, "the customer " + said.id() + " was deleted at the provider", cause);
        }
        for (TrackedSubscription one : held.account().subscriptions()) {
            if (!one.ended()) tx.accounts().save(one.mark(), now);
        }
        return new Result(EventOutcome.APPLIED, "its subscriptions are marked for a fetch", Optional.of(tenant));
    }

    private boolean fetchable(SubscriptionId id, ProviderEvent event) {
        return provider.canFetch(id, event.livemode());
    }
}
