package dev.missioncontrol.billing.http.pages;

import static dev.missioncontrol.billing.http.pages.Html.el;

import dev.missioncontrol.billing.http.pages.Forms.Look;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.provider.Invoice;
import dev.missioncontrol.billing.sandbox.HostedInvoice;
import java.util.Locale;
import java.util.Optional;

/** The sandbox's stand-in for the provider's page of an invoice: what it asks for, and every way to pay it. */
public final class InvoiceStandIn {
    /**
     * What it shows.
     *
     * @param invoice the invoice
     * @param due what is charged if it is paid: itself, and all else that is owed with it
     * @param error why the last try failed
     * @param returnUrl where "Back to billing" leads; absent if no application is known
     * @param csrf the token of the forms
     * @param locale how money and dates are written
     */
    public record View(
            HostedInvoice invoice,
            Money due,
            Optional<String> error,
            Optional<String> returnUrl,
            String csrf,
            Locale locale) {}

    private InvoiceStandIn() {}

    /** The whole document. */
    public static String render(View view) {
        HostedInvoice invoice = view.invoice();
        Element main = el(
                "main",
                el(
                                "header",
                                el("h1", open(view) ? "Invoice" : "Receipt"),
                                el("p", el("bdi", invoice.customer().value())).cls("tenant"))
                        .cls("top"),
                view.error().<Html>map(CheckoutStandIn::failed).orElse(Html.NONE),
                el("section", top(view), rows(view), open(view) ? pay(view) : Html.NONE, back(view))
                        .cls("card"),
                CheckoutStandIn.about(
                        "This page stands in for the payment provider's. What you do here reaches the application as signed webhooks."));
        return Shell.page("Invoice · Sandbox", view.locale(), true, main.cls("narrow stand-in"));
    }

    private static boolean open(View view) {
        return view.invoice().state() == Invoice.State.OPEN;
    }

    private static Html top(View view) {
        String word = view.invoice().state().name().toLowerCase(Locale.ROOT);
        return el(
                        "div",
                        el("h2", view.invoice().number()),
                        el("p", word)
                                .cls("pill " + InvoicesPart.tone(view.invoice().state())))
                .cls("held-top");
    }

    private static Html rows(View view) {
        HostedInvoice invoice = view.invoice();
        Wording wording = new Wording(view.locale());
        Html lines = Html.all(invoice.lines().stream()
                .map(line -> CheckoutStandIn.row(line.description(), wording.money(line.amount()))));
        Html paid = invoice.state() == Invoice.State.PAID
                ? invoice.settledAt()
                        .<Html>map(at -> CheckoutStandIn.row("Paid on", wording.date(at)))
                        .orElse(Html.NONE)
                : Html.NONE;
        Html all = open(view) && !view.due().equals(invoice.total())
                ? CheckoutStandIn.row("With all else that is open", wording.money(view.due()))
                : Html.NONE;
        return el(
                        "dl",
                        CheckoutStandIn.row("Date", wording.date(invoice.date())),
                        lines,
                        CheckoutStandIn.row("Total", wording.money(invoice.total()))
                                .cls("total"),
                        CheckoutStandIn.row(
                                "Currency", invoice.total().currency().toUpperCase(Locale.ROOT)),
                        all,
                        paid)
                .cls("rows");
    }

    private static Html back(View view) {
        return view.returnUrl().map(CheckoutStandIn::back).orElse(Html.NONE);
    }

    private static Html pay(View view) {
        Forms forms = new Forms(view.csrf());
        String at = "/sandbox/invoice/" + Forms.segment(view.invoice().id().value()) + "/";
        String amount = new Wording(view.locale()).money(view.due());
        Html decline = forms.button(at + "decline", "Pay with a declining card", "Paying…", Look.PLAIN);
        return switch (view.invoice().attempt()) {
            case ON_ITS_WAY ->
                ways(
                        "The payment is on its way; it takes some days.",
                        forms.button(at + "settle", "Let it arrive", "Paying…", Look.PRIMARY),
                        forms.button(at + "fail-settling", "Let it fail", "Failing…", Look.PLAIN));
            case BANK_ASKS ->
                ways(
                        "The bank asks for a confirmation of this payment.",
                        forms.button(at + "pay", "Confirm and pay " + amount, "Paying…", Look.PRIMARY),
                        decline);
            default ->
                ways("It is to be paid.", forms.button(at + "pay", "Pay " + amount, "Paying…", Look.PRIMARY), decline);
        };
    }

    private static Html ways(String sentence, Html... buttons) {
        return Html.all(el("p", sentence), el("div", buttons).cls("actions wide"));
    }
}
