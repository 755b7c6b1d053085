package dev.missioncontrol.billing.http.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.http.pages.CheckoutStandIn.State;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.provider.Invoice;
import dev.missioncontrol.billing.sandbox.HostedInvoice;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What holds for every page: the content security policy, a document's order, names for what can be used. */
class PagePolicyTest {
    private static List<String> pages() {
        List<String> pages = new ArrayList<>();
        for (BillingNotice notice : BillingNotice.values()) {
            pages.add(APage.onFree().saying(notice).html());
            pages.add(APage.onTeamYearly(5).saying(notice).html());
            pages.add(APage.onFree()
                    .attempted("team", BillingInterval.YEAR, 1)
                    .wrong("team", "seats", "No.")
                    .saying(notice)
                    .html());
            pages.add(APage.onTeamYearly(5).reader().saying(notice).html());
        }
        for (State state : State.values()) pages.add(CheckoutStandIn.render(AStandIn.checkout(state, 14, "Oh no. ")));
        pages.add(PortalStandIn.render(AStandIn.portal("active", Optional.empty(), "")));
        pages.add(PortalStandIn.render(AStandIn.portal("active", Optional.of(APage.PERIOD_END), "Done. ")));
        for (HostedInvoice.Attempt attempt : HostedInvoice.Attempt.values())
            pages.add(InvoiceStandIn.render(AStandIn.invoice(Invoice.State.OPEN, attempt, "Oh no. ")));
        pages.add(LoginPage.render(new LoginPage.View("t", List.of("acme"), "", Optional.of("No."), true, true)));
        pages.add(ErrorPage.render(404, "not_found", "req_1", Locale.GERMANY));
        return pages;
    }

    @Test
    void no_page_holds_inline_script_or_style() {
        assertThat(pages()).allSatisfy(html -> {
            assertThat(Markup.all(html, "<script([^>]*)>"))
                    .allMatch(attributes -> attributes.contains("src=\"/billing/assets/"));
            assertThat(Markup.all(html, "<script[^>]*>([^<]+)")).isEmpty();
            assertThat(html).doesNotContain("<style").doesNotContain("style=\"").doesNotContain("javascript:");
            assertThat(Markup.all(html, "<[a-z0-9]+(?: [a-z-]+(?:=\"[^\"]*\")?)* (on[a-z]+)="))
                    .isEmpty();
        });
    }

    @Test
    void every_page_has_one_h1_and_its_headings_in_order() {
        assertThat(pages()).allSatisfy(html -> {
            List<Integer> levels = Markup.all(html, "<h([1-6])[ >]").stream()
                    .map(Integer::valueOf)
                    .toList();
            assertThat(levels).startsWith(1);
            assertThat(levels).filteredOn(level -> level == 1).hasSize(1);
            for (int i = 1; i < levels.size(); i++)
                assertThat(levels.get(i)).isLessThanOrEqualTo(levels.get(i - 1) + 1);
        });
    }

    @Test
    void every_id_is_used_once_and_every_reference_finds_it() {
        assertThat(pages()).allSatisfy(html -> {
            List<String> ids = Markup.all(html, " id=\"([^\"]*)\"");
            assertThat(ids).doesNotHaveDuplicates();
            List<String> wanted = new ArrayList<>(Markup.all(html, " for=\"([^\"]*)\""));
            for (String list : Markup.all(html, " aria-(?:describedby|labelledby)=\"([^\"]*)\""))
                wanted.addAll(List.of(list.split(" ")));
            assertThat(new HashSet<>(ids)).containsAll(wanted);
        });
    }

    @Test
    void every_field_that_can_be_seen_has_a_label() {
        assertThat(pages()).allSatisfy(html -> {
            List<String> labelled = Markup.all(html, "<label for=\"([^\"]*)\"");
            assertThat(Markup.all(html, "<(?:input|select) id=\"([^\"]*)\" (?:type=\"(?:number|text)\"|name)"))
                    .allMatch(labelled::contains);
        });
    }

    @Test
    void every_page_says_its_language_title_and_where_it_is_not_indexed() {
        assertThat(pages())
                .allSatisfy(html -> assertThat(html)
                        .containsPattern("^<!doctype html><html lang=\"(en|en-GB|en-US|de-DE)\">")
                        .contains("<title>", "name=\"viewport\"", "<main", "name=\"robots\" content=\"noindex\""));
    }
}
