package dev.missioncontrol.billing.http.pages;

import static dev.missioncontrol.billing.http.pages.Html.el;

import dev.missioncontrol.billing.http.pages.Forms.Look;
import java.net.URI;

/** The forms that change what a tenant has: those that ask what it would come to, and those that do it. */
final class ChangeActions {
    /** Where what is asked for is shown, in the page itself. */
    static final String PANEL = "proposal";

    static final String PREVIEW = "/billing/preview";
    static final String CHANGE = "/billing/change";
    static final String CANCEL = "/billing/cancel";
    static final String RESUME = "/billing/resume";

    private final BillingPageView view;
    private final Forms forms;
    private final Wording wording;

    ChangeActions(BillingPageView view) {
        this.view = view;
        forms = new Forms(view.chrome().csrf());
        wording = new Wording(view.chrome().locale());
    }

    /** Asks what something would come to: the page comes back with it, and the script puts it in place. */
    Element ask(Html... content) {
        return forms.post(PREVIEW + "#" + PANEL, content).flag("data-in-place");
    }

    Element askButton(String label, Look look) {
        return Forms.submit(label, wording.say("change.reckoning"), look);
    }

    Html cancel(String label, Look look) {
        return manage(ask(Forms.hidden("what", "end"), askButton(label, look)));
    }

    /** Goes on after a pause, which costs something: so it is shown first. */
    Html unpause() {
        return manage(ask(Forms.hidden("what", "resume"), askButton(wording.say("action.resume"), Look.PRIMARY)));
    }

    /** Takes back what was planned, which costs nothing: so it is done. */
    Html keep() {
        return manage(confirm(
                RESUME, wording.say("action.keep", "plan", view.held().plan().name()), Look.PRIMARY));
    }

    /** A form that does it once, and only to what its sender has seen. */
    Element confirm(String action, String label, Look look, Html... hidden) {
        return forms.post(
                        action,
                        Forms.hidden("version", view.changing().version()),
                        Forms.hidden("key", view.changing().key()))
                .with(hidden)
                .with(Forms.submit(label, wording.say("change.working"), look));
    }

    /** To where the bank asks. */
    Html confirmPayment() {
        return manage(view.changing()
                .confirmation()
                .map(URI::toString)
                .filter(Element::isAddress)
                .<Html>map(address -> el("a", wording.say("action.payment.confirm"))
                        .cls("button primary")
                        .attr("href", address))
                .orElse(Html.NONE));
    }

    /** Nothing is done. */
    Html leave(String label) {
        return el("a", label).cls("button plain").attr("href", "/billing").flag("data-leave");
    }

    private Html manage(Html action) {
        return view.canManage() ? action : Html.NONE;
    }
}
