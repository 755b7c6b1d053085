package dev.missioncontrol.billing.http.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.InvoiceId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.provider.InvoicePage;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
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

    @Test
    void a_page_of_nothing_but_what_is_left_out_says_so_above_the_way_on() {
        assertThat(html(new InvoicePage(List.of(), true, Optional.of(new InvoiceId("in_draft")))))
                .containsSubsequence("</table>", "There is no invoice to show here yet", "Older invoices");
    }

    @Test
    void a_page_of_a_history_in_which_nothing_is_told_says_so_above_the_way_on() {
        assertThat(new HistoryPart(
                                List.of(), OptionalLong.of(7), true, DefaultCatalog.withPlaceholderPrices(), Locale.UK)
                        .html()
                        .markup())
                .containsSubsequence("</ol>", "There is nothing to tell here yet", "Earlier");
    }
}
