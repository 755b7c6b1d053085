package dev.missioncontrol.billing.http.pages;

import static dev.missioncontrol.billing.http.pages.Html.el;

import dev.missioncontrol.billing.http.pages.Forms.Look;
import dev.missioncontrol.billing.provider.PromotionCode;

/** Where a promotion code is typed before checkout; once it is known to give something, what that is. */
final class PromotionForm {
    static final String ACTION = "/billing/promotion";

    private final BillingPageView view;
    private final Wording wording;

    PromotionForm(BillingPageView view) {
        this.view = view;
        wording = new Wording(view.chrome().locale());
    }

    Html html() {
        boolean buys =
                view.canManage() && !view.held().subscribed() && !view.notice().expectsPlan();
        return view.offer()
                .promotion()
                .filter(any -> buys)
                .map(promotion ->
                        promotion.code().map(code -> applied(code, promotion)).orElseGet(() -> form(promotion)))
                .orElse(Html.NONE);
    }

    private Html applied(String code, Promotion promotion) {
        String given = promotion
                .applied()
                .map(known -> Discounts.promised(known, wording))
                .orElseGet(() -> wording.say("promotion.kept"));
        return el(
                        "p",
                        el("span", el("strong", code), Html.text(" "), el("span", given)),
                        el("a", wording.say("promotion.remove"))
                                .cls("button quiet")
                                .attr(
                                        "href",
                                        "/billing?interval="
                                                + view.offer().interval().word() + "#plans"))
                .cls("promotion applied")
                .attr("role", "status");
    }

    private Html form(Promotion promotion) {
        Element input = el("input")
                .id("promotion-code")
                .attr("type", "text")
                .attr("name", "code")
                .attr("value", promotion.typed())
                .attr("maxlength", PromotionCode.LONGEST)
                .attr("autocomplete", "off")
                .attr("autocapitalize", "characters")
                .attr("spellcheck", "false")
                .flag("required");
        if (promotion.error().isPresent())
            input = input.attr("aria-invalid", "true")
                    .attr("aria-describedby", "promotion-error")
                    .flag("autofocus");
        Element form = new Forms(view.chrome().csrf())
                .post(
                        ACTION,
                        Forms.hidden("interval", view.offer().interval().word()),
                        el("label", wording.say("promotion.label")).attr("for", "promotion-code"),
                        el(
                                        "div",
                                        input,
                                        Forms.submit(
                                                wording.say("promotion.apply"),
                                                wording.say("promotion.applying"),
                                                Look.PLAIN))
                                .cls("beside"),
                        promotion
                                .error()
                                .<Html>map(sentence ->
                                        el("p", sentence).cls("error").id("promotion-error"))
                                .orElse(Html.NONE));
        return el("details", el("summary", wording.say("promotion.title")), form)
                .cls("promotion")
                .flag(
                        "open",
                        promotion.error().isPresent() || !promotion.typed().isEmpty());
    }
}
