package dev.missioncontrol.billing.sandbox;

import dev.missioncontrol.billing.id.InvoiceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.provider.Invoice;
import dev.missioncontrol.billing.provider.InvoicePage;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.ProviderException.Kind;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** A customer's invoices, newest first. */
final class SandboxInvoices {
    /** Most invoices kept for a customer, ten years of months and some more; the oldest are forgotten. */
    static final int MOST_KEPT = 150;

    /** Most invoices on a page, as at Stripe. */
    static final int MOST_ON_A_PAGE = 100;

    private final Deque<SandboxInvoice> newestFirst = new ArrayDeque<>();

    void add(SandboxInvoice invoice) {
        if (newestFirst.size() == MOST_KEPT) newestFirst.removeLast();
        newestFirst.addFirst(invoice);
    }

    /** The newest of this subscription's. */
    Optional<SandboxInvoice> newestOf(SubscriptionId subscription) {
        return newestFirst.stream()
                .filter(one -> one.subscription().id().equals(subscription))
                .findFirst();
    }

    /** What became of all that a subscription owes; nobody owes what a change waits for, or what is on its way. */
    void settle(SubscriptionId subscription, Invoice.State state, Instant at) {
        newestFirst.stream()
                .filter(invoice -> invoice.openOf(subscription) && !invoice.paysForChange() && !invoice.onItsWay())
                .forEach(invoice -> invoice.become(state, at));
    }

    InvoicePage page(Optional<InvoiceId> after, int limit, URI host) {
        if (limit < 1 || limit > MOST_ON_A_PAGE)
            throw new ProviderException(Kind.INVALID_REQUEST, "limit must be 1 to " + MOST_ON_A_PAGE);
        if (after.isPresent() && newestFirst.stream().noneMatch(one -> one.id().equals(after.get())))
            throw new ProviderException(Kind.NOT_FOUND, "no such invoice: " + after.get());
        List<Invoice> rest = newestFirst.stream()
                .dropWhile(one -> after.isPresent() && !one.id().equals(after.get()))
                .skip(after.isPresent() ? 1 : 0)
                .limit(limit + 1L)
                .map(one -> one.asPort(host))
                .toList();
        boolean more = rest.size() > limit;
        return new InvoicePage(more ? rest.subList(0, limit) : rest, more);
    }
}
