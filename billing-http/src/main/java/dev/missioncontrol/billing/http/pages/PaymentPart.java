package dev.missioncontrol.billing.http.pages;

import static dev.missioncontrol.billing.http.pages.Html.el;

import dev.missioncontrol.billing.http.pages.Forms.Look;
import dev.missioncontrol.billing.provider.EmailAddress;
import dev.missioncontrol.billing.provider.PaymentDetails;
import dev.missioncontrol.billing.provider.PaymentMethod;
import java.time.Instant;
import java.util.Optional;

/**
 * How the tenant pays, where its invoices go, and what it is given off them.
 *
 * @param details as the provider says it
 * @param renewal when the next payment is taken, if one will be
 * @param canManage whether the reader may change anything
 * @param now whether a card has expired
 * @param email what was typed as an address last
 * @param chrome token and locale
 */
public record PaymentPart(
        PaymentDetails details, Optional<Instant> renewal, boolean canManage, Instant now, Email email, Chrome chrome) {
    /**
     * What became of an address.
     *
     * @param typed as it was typed; empty if nothing was
     * @param error what is wrong with it
     * @param saved whether it was just taken
     */
    public record Email(String typed, Optional<String> error, boolean saved) {
        /** Whether it was typed and not taken: then it is shown again. */
        boolean open() {
            return error.isPresent() || !typed.isEmpty();
        }
    }

    /** The section's content. */
    public Html html() {
        return el("dl", method(), address(), discount()).cls("facts");
    }

    private Html method() {
        Optional<PaymentMethod> method = details.method();
        String words = method.map(one -> PaymentMethods.words(one, wording()))
                .orElseGet(() -> wording().say("pay.none"));
        String label = method.isPresent() ? "pay.change" : "action.payment_method.add";
        Html change = canManage
                ? new Forms(chrome.csrf())
                        .button(
                                BillingActions.PORTAL,
                                wording().say(label),
                                wording().say("action.opening_portal"),
                                warning().isPresent() ? Look.PRIMARY : Look.PLAIN,
                                Forms.hidden("flow", "payment_method_update"))
                : Html.NONE;
        return fact("pay.method", el("dd", el("p", words), warned()), change);
    }

    private Html warned() {
        return warning().<Html>map(sentence -> el("p", sentence).cls("caution")).orElse(Html.NONE);
    }

    private Optional<String> warning() {
        if (details.method().isEmpty()) return Optional.empty();
        PaymentMethod method = details.method().get();
        if (!method.worksAt(now)) return Optional.of(wording().say("pay.expired"));
        return renewal.filter(at -> !method.worksAt(at)).map(at -> wording().say("pay.expires", "at", at));
    }

    private Html address() {
        Html saved = email.saved()
                ? el("p", wording().say("email.saved")).cls("hint").attr("role", "status")
                : Html.NONE;
        String now = details.email()
                .map(EmailAddress::value)
                .orElseGet(() -> wording().say("email.none"));
        return fact("email.label", el("dd", el("p", now), saved), canManage ? change() : Html.NONE);
    }

    private Html change() {
        Element input = el("input")
                .id("email")
                .attr("type", "email")
                .attr("name", "email")
                .attr(
                        "value",
                        email.open()
                                ? email.typed()
                                : details.email().map(EmailAddress::value).orElse(""))
                .attr("maxlength", EmailAddress.LONGEST)
                .attr("autocomplete", "email")
                .flag("required");
        if (email.error().isPresent())
            input = input.attr("aria-invalid", "true")
                    .attr("aria-describedby", "email-error")
                    .flag("autofocus");
        Element form = new Forms(chrome.csrf())
                .post(
                        "/billing/email",
                        el("label", wording().say("email.field")).attr("for", "email"),
                        el(
                                        "div",
                                        input,
                                        Forms.submit(
                                                wording().say("email.save"),
                                                wording().say("email.saving"),
                                                Look.PLAIN))
                                .cls("beside"),
                        email.error()
                                .<Html>map(sentence ->
                                        el("p", sentence).cls("error").id("email-error"))
                                .orElse(Html.NONE));
        return el("details", el("summary", wording().say("email.change")), form).flag("open", email.open());
    }

    private Html discount() {
        return details.discount()
                .map(held -> fact("discount.label", el("dd", el("p", Discounts.held(held, wording()))), Html.NONE))
                .orElse(Html.NONE);
    }

    private Html fact(String key, Element what, Html change) {
        return el(
                "div",
                el("dt", wording().say(key)),
                what,
                change == Html.NONE ? change : el("dd", change).cls("do"));
    }

    private Wording wording() {
        return new Wording(chrome.locale());
    }
}
