package dev.missioncontrol.billing.http;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.http.pages.BillingPageView;
import dev.missioncontrol.billing.http.pages.Promotion;
import dev.missioncontrol.billing.http.pages.Rejections;
import dev.missioncontrol.billing.id.AttemptId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.provider.PortalRequest.PortalFlow;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.usecase.Checkout;
import dev.missioncontrol.billing.usecase.OpenMatters;
import dev.missioncontrol.billing.usecase.Redirect;
import dev.missioncontrol.billing.usecase.Rejection;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** The forms of the billing page that send the browser on to the provider: to a checkout, or to the customer portal. */
final class RedirectPages {
    private final Billing billing;
    private final ProviderCalls calls;
    private final PageRoutes pages;

    RedirectPages(Billing billing, ProviderCalls calls, PageRoutes pages) {
        this.billing = billing;
        this.calls = calls;
        this.pages = pages;
    }

    void register(RoutesConfig routes) {
        routes.post("/billing/checkout", this::checkout);
        routes.post("/billing/portal", this::portal);
    }

    private void checkout(Context ctx) {
        PageSessions.Session session = pages.form(ctx, true);
        AskedChange asked = AskedChange.of(ctx, OptionalLong.empty());
        BillingInterval interval = asked.interval().orElse(BillingInterval.STANDARD);
        String plan = FormFields.of(ctx, "plan").orElse("");
        OptionalLong seats = AskedChange.seats(ctx);
        Optional<String> code = FormFields.of(ctx, "promotionCode");
        Optional<AttemptId> left = FormFields.of(ctx, "again").flatMap(RedirectPages::attempt);
        PageViews.Opening again = PageViews.Opening.PLAIN
                .at(asked.unreadable().isPresent() ? Optional.empty() : Optional.of(interval))
                .attempting(asked.attempt().map(last -> last.goingOnWith(left.map(AttemptId::value))));
        code.filter(text -> !text.isBlank())
                .ifPresent(text -> ctx.attribute(PartRoutes.PROMOTION, Promotion.kept(text)));
        if (asked.unreadable().isPresent()) {
            refused(ctx, session, again, plan, seats, code, asked.unreadable().get());
            return;
        }
        Checkout wanted = wanted(plan, interval, seats, code, left, ReaderLanguage.elsewhere(ctx));
        try {
            Redirect redirect = calls.redirect(
                    session.tenant(), () -> billing.startCheckout(session.tenant(), wanted, session.seatsInUse()));
            if (redirect instanceof Redirect.Rejected no)
                refused(ctx, session, again, plan, seats, code, no.rejection());
            else ctx.redirect(redirect.url().toString(), HttpStatus.SEE_OTHER);
        } catch (Problem hindered) {
            pages.showHindered(ctx, session, again, hindered);
        } catch (ProviderException away) {
            ctx.status(503);
            pages.show(ctx, session, again.saying(PageNotice.of(away)));
        }
    }

    private static Checkout wanted(
            String plan,
            BillingInterval interval,
            OptionalLong seats,
            Optional<String> code,
            Optional<AttemptId> left,
            Optional<String> locale) {
        Checkout wanted = Checkout.of(plan).every(interval);
        if (locale.isPresent()) wanted = wanted.locale(locale.get());
        if (seats.isPresent()) wanted = wanted.seats(seats.getAsLong());
        if (code.isPresent()) wanted = wanted.promotionCode(code.get());
        if (left.isPresent()) wanted = wanted.again(left.get());
        return wanted;
    }

    /** What can be no checkout's id is none, as is one that was never given. */
    private static Optional<AttemptId> attempt(String text) {
        try {
            return Optional.of(new AttemptId(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private void refused(
            Context ctx,
            PageSessions.Session session,
            PageViews.Opening again,
            String plan,
            OptionalLong seats,
            Optional<String> code,
            Rejection rejection) {
        ctx.status(ApiRoutes.problem(rejection).status);
        String sentence =
                Rejections.sentence(rejection.code(), billing.catalog().named(plan), seats, ReaderLanguage.of(ctx));
        boolean ofCode = rejection.field().equals("promotionCode");
        if (ofCode)
            ctx.attribute(
                    PartRoutes.PROMOTION, new Promotion(code.orElse(""), Optional.of(sentence), Optional.empty()));
        // Whoever presses again buys without the code that was refused.
        PageViews.Opening next =
                ofCode ? again.attempting(again.attempt().map(last -> last.goingOnWith(Optional.empty()))) : again;
        pages.show(ctx, session, next.wrong(new BillingPageView.FieldError(plan, rejection.field(), sentence)));
    }

    private void portal(Context ctx) {
        PageSessions.Session session = pages.form(ctx, true);
        Optional<PortalFlow> flow = flow(FormFields.of(ctx, "flow").orElse(""));
        try {
            Redirect redirect = calls.redirect(
                    session.tenant(), () -> billing.openPortal(session.tenant(), flow, ReaderLanguage.elsewhere(ctx)));
            if (redirect instanceof Redirect.Rejected no) noPortal(ctx, session, no.rejection());
            else ctx.redirect(redirect.url().toString(), HttpStatus.SEE_OTHER);
        } catch (Problem hindered) {
            pages.showHindered(ctx, session, PageViews.Opening.PLAIN, hindered);
        } catch (ProviderException away) {
            ctx.status(503);
            pages.show(ctx, session, PageViews.Opening.PLAIN.saying(PageNotice.of(away)));
        }
    }

    /** Reached from a page that is old by now: the button is not shown where the portal can't be opened. */
    private void noPortal(Context ctx, PageSessions.Session session, Rejection rejection) {
        ctx.status(ApiRoutes.problem(rejection).status);
        String sentence = Rejections.noCustomer(subscribed(session.tenant()), ReaderLanguage.of(ctx));
        pages.show(
                ctx,
                session,
                PageViews.Opening.PLAIN.wrong(new BillingPageView.FieldError("", rejection.field(), sentence)));
    }

    /** Whether there is a subscription, or one that begins with a payment that is not made yet. */
    private boolean subscribed(TenantId tenant) {
        return billing.status(tenant).current().live()
                || billing.openMatters(tenant).firstPayment() != OpenMatters.FirstPayment.NONE;
    }

    static Optional<PortalFlow> flow(String word) {
        for (PortalFlow flow : PortalFlow.values()) {
            if (flow.name().toLowerCase(Locale.ROOT).equals(word)) return Optional.of(flow);
        }
        return Optional.empty();
    }
}
