package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.id.InvoiceId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.provider.Invoice;
import dev.missioncontrol.billing.provider.Invoice.State;
import dev.missioncontrol.billing.provider.InvoicePage;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Drafts are not shown, and hide nothing that is older. */
class ListInvoicesTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final Instant JAN_1 = Instant.parse("2026-01-01T00:00:00Z");

    private final SandboxPaymentProvider sandbox = SandboxPaymentProvider.startingAt(JAN_1);
    private final List<Invoice> atProvider = new ArrayList<>();
    private int asked;
    private final Billing billing = Billing.builder()
            .catalog(DefaultCatalog.withPlaceholderPrices())
            .provider(Intercepted.port(
                    PaymentProvider.class,
                    sandbox,
                    call -> call.is("listInvoices") ? page(call.argument(1), (int) call.argument(2)) : call.proceed()))
            .store(new InMemoryBillingStore())
            .clock(sandbox.clock())
            .build();

    ListInvoicesTest() {
        billing.startCheckout(ACME, Checkout.of("pro"));
    }

    /** Newest first. */
    private void has(State... states) {
        for (State state : states)
            atProvider.add(new Invoice(
                    new InvoiceId("in_" + (atProvider.size() + 1)),
                    Optional.empty(),
                    JAN_1,
                    new Money(2000, "usd"),
                    state,
                    Optional.empty()));
    }

    private InvoicePage page(Object after, int limit) {
        asked++;
        int from = atProvider.indexOf(atProvider.stream()
                        .filter(one -> Optional.of(one.id()).equals(after))
                        .findFirst()
                        .orElse(null))
                + 1;
        int to = Math.min(from + limit, atProvider.size());
        return new InvoicePage(atProvider.subList(from, to), to < atProvider.size());
    }

    private InvoicePage list(Optional<InvoiceId> after, int limit) {
        asked = 0;
        return billing.invoices(ACME, after, limit);
    }

    private static List<String> ids(InvoicePage page) {
        return page.invoices().stream().map(one -> one.id().value()).toList();
    }

    @Test
    void a_draft_that_fills_the_page_hides_no_older_invoice() {
        has(State.DRAFT, State.DRAFT, State.PAID, State.OPEN);
        InvoicePage first = list(Optional.empty(), 1);
        assertThat(ids(first)).containsExactly("in_3");
        assertThat(asked).isEqualTo(3);
        assertThat(ids(list(first.next(), 1))).containsExactly("in_4");
    }

    @Test
    void whoever_goes_on_sees_all_that_is_no_draft_once() {
        has(State.DRAFT, State.PAID, State.DRAFT, State.DRAFT, State.DRAFT, State.VOID, State.PAID, State.DRAFT);
        for (int limit = 1; limit <= 9; limit++) {
            List<String> seen = new ArrayList<>();
            Optional<InvoiceId> after = Optional.empty();
            do {
                InvoicePage page = list(after, limit);
                seen.addAll(ids(page));
                after = page.next();
            } while (after.isPresent());
            assertThat(seen).as("by " + limit).containsExactly("in_2", "in_6", "in_7");
        }
    }

    @Test
    void more_drafts_than_are_looked_through_at_once_are_gone_on_behind() {
        for (int i = 0; i < ListInvoices.MOST_PAGES; i++) has(State.DRAFT);
        has(State.PAID);
        InvoicePage none = list(Optional.empty(), 1);
        assertThat(none.invoices()).isEmpty();
        assertThat(none.more()).isTrue();
        assertThat(asked).isEqualTo(ListInvoices.MOST_PAGES);
        InvoicePage last = list(none.next(), 1);
        assertThat(ids(last)).containsExactly("in_6");
        assertThat(last.next()).isEmpty();
    }

    @Test
    void nothing_but_drafts_is_the_end() {
        has(State.DRAFT, State.DRAFT);
        assertThat(list(Optional.empty(), 1)).isEqualTo(new InvoicePage(List.of(), false));
    }
}
