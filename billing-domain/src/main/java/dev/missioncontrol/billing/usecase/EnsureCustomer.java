package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.Sha256;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.BillingMetadata;
import dev.missioncontrol.billing.provider.CustomerRequest;
import dev.missioncontrol.billing.provider.EmailAddress;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.store.CustomerBinding;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes a tenant's customer at the provider, once: the idempotency key is made of the tenant and a generation. */
final class EnsureCustomer {
    private final Transactions transactions;
    private final PaymentProvider provider;
    private final Bookkeeping books;
    private final Adoption adoption;
    private final Optional<String> installation;
    private final InstantSource clock;
    private final Consumer<RuntimeException> trouble;

    EnsureCustomer(
            Transactions transactions,
            PaymentProvider provider,
            Bookkeeping books,
            Adoption adoption,
            Optional<String> installation,
            InstantSource clock,
            Consumer<RuntimeException> trouble) {
        this.transactions = transactions;
        this.provider = provider;
        this.books = books;
        this.adoption = adoption;
        this.installation = installation;
        this.clock = clock;
        this.trouble = trouble;
    }

    /** What came of it. */
    sealed interface Ensured {
        record There(CustomerId customer) implements Ensured {}

        /** The tenant was erased meanwhile. */
        record Erased() implements Ensured {}

        /** What was given as the address for its invoices can't be one, or the provider does not take it. */
        record NoAddress(Rejection rejection) implements Ensured {}
    }

    /**
     * The tenant's customer of this provider and mode, made if there is none or it is gone.
     *
     * @param email where its invoices go if it is made; one that is there keeps what it has, so that a wrong one is no obstacle then. An
     *     empty text is none, as of a user without an address
     * @param name what its invoices say if it is made; an empty text is none, and a longer one than the provider takes is cut
     * @throws ProviderException if the provider could not make it, or the tenant has one of live mode and the key is of test mode
     */
    Ensured ensure(TenantId tenant, Optional<String> email, Optional<String> name) {
        Optional<CustomerBinding> bound = transactions.run(tx -> tx.accounts().customerOf(tenant, provider.name()));
        if (bound.filter(this::usable).isPresent())
            return new Ensured.There(bound.get().customer());
        Optional<String> typed = email.filter(text -> !text.isBlank());
        Optional<EmailAddress> address = typed.flatMap(EmailAddress::parse);
        if (typed.isPresent() && address.isEmpty()) return new Ensured.NoAddress(ChangeBillingEmail.NO_ADDRESS);
        try {
            return made(tenant, address, name.flatMap(EnsureCustomer::invoiced), bound);
        } catch (ProviderException e) {
            if (address.isEmpty() || e.kind() != ProviderException.Kind.REFUSED_INPUT) throw e;
            return new Ensured.NoAddress(ChangeBillingEmail.NO_ADDRESS);
        }
    }

    private static Optional<String> invoiced(String given) {
        String name = given.strip();
        if (name.length() > CustomerRequest.LONGEST_NAME) {
            boolean half = Character.isHighSurrogate(name.charAt(CustomerRequest.LONGEST_NAME - 1));
            name = name.substring(0, CustomerRequest.LONGEST_NAME - (half ? 1 : 0));
        }
        return Optional.of(name).filter(text -> !text.isEmpty());
    }

    private Ensured made(
            TenantId tenant, Optional<EmailAddress> address, Optional<String> name, Optional<CustomerBinding> bound) {
        int generation = bound.map(CustomerBinding::generation).orElse(0) + 1;
        String pseudonym = transactions.run(
                tx -> books.hold(tx, tenant, clock.instant()).record().pseudonym());
        BillingMetadata metadata = new BillingMetadata(Optional.of(tenant.value()), installation, Optional.empty());
        CustomerId made = make(
                new CustomerRequest(tenant, address.map(EmailAddress::value), name, metadata),
                "customer-" + pseudonym + "-" + generation);
        Optional<CustomerId> ours = transactions.run(tx -> bind(tx, tenant, made, generation));
        if (ours.isEmpty()) delete(made);
        else if (!ours.get().equals(made)) deleteStray(tenant, made);
        return ours.<Ensured>map(Ensured.There::new).orElseGet(Ensured.Erased::new);
    }

    /**
     * The tenant's customer of this provider and mode, where there is one that is not gone.
     *
     * @throws ProviderException if it is of live mode and the key is of test mode
     */
    Optional<CustomerId> customerOf(BillingTransaction tx, TenantId tenant) {
        return tx.accounts()
                .customerOf(tenant, provider.name())
                .filter(this::usable)
                .map(CustomerBinding::customer);
    }

    /**
     * One that was made while somebody bound another: it holds an address, and no erasing would find it. Never one that was used,
     * as the first answer to an old key may be: all that it has would end. What was just bought with it the provider may know
     * before us, and a page of the tenant's may be its own.
     */
    private void deleteStray(TenantId tenant, CustomerId made) {
        boolean used = transactions.run(
                tx -> tx.accounts().bindingOf(made, provider.name()).isPresent()
                        || !tx.accounts().subscriptionsOf(made, 1).isEmpty());
        if (used) return;
        boolean payable = transactions.run(
                tx -> !SupersededCheckout.unexpired(tx, tenant, clock.instant()).isEmpty());
        if (payable)
            stays(made, ProviderException.Kind.WRONG_STATE, "a page of " + tenant + " may still be paid", null);
        else delete(made);
    }

    /** Whoever is just buying is not kept from it by one that stays: that is for who operates this, since nothing here names it. */
    private void delete(CustomerId made) {
        try {
            boolean bought = !provider.listSubscriptions(Optional.of(made), Optional.empty(), 1)
                    .subscriptions()
                    .isEmpty();
            if (bought) stays(made, ProviderException.Kind.WRONG_STATE, "it has a subscription", null);
            else provider.deleteCustomer(made);
        } catch (ProviderException e) {
            stays(made, e.kind(), String.valueOf(e.getMessage()), e);
        }
    }

    private void stays(CustomerId made, ProviderException.Kind kind, String why, @Nullable ProviderException cause) {
        String what =
                "customer " + made + " belongs to no tenant and was not deleted; look at it at the provider: " + why;
        Optional<Duration> again = cause == null ? Optional.empty() : cause.retryAfter();
        trouble.accept(new ProviderException(kind, what, again, cause));
    }

    /**
     * The key is used up for a day by one that was made with another address or name and never bound, since its node was killed, or by a
     * failure that the provider says again: the tenant must not wait so long, so these two have a key of their own, and, where that
     * one failed too, each minute has. What somebody binds meanwhile after all stays.
     */
    private CustomerId make(CustomerRequest request, String key) {
        String own = key + "-"
                + Sha256.hex(request.email().orElse("")
                        + request.name().map(name -> "\n" + name).orElse(""));
        long minute = clock.instant().truncatedTo(ChronoUnit.MINUTES).getEpochSecond();
        return under(key, request)
                .or(() -> under(own, request))
                .or(() -> under(own + "-" + minute, request))
                .orElseThrow(() -> new ProviderException(
                        ProviderException.Kind.UNAVAILABLE,
                        "creating a customer: all of its idempotency keys are used up"));
    }

    /** Nothing if the key is used up. */
    private Optional<CustomerId> under(String key, CustomerRequest request) {
        try {
            return Optional.of(provider.createCustomer(request, key));
        } catch (ProviderException e) {
            if (e.kind() != ProviderException.Kind.IDEMPOTENCY_CONFLICT) throw e;
            return Optional.empty();
        }
    }

    private Optional<CustomerId> bind(BillingTransaction tx, TenantId tenant, CustomerId made, int generation) {
        Instant now = clock.instant();
        Bookkeeping.Held held = books.hold(tx, tenant, now);
        if (held.erased()) return Optional.empty();
        Optional<CustomerId> rival = customerOf(tx, tenant);
        if (rival.isPresent()) return rival;
        CustomerBinding binding =
                new CustomerBinding(tenant, provider.name(), made, provider.livemode(), false, generation);
        Bookkeeping.Cause cause = Bookkeeping.Cause.by(Actor.CHECKOUT, now);
        if (adoption.bind(tx, held, binding, false, "", cause).isEmpty())
            throw new IllegalStateException("the provider gave one customer to two tenants: " + made);
        return Optional.of(made);
    }

    /**
     * Something about it was not found. That may be the price, and a key of another account or mode has none of our customers; so
     * it is gone, and the next checkout makes another, only if it was deleted; where that can't be told, it is what was refused that is told.
     */
    void refused(TenantId tenant, CustomerId customer, ProviderException refused) {
        try {
            if (!provider.customerDeleted(customer)) return;
        } catch (ProviderException unknown) {
            refused.addSuppressed(unknown);
            return;
        }
        transactions.run(tx -> {
            books.hold(tx, tenant, clock.instant());
            tx.accounts()
                    .customerOf(tenant, provider.name())
                    .filter(binding -> binding.customer().equals(customer))
                    .ifPresent(binding -> tx.accounts().bind(binding.deletedAtProvider(), clock.instant()));
            return null;
        });
    }

    /** Marks a subscription that a held tenant's own checkout made, so that it is fetched. */
    void mention(BillingTransaction tx, Bookkeeping.Held held, SubscriptionId id, Instant now) {
        if (held.erased()) return;
        TrackedSubscription subject = tx.accounts().lockSubscription(id, provider.livemode(), now);
        if (subject.tenant().filter(tenant -> !tenant.equals(held.tenant())).isPresent()) return;
        if (subject.quarantined()) return;
        Bookkeeping.Cause cause = Bookkeeping.Cause.by(Actor.CHECKOUT, now);
        adoption.adopt(tx, held, subject.mark(), cause);
    }

    /**
     * None is made with a key of test mode in the place of one of live mode, also of one that is gone: the live key would not find it
     * again, and what was paid is that customer's.
     *
     * @throws ProviderException if it is of live mode and the key is not: it is the wrong key
     */
    private boolean usable(CustomerBinding binding) {
        if (binding.livemode() && !provider.livemode())
            throw new ProviderException(
                    ProviderException.Kind.AUTHENTICATION,
                    "the key is of test mode, and " + binding.customer() + " of " + binding.tenant()
                            + " is of live mode: nothing is sold to it with this key");
        return !binding.gone() && binding.livemode() == provider.livemode();
    }
}
