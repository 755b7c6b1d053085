package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.EmailAddress;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.ProviderException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Sends a tenant's invoices to another address. The address goes to the provider and nowhere else; that it was changed is
 * written into the audit, since who reads the invoices learns what is paid.
 */
public final class ChangeBillingEmail {
    /** What is answered to an address that can't be one, or that the provider does not take. */
    static final Rejection NO_ADDRESS = new Rejection(
            Rejection.Code.INVALID_EMAIL,
            "email",
            "This is not an e-mail address that invoices can go to. It looks like billing@company.com.");

    private final Transactions transactions;
    private final PaymentProvider provider;
    private final TenantCustomer customers;
    private final Bookkeeping books;
    private final InstantSource clock;

    ChangeBillingEmail(
            Transactions transactions,
            PaymentProvider provider,
            TenantCustomer customers,
            Bookkeeping books,
            InstantSource clock) {
        this.transactions = transactions;
        this.provider = provider;
        this.customers = customers;
        this.books = books;
        this.clock = clock;
    }

    /** Why no invoices can go to this address, as far as that is seen without asking anybody; nothing if they may. */
    public static Optional<Rejection> refusalOf(String typed) {
        return EmailAddress.parse(typed).isEmpty() ? Optional.of(NO_ADDRESS) : Optional.empty();
    }

    /**
     * Changes it.
     *
     * @return why not; nothing if it was done
     * @throws ProviderException if the provider could not be asked
     */
    public Optional<Rejection> change(TenantId tenant, String typed) {
        Optional<EmailAddress> address = EmailAddress.parse(typed);
        if (address.isEmpty()) return Optional.of(NO_ADDRESS);
        Optional<CustomerId> customer = customers.of(tenant);
        if (customer.isEmpty())
            return Optional.of(customers.unknown(tenant, "There are no invoices yet. Choose a plan first."));
        try {
            provider.changeBillingEmail(customer.get(), address.get());
        } catch (ProviderException e) {
            if (e.kind() != ProviderException.Kind.REFUSED_INPUT) throw e;
            return Optional.of(NO_ADDRESS);
        }
        Instant now = clock.instant();
        transactions.run(tx -> books.note(
                tx,
                books.hold(tx, tenant, now),
                "invoices go to another address",
                Bookkeeping.Cause.by(Actor.TENANT, now)));
        return Optional.empty();
    }
}
