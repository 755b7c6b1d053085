package dev.missioncontrol.billing.http.pages;

import static dev.missioncontrol.billing.http.pages.Html.el;

import dev.missioncontrol.billing.http.pages.Forms.Look;

/** The billing page: what a tenant has, what needs attention, what it can have. */
public final class BillingPage {
    /** How often a page without script loads itself again while a payment is being confirmed, in seconds. */
    private static final int RELOAD_SECONDS = 5;

    /** How often it does so at most: for as long as the script asks. */
    public static final int MOST_LOOKS = NoticeBanner.POLL_FOR_MILLIS / 1000 / RELOAD_SECONDS;

    private BillingPage() {}

    /** The whole document, without the sections that are fetched later. */
    public static String render(BillingPageView view) {
        return render(view, Html.NONE);
    }

    /**
     * The whole document.
     *
     * @param parts the sections that are fetched later
     */
    public static String render(BillingPageView view, Html parts) {
        boolean confirming = view.notice() == BillingNotice.CONFIRMING;
        Element main = el(
                "main",
                header(view),
                new NoticeBanner(view).html(),
                new HeldCard(view).html(),
                new PlanChoice(view).html(),
                new ProposalPanel(view).html(),
                confirming ? Html.NONE : new PlanComparison(view).html(),
                confirming ? Html.NONE : parts);
        return Shell.page(
                new Wording(view.chrome().locale()).say("page.title", "tenant", view.tenantName()),
                view.chrome().locale(),
                view.chrome().sandbox(),
                reload(view),
                main);
    }

    private static Html header(BillingPageView view) {
        Forms forms = new Forms(view.chrome().csrf());
        Wording wording = new Wording(view.chrome().locale());
        Html tenant = el("p", el("bdi", view.tenantName())).cls("tenant").attr("title", view.tenantId());
        Html leave = view.chrome().signOut()
                ? forms.button(
                        "/billing/logout", wording.say("page.sign_out"), wording.say("page.signing_out"), Look.QUIET)
                : Html.NONE;
        return el(
                        "header",
                        el("h1", wording.say("page.heading")),
                        el("div", tenant, leave).cls("who"))
                .cls("top")
                .attr("part", "header");
    }

    private static Html reload(BillingPageView view) {
        if (view.notice() != BillingNotice.CONFIRMING && view.notice() != BillingNotice.CHANGE_CONFIRMING)
            return Html.NONE;
        return view.nextLook()
                .<Html>map(address -> el(
                        "noscript",
                        el("meta").attr("http-equiv", "refresh").attr("content", RELOAD_SECONDS + "; url=" + address)))
                .orElse(Html.NONE);
    }
}
