package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.PromotionCodeId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.BillingMetadata;
import dev.missioncontrol.billing.provider.CheckoutSession;
import dev.missioncontrol.billing.provider.CheckoutSessionRequest;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.store.CheckoutAttempt;
import dev.missioncontrol.billing.store.CheckoutAttempt.State;
import dev.missioncontrol.billing.store.TenantRecord;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * Sends a tenant to a page on which it can buy a plan. An attempt is reserved before the provider is called, so that
 * parallel checkouts meet in one: the same purchase gets the same page, another one takes the place of the first.
 */
public final class StartCheckout {
    /** How often an attempt that was overtaken begins anew: each round has one rival that went further. */
    static final int MOST_ROUNDS = 4;

    private final Transactions transactions;
    private final PlanCatalog catalog;
    private final ReserveCheckout reserving;
    private final PaymentProvider provider;
    private final Bookkeeping books;
    private final EnsureCustomer customers;
    private final AskBeforeSelling before;
    private final PromotionCodes promotions;
    private final SupersededCheckout superseded;
    private final BegunCheckout begun;
    private final BillingSettings settings;
    private final ReturnPages returns;
    private final SeatUsage seatUsage;
    private final InstantSource clock;

    StartCheckout(
            Transactions transactions,
            PlanCatalog catalog,
            PaymentProvider provider,
            Bookkeeping books,
            EnsureCustomer customers,
            AskBeforeSelling before,
            PromotionCodes promotions,
            BillingSettings settings,
            ReturnPages returns,
            SeatUsage seatUsage,
            InstantSource clock,
            Supplier<String> ids) {
        this.transactions = transactions;
        this.catalog = catalog;
        this.provider = provider;
        this.books = books;
        this.customers = customers;
        this.before = before;
        this.promotions = promotions;
        superseded = new SupersededCheckout(transactions, provider, books, customers, clock);
        begun = new BegunCheckout(transactions, provider, books, customers, clock);
        this.settings = settings;
        this.returns = returns;
        this.seatUsage = seatUsage;
        this.clock = clock;
        reserving = new ReserveCheckout(transactions, catalog, books, customers, before, clock, ids);
    }

    /**
     * The page to pay on.
     *
     * @param inUse how many seats are in use by the word of whoever asks, which the host has signed
     * @throws ProviderException if the provider could not make it; the same request may be made again
     */
    public Redirect start(TenantId tenant, Checkout wanted, OptionalLong inUse) {
        var checked = counted(tenant, wanted, inUse);
        if (checked instanceof CheckoutTerms.Checked.Refused refused) return new Redirect.Rejected(refused.rejection());
        CheckoutTerms terms = ((CheckoutTerms.Checked.Terms) checked).terms();
        Optional<PromotionCodeId> promotion = wanted.again().flatMap(left -> promotions.again(tenant, left, terms));
        if (wanted.promotionCode().isPresent()) {
            var found = promotions.check(tenant, wanted.promotionCode().get());
            if (found instanceof PromotionCodes.Checked.Refused no) return new Redirect.Rejected(no.rejection());
            promotion =
                    Optional.of(((PromotionCodes.Checked.Usable) found).code().id());
        }
        try {
            return start(tenant, terms, wanted, promotion);
        } catch (ProviderException e) {
            if (promotion.isEmpty() || e.kind() != ProviderException.Kind.REFUSED_INPUT) throw e;
            return new Redirect.Rejected(PromotionCodes.notApplicable());
        }
    }

    private CheckoutTerms.Checked counted(TenantId tenant, Checkout wanted, OptionalLong inUse) {
        CheckoutTerms.Checked checked = CheckoutTerms.check(wanted, catalog);
        // Somebody far away may be asked: only of what is sold by the seat, is right otherwise, and can be bought at
        // all.
        return checked instanceof CheckoutTerms.Checked.Terms of
                        && of.terms().plan().perSeat()
                        && mayBuy(tenant)
                ? of.terms()
                        .whileInUse(
                                SeatsInUse.of(tenant, seatUsage, inUse),
                                wanted.seats().isPresent())
                : checked;
    }

    /** Read without holding the tenant, for the right reason: who may not buy is told that, and nothing about seats. What is over by the clock may be sold anew. */
    private boolean mayBuy(TenantId tenant) {
        return transactions.run(tx ->
                tx.accounts().tenant(tenant).flatMap(TenantRecord::deleted).isEmpty()
                        && tx.accounts()
                                .current(tenant)
                                .filter(stored -> stored.current().live()
                                        && !stored.current().over(clock.instant()))
                                .isEmpty());
    }

    private Redirect start(TenantId tenant, CheckoutTerms terms, Checkout wanted, Optional<PromotionCodeId> promotion) {
        AskBeforeSelling.Known known = new AskBeforeSelling.Known();
        boolean healed = false;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            Optional<Redirect> page;
            try {
                page = begin(tenant, terms, wanted, promotion, known);
            } catch (ProviderException e) {
                if (!begunAnew(e) || healed) throw e;
                healed = true;
                continue;
            }
            if (page.isPresent()) return page.get();
        }
        return new Redirect.Rejected(new Rejection(
                Rejection.Code.CHECKOUT_IN_PROGRESS,
                "",
                "Another checkout is being started. Wait a moment and try again."));
    }

    /** Nothing means: somebody went further meanwhile, or something was heard of, and it begins anew. */
    private Optional<Redirect> begin(
            TenantId tenant,
            CheckoutTerms terms,
            Checkout wanted,
            Optional<PromotionCodeId> promotion,
            AskBeforeSelling.Known known) {
        ReserveCheckout.Reserved reserved = reserving.reserve(tenant, terms, promotion, known);
        if (reserved instanceof ReserveCheckout.Reserved.Unasked unasked) {
            before.ask(tenant, unasked.question(), known);
            reserved = reserving.reserve(tenant, terms, promotion, known);
        }
        if (reserved instanceof ReserveCheckout.Reserved.Refused refused)
            return Optional.of(new Redirect.Rejected(refused.rejection()));
        if (reserved instanceof ReserveCheckout.Reserved.Unheard unheard) return begun.end(unheard.over());
        return reserved instanceof ReserveCheckout.Reserved.Mine mine
                ? page(mine, terms, wanted, known)
                : Optional.empty();
    }

    private Optional<Redirect> page(
            ReserveCheckout.Reserved.Mine mine, CheckoutTerms terms, Checkout wanted, AskBeforeSelling.Known known) {
        SupersededCheckout.Before before = superseded.expireAll(mine.superseded(), mine.attempt());
        if (before == SupersededCheckout.Before.ONE_WAS_PAID) return Optional.of(justCompleted());
        return mine.attempt().session().isPresent() ? begun.reuse(mine.attempt()) : open(mine, terms, wanted, known);
    }

    /**
     * What is well with another try, once: the customer was deleted there, and another is made. Or the page was made before with other
     * details (another language, another return address) by somebody who ended before it was kept.
     */
    private static boolean begunAnew(ProviderException e) {
        return e.kind() == ProviderException.Kind.NOT_FOUND || e.kind() == ProviderException.Kind.IDEMPOTENCY_CONFLICT;
    }

    static Redirect justCompleted() {
        return new Redirect.Rejected(
                new Rejection(Rejection.Code.ALREADY_SUBSCRIBED, "", ReserveCheckout.JUST_COMPLETED));
    }

    /** Nothing means: another checkout took this one's place meanwhile. */
    private Optional<Redirect> open(
            ReserveCheckout.Reserved.Mine reserved,
            CheckoutTerms terms,
            Checkout wanted,
            AskBeforeSelling.Known known) {
        CheckoutAttempt attempt = reserved.attempt();
        ReturnPage back = returns.of(attempt.tenant());
        EnsureCustomer.Ensured ensured = customers.ensure(attempt.tenant(), wanted.email(), wanted.name());
        if (ensured instanceof EnsureCustomer.Ensured.NoAddress no)
            return Optional.of(new Redirect.Rejected(no.rejection()));
        if (!(ensured instanceof EnsureCustomer.Ensured.There there)) return Optional.empty();
        CustomerId customer = there.customer();
        known.asked(customer);
        CheckoutSession session;
        try {
            session = provider.createCheckoutSession(request(reserved, terms, wanted, customer, back), key(attempt));
        } catch (ProviderException e) {
            abandon(attempt, customer, e);
            throw e;
        }
        boolean mine = transactions.run(tx -> {
            books.hold(tx, attempt.tenant(), clock.instant());
            Optional<CheckoutAttempt> now =
                    tx.checkouts().attempt(attempt.id()).filter(one -> one.state() == State.OPEN);
            now.ifPresent(one -> tx.checkouts().save(one.madeFor(customer).with(session)));
            return now.isPresent();
        });
        if (mine && session.url().isPresent())
            return Optional.of(new Redirect.To(session.url().get(), Optional.of(session.id())));
        if (!mine) superseded.expire(session.id());
        return Optional.empty();
    }

    /**
     * A refusal would be replayed under the same key for a day: the next try begins a new attempt. What may pass, or may
     * have happened, keeps its key; and so does one that somebody made a page for meanwhile.
     */
    private void abandon(CheckoutAttempt attempt, CustomerId customer, ProviderException e) {
        if (e.retryable()) return;
        transactions.run(tx -> {
            books.hold(tx, attempt.tenant(), clock.instant());
            tx.checkouts()
                    .attempt(attempt.id())
                    .filter(one -> one.state() == State.OPEN && one.session().isEmpty())
                    .ifPresent(one -> tx.checkouts().save(one.in(SupersededCheckout.UNANSWERED)));
            return null;
        });
        if (e.kind() == ProviderException.Kind.NOT_FOUND) customers.refused(attempt.tenant(), customer, e);
    }

    private CheckoutSessionRequest request(
            ReserveCheckout.Reserved.Mine reserved,
            CheckoutTerms terms,
            Checkout wanted,
            CustomerId customer,
            ReturnPage back) {
        CheckoutAttempt attempt = reserved.attempt();
        BillingMetadata metadata = new BillingMetadata(
                Optional.of(attempt.tenant().value()),
                settings.installation(),
                Optional.of(attempt.id().value()));
        return new CheckoutSessionRequest(
                attempt.tenant(),
                customer,
                terms.price().id(),
                terms.seats(),
                back.told(Redirect.Back.PAID.query() + "&session_id={CHECKOUT_SESSION_ID}"),
                URI.create(back.told(Redirect.Back.LEFT.query())),
                metadata,
                reserved.trialDays(),
                settings.promotionCodes() && attempt.promotion().isEmpty(),
                attempt.promotion(),
                settings.automaticTax(),
                wanted.locale());
    }

    private static String key(CheckoutAttempt attempt) {
        return "checkout-" + attempt.id().value() + "-" + attempt.generation();
    }
}
