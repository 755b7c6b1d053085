package dev.missioncontrol.billing.http.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.InvoiceId;
import dev.missioncontrol.billing.provider.InvoicePage;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InvoicesPartTest {
    private static String html(InvoicePage page) {
        return new InvoicesPart(page, true, Locale.UK).html().markup();
    }

    @Test
    void invoices_behind_those_that_are_left_out_can_be_gone_on_to() {
        assertThat(html(new InvoicePage(List.of(), true, Optional.of(new InvoiceId("in_draft")))))
                .contains("after=in_draft", "Older invoices", "data-rows")
                .doesNotContain("There are no invoices yet.");
        assertThat(html(new InvoicePage(List.of(), false)))
                .contains("There are no invoices yet.")
                .doesNotContain("Older invoices");
    }
}
