package dev.missioncontrol.billing.sandbox;

import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.provider.CustomerRequest;
import dev.missioncontrol.billing.provider.EmailAddress;
import dev.missioncontrol.billing.provider.ProviderException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A customer, and what happens when it is charged without being asked. */
final class SandboxCustomer {
    private final CustomerId id;
    private final CustomerRequest request;
    private final List<SandboxSubscription> subscriptions = new ArrayList<>();
    private final SandboxInvoices invoices = new SandboxInvoices();
    private Optional<EmailAddress> email;
    private boolean hasCard;
    private boolean debited;
    private boolean cardDeclines;
    private boolean nextDeclines;
    private boolean asksBank;
    private boolean deleted;
    private long credit;

    /** @throws ProviderException of kind {@code REFUSED_INPUT} if its invoices can't go to that address */
    SandboxCustomer(CustomerId id, CustomerRequest request) {
        this.id = id;
        this.request = request;
        email = request.email().filter(text -> !text.isEmpty()).map(SandboxCustomer::taken);
    }

    private static EmailAddress taken(String address) {
        return EmailAddress.parse(address)
                .orElseThrow(() -> new ProviderException(
                        ProviderException.Kind.REFUSED_INPUT, "creating a customer: this is no e-mail address"));
    }

    CustomerId id() {
        return id;
    }

    TenantId tenant() {
        return request.tenant();
    }

    HostedCustomer view() {
        return new HostedCustomer(
                id, tenant(), email.map(EmailAddress::value), request.name(), hasCard, credit, deleted);
    }

    /** Where invoices go. */
    Optional<EmailAddress> email() {
        return email;
    }

    void mailTo(EmailAddress other) {
        email = Optional.of(other);
    }

    /** Oldest first. */
    List<SandboxSubscription> subscriptions() {
        return subscriptions;
    }

    SandboxInvoices invoices() {
        return invoices;
    }

    Optional<SubscriptionId> newestSubscription() {
        int count = subscriptions.size();
        return count == 0
                ? Optional.empty()
                : Optional.of(subscriptions.get(count - 1).id());
    }

    boolean hasCard() {
        return hasCard;
    }

    boolean deleted() {
        return deleted;
    }

    void delete() {
        deleted = true;
        hasCard = false;
    }

    /** A card was used at checkout; whether it goes on working is another question. */
    void useCard() {
        hasCard = true;
        debited = false;
    }

    /** A bank account was, which is debited from now on as a card would be charged. */
    void useDebit() {
        hasCard = true;
        debited = true;
    }

    /** Whether what pays is a bank account and no card: nobody knows at once whether that pays. */
    boolean debited() {
        return debited;
    }

    /** A card that works takes the place of whatever was there. */
    void renewCard() {
        hasCard = true;
        debited = false;
        cardDeclines = false;
        nextDeclines = false;
    }

    void declineNext() {
        nextDeclines = true;
    }

    void declineAll() {
        cardDeclines = true;
    }

    /** The bank wants to be asked at the next change that costs something. */
    void askBankNext() {
        asksBank = true;
    }

    /** Whether the bank wants to be asked, once. */
    boolean asksBank() {
        boolean asks = asksBank;
        asksBank = false;
        return asks;
    }

    /** What was given back and not used yet, in minor units of the customer's currency. */
    long credit() {
        return credit;
    }

    void keepCredit(long minorUnits) {
        credit = Math.addExact(credit, minorUnits);
    }

    /** Pays with what was given back before, and with the card for the rest; says whether it went through. */
    boolean pay(Money amount) {
        long fromCredit = Math.min(credit, amount.minorUnits());
        if (fromCredit < amount.minorUnits() && !charge()) return false;
        credit -= fromCredit;
        return true;
    }

    /** Charges the card once, and says whether it went through. */
    boolean charge() {
        boolean accepted = !nextPaymentFails();
        nextDeclines = false;
        return accepted;
    }

    boolean nextPaymentFails() {
        return !hasCard || cardDeclines || nextDeclines;
    }
}
