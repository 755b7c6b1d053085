package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.InvoiceId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.Invoice;
import dev.missioncontrol.billing.provider.InvoicePage;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.store.CustomerBinding;
import java.util.List;
import java.util.Optional;

/** Lists a tenant's invoices, its own alone: the customer comes from our binding, never from whoever asks. */
public final class ListInvoices {
    /** Most invoices on a page: the provider's own limit. */
    public static final int MOST_ON_A_PAGE = 100;

    /** Most pages asked for at once, until there is one with more than drafts: what is left is the next call's. */
    static final int MOST_PAGES = 5;

    private final Transactions transactions;
    private final PaymentProvider provider;

    ListInvoices(Transactions transactions, PaymentProvider provider) {
        this.transactions = transactions;
        this.provider = provider;
    }

    /**
     * A page of them, newest first, drafts left out; none for a tenant without a customer. It may be empty though there are more, behind
     * {@value #MOST_PAGES} pages of nothing but drafts.
     *
     * @param after those after this one, from the newest if absent; another tenant's is the end of the list
     * @param limit taken to be 1 to {@link #MOST_ON_A_PAGE}
     * @throws ProviderException if the provider could not be asked
     */
    public InvoicePage list(TenantId tenant, Optional<InvoiceId> after, int limit) {
        Optional<CustomerBinding> customer = transactions
                .run(tx -> tx.accounts().customerOf(tenant, provider.name()))
                .filter(binding -> binding.livemode() == provider.livemode());
        if (customer.isEmpty()) return new InvoicePage(List.of(), false);
        int bounded = Math.max(1, Math.min(MOST_ON_A_PAGE, limit));
        try {
            return shown(customer.get().customer(), after, bounded);
        } catch (ProviderException e) {
            if (e.kind() != ProviderException.Kind.NOT_FOUND) throw e;
            return new InvoicePage(List.of(), false);
        }
    }

    private InvoicePage shown(CustomerId customer, Optional<InvoiceId> after, int limit) {
        InvoicePage page = provider.listInvoices(customer, after, limit);
        List<Invoice> shown = shown(page);
        for (int pages = 1; shown.isEmpty() && page.more() && pages < MOST_PAGES; pages++) {
            page = provider.listInvoices(customer, page.next(), limit);
            shown = shown(page);
        }
        // Not after a draft, if that can be helped: it may be gone by the next call.
        return shown.isEmpty() ? new InvoicePage(shown, page.more(), page.next()) : new InvoicePage(shown, page.more());
    }

    private static List<Invoice> shown(InvoicePage page) {
        return page.invoices().stream()
                .filter(invoice -> invoice.state() != Invoice.State.DRAFT)
                .toList();
    }
}
