package dev.missioncontrol.billing.http.pages;

import static dev.missioncontrol.billing.http.pages.Html.el;

import dev.missioncontrol.billing.http.pages.BillingPageView.Attempt;
import dev.missioncontrol.billing.http.pages.Forms.Look;
import java.net.URI;

/** What a reader of the billing page can do, as forms and links; nothing for one who may not manage, but to contact. */
final class BillingActions {
    static final String CHECKOUT = "/billing/checkout";
    static final String PORTAL = "/billing/portal";
    static final String SYNC = "/billing/sync";

    private final BillingPageView view;
    private final Wording wording;
    private final Forms forms;

    BillingActions(BillingPageView view) {
        this.view = view;
        wording = new Wording(view.chrome().locale());
        forms = new Forms(view.chrome().csrf());
    }

    /** The portal; whoever it can't be opened for has somebody to ask. */
    Html portal(String label, Look look) {
        return toPortal(label, look);
    }

    /** The portal, opened at one of its pages: {@code payment_method_update}, {@code subscription_cancel} or {@code subscription_update}. */
    Html portal(String label, String flow, Look look) {
        return toPortal(label, look, Forms.hidden("flow", flow));
    }

    private Html toPortal(String label, Look look, Html... hidden) {
        return manage(
                view.changing().portal()
                        ? forms.button(PORTAL, label, wording.say("action.opening_portal"), look, hidden)
                        : contact());
    }

    Html updatePaymentMethod() {
        return portal(wording.say("action.payment_method.update"), "payment_method_update", Look.PRIMARY);
    }

    /** Whether there is one only the provider knows, and it is not asked for a page: the section of payment asks it later. */
    Html addOrChangePaymentMethod() {
        return portal(wording.say("action.payment_method.add_or_change"), "payment_method_update", Look.PRIMARY);
    }

    /** The same choice again: the server leads to the session that is still open, with the code that was given there. */
    Html backToCheckout() {
        return view.offer()
                .attempt()
                .map(attempt -> again(attempt, wording.say("action.checkout.back")))
                .orElseGet(this::choosePlan);
    }

    /** The session that waits for the bank, if it is known; else the portal, which has the invoice. */
    Html confirmPayment() {
        String label = wording.say("action.payment.confirm");
        return view.offer()
                .attempt()
                .map(attempt -> again(attempt, label))
                .orElseGet(() -> portal(label, Look.PRIMARY));
    }

    private Html again(Attempt attempt, String label) {
        return manage(forms.button(
                CHECKOUT,
                label,
                wording.say("action.opening_checkout"),
                Look.PRIMARY,
                Forms.hidden("plan", attempt.plan()),
                Forms.hidden("interval", attempt.interval().word()),
                Forms.hidden("seats", Long.toString(attempt.seats())),
                goesOn(attempt)));
    }

    /** Says which checkout a form goes on with: the code of one is known to the server alone. */
    static Html goesOn(Attempt attempt) {
        return attempt.checkout().map(left -> Forms.hidden("again", left)).orElse(Html.NONE);
    }

    Html choosePlan() {
        return manage(
                el("a", wording.say("action.choose_plan")).cls("button primary").attr("href", "#plans"));
    }

    Html tryAgain() {
        return manage(forms.button(SYNC, wording.say("action.try_again"), wording.say("action.trying"), Look.PRIMARY));
    }

    Html checkAgain() {
        return manage(
                forms.button(SYNC, wording.say("action.check_again"), wording.say("action.checking"), Look.PLAIN));
    }

    Html contact() {
        return contact(view.chrome());
    }

    static Html contact(Chrome chrome) {
        return chrome.support()
                .map(URI::toString)
                .filter(Element::isAddress)
                .<Html>map(address -> el("a", new Wording(chrome.locale()).say("action.contact"))
                        .cls("button plain")
                        .attr("href", address))
                .orElse(Html.NONE);
    }

    private Html manage(Html action) {
        return view.canManage() ? action : Html.NONE;
    }
}
