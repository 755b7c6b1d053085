package dev.missioncontrol.billing.http;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.http.pages.BillingNotice;
import dev.missioncontrol.billing.http.pages.PagePart;
import dev.missioncontrol.billing.http.pages.PartSection;
import dev.missioncontrol.billing.http.pages.PaymentPart;
import dev.missioncontrol.billing.http.pages.Promotion;
import dev.missioncontrol.billing.http.pages.Rejections;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.usecase.ChangeBillingEmail;
import dev.missioncontrol.billing.usecase.PromotionCodes;
import dev.missioncontrol.billing.usecase.Rejection;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.Optional;

/** Sections of the billing page that are fetched later, and its forms for the address of invoices and for promotion codes. */
final class PartRoutes {
    /** What became of a code in this request: a {@link Promotion}. */
    static final String PROMOTION = "promotion";

    /** What became of an address in this request: a {@link PaymentPart.Email}. */
    static final String EMAIL = "billingEmail";

    private final Billing billing;
    private final ProviderCalls calls;
    private final PageRoutes pages;
    private final PageParts parts;

    PartRoutes(Billing billing, ProviderCalls calls, PageRoutes pages, PageParts parts) {
        this.billing = billing;
        this.calls = calls;
        this.pages = pages;
        this.parts = parts;
    }

    void register(RoutesConfig routes) {
        routes.get("/billing/parts/{part}", this::part);
        routes.post("/billing/email", this::email);
        routes.post("/billing/promotion", this::promotion);
    }

    /** A piece of markup, also where the provider is away or too much is asked for: then with what can be done about it. */
    private void part(Context ctx) {
        PagePart part = PagePart.of(ctx.pathParam("part"))
                .orElseThrow(() -> new Problem(404, "not_found", "There is nothing at this address."));
        String html;
        try {
            PageSessions.Session session = pages.signedIn(ctx);
            html = parts.content(
                            part,
                            ctx,
                            session,
                            billing.status(session.tenant()),
                            pages.chrome(ctx, session),
                            Optional.empty())
                    .markup();
        } catch (ProviderException away) {
            ctx.status(HttpStatus.SERVICE_UNAVAILABLE);
            html = PartSection.failure(part, ReaderLanguage.of(ctx)).markup();
        } catch (Problem tooOften) {
            if (tooOften.retryAfterSeconds == 0) throw tooOften;
            ctx.status(tooOften.status);
            Json.retryAfter(ctx, tooOften);
            html = PartSection.failure(part, ReaderLanguage.of(ctx)).markup();
        }
        ReaderLanguage.answer(ctx, html);
    }

    private void email(Context ctx) {
        PageSessions.Session session = pages.form(ctx, true);
        String typed = FormFields.of(ctx, "email").orElse("");
        try {
            Optional<Rejection> refused = calls.askUnless(
                    ChangeBillingEmail.refusalOf(typed),
                    session.tenant(),
                    () -> billing.changeBillingEmail(session.tenant(), typed));
            if (refused.isEmpty()) {
                ctx.redirect("/billing?show=payment&saved=email#part-payment", HttpStatus.SEE_OTHER);
                return;
            }
            ctx.status(ApiRoutes.problem(refused.get()).status);
            ctx.attribute(EMAIL, wrong(ctx, typed, refused.get()));
            pages.show(ctx, session, PageViews.Opening.PLAIN);
        } catch (Problem hindered) {
            ctx.attribute(EMAIL, kept(typed));
            pages.showHindered(ctx, session, PageViews.Opening.PLAIN, hindered);
        } catch (ProviderException away) {
            ctx.status(HttpStatus.SERVICE_UNAVAILABLE);
            // The section is looked up for it: where no moment helps, that would be refused as well.
            if (away.retryable()) ctx.attribute(EMAIL, kept(typed));
            pages.show(ctx, session, opening(Optional.empty(), PageNotice.of(away)));
        }
    }

    /** As it was typed, for another try. */
    private static PaymentPart.Email kept(String typed) {
        return new PaymentPart.Email(typed, Optional.empty(), false);
    }

    private static PaymentPart.Email wrong(Context ctx, String typed, Rejection why) {
        return new PaymentPart.Email(typed, Optional.of(sentence(ctx, why)), false);
    }

    private void promotion(Context ctx) {
        PageSessions.Session session = pages.form(ctx, true);
        String typed = FormFields.of(ctx, "code").orElse("");
        Optional<BillingInterval> interval = FormFields.of(ctx, "interval").flatMap(BillingInterval::of);
        ctx.attribute(PROMOTION, new Promotion(typed, Optional.empty(), Optional.empty()));
        try {
            PromotionCodes.Checked checked =
                    calls.ask(session.tenant(), () -> billing.promotionCode(session.tenant(), typed));
            if (checked instanceof PromotionCodes.Checked.Refused no)
                ctx.status(ApiRoutes.problem(no.rejection()).status);
            ctx.attribute(PROMOTION, became(ctx, typed, checked));
            pages.show(ctx, session, PageViews.Opening.PLAIN.at(interval));
        } catch (Problem hindered) {
            pages.showHindered(ctx, session, PageViews.Opening.PLAIN.at(interval), hindered);
        } catch (ProviderException away) {
            ctx.status(HttpStatus.SERVICE_UNAVAILABLE);
            pages.show(ctx, session, opening(interval, PageNotice.of(away)));
        }
    }

    private static Promotion became(Context ctx, String typed, PromotionCodes.Checked checked) {
        return checked instanceof PromotionCodes.Checked.Usable usable
                ? new Promotion(typed, Optional.empty(), Optional.of(usable.code()))
                : new Promotion(
                        typed,
                        Optional.of(sentence(ctx, ((PromotionCodes.Checked.Refused) checked).rejection())),
                        Optional.empty());
    }

    private static PageViews.Opening opening(Optional<BillingInterval> interval, BillingNotice notice) {
        return PageViews.Opening.PLAIN.at(interval).saying(notice);
    }

    private static String sentence(Context ctx, Rejection why) {
        return Rejections.sentence(why.code(), Optional.empty(), ReaderLanguage.of(ctx));
    }
}
