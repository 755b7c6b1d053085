package dev.missioncontrol.billing.http.pages;

import static dev.missioncontrol.billing.http.pages.Html.el;

import dev.missioncontrol.billing.provider.Invoice;
import dev.missioncontrol.billing.provider.InvoicePage;
import java.util.Locale;

/**
 * Invoices, newest first, each with the provider's own page of it.
 *
 * @param page some of them
 * @param first whether they are the newest
 * @param locale how they are written
 */
public record InvoicesPart(InvoicePage page, boolean first, Locale locale) {
    /** The section's content. */
    public Html html() {
        // Where others are behind what is left out, the script needs a table to add them to.
        if (page.invoices().isEmpty() && page.next().isEmpty())
            return Html.all(hint(first ? "invoices.none" : "invoices.no_more"), pager());
        Element head = el("thead", line(column("date"), column("amount"), column("state"), column("receipt")))
                .cls("visually-hidden")
                .attr("role", "rowgroup");
        Element body = el("tbody", Html.all(page.invoices().stream().map(this::row)))
                .attr("role", "rowgroup")
                .attr("data-rows", "");
        Element table = el(
                        "table",
                        el("caption", wording().say("part.title", "part", "invoices"))
                                .cls("visually-hidden"),
                        head,
                        body)
                .attr("role", "table")
                .cls("invoices");
        return page.invoices().isEmpty()
                ? Html.all(table, hint("invoices.none_here"), pager())
                : Html.all(table, pager());
    }

    private Html hint(String key) {
        return el("p", wording().say(key)).cls("hint");
    }

    private Html column(String what) {
        return el("th", wording().say("invoices.column", "what", what))
                .attr("scope", "col")
                .attr("role", "columnheader");
    }

    private static Html line(Html... cells) {
        return el("tr", cells).attr("role", "row");
    }

    private static Element cell(Html content) {
        return el("td", content).attr("role", "cell");
    }

    private Html row(Invoice invoice) {
        String date = wording().date(invoice.date());
        return line(
                el("th", date).attr("scope", "row").attr("role", "rowheader"),
                cell(Html.text(wording().money(invoice.total()))).cls("amount-of"),
                cell(el("span", wording().say("invoices.state", "state", state(invoice)))
                        .cls("pill " + tone(invoice.state()))),
                cell(link(invoice, date)).cls("link-of"));
    }

    /** Whoever has the address can see the invoice: no other window learns where it came from. */
    private Html link(Invoice invoice, String date) {
        boolean open = invoice.state() == Invoice.State.OPEN;
        return invoice.hostedPage()
                .map(Object::toString)
                .filter(Element::isAddress)
                .<Html>map(address -> el(
                                "a",
                                el("span", wording().say(open ? "invoices.pay" : "invoices.receipt")),
                                el("span", wording().say("invoices.of", "date", date))
                                        .cls("visually-hidden"))
                        .attr("href", address)
                        .attr("target", "_blank")
                        .attr("rel", "noopener noreferrer"))
                .orElse(Html.NONE);
    }

    private static String state(Invoice invoice) {
        return invoice.state().name().toLowerCase(Locale.ROOT);
    }

    static String tone(Invoice.State state) {
        return switch (state) {
            case PAID -> "good";
            case OPEN -> "warn";
            default -> "off";
        };
    }

    private Html pager() {
        Html older = page.next()
                .<Html>map(last -> link("invoices.older", "&after=" + Forms.segment(last.value()))
                        .attr("data-more", ""))
                .orElse(Html.NONE);
        Html newest = first ? Html.NONE : link("invoices.newest", "");
        return older == Html.NONE && newest == Html.NONE
                ? Html.NONE
                : el("p", newest, older).cls("pager actions");
    }

    private Element link(String key, String more) {
        return el("a", wording().say(key))
                .cls("button plain")
                .attr("href", "/billing?show=invoices" + more + "#" + PagePart.INVOICES.id());
    }

    private Wording wording() {
        return new Wording(locale);
    }
}
