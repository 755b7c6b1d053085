package dev.missioncontrol.billing.http;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.account.CurrentSubscription;
import dev.missioncontrol.billing.http.pages.BillingNotice;
import dev.missioncontrol.billing.http.pages.BillingPageView.FieldError;
import dev.missioncontrol.billing.http.pages.Changing;
import dev.missioncontrol.billing.http.pages.Changing.Renewed;
import dev.missioncontrol.billing.http.pages.Rejections;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.SubscriptionChange.Timing;
import dev.missioncontrol.billing.usecase.ChangeOutcome;
import dev.missioncontrol.billing.usecase.Conditions;
import dev.missioncontrol.billing.usecase.Preview;
import dev.missioncontrol.billing.usecase.Rejection;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The forms of the billing page that change what a tenant has. One asks what it would come to, and the page comes back with
 * that in it; the other does it, and the browser is sent to the page as it is then.
 */
final class ChangePages {
    private final Billing billing;
    private final ProviderCalls calls;
    private final PageRoutes pages;
    private final LastOutcomes outcomes;

    ChangePages(Billing billing, ProviderCalls calls, PageRoutes pages, LastOutcomes outcomes) {
        this.billing = billing;
        this.calls = calls;
        this.pages = pages;
        this.outcomes = outcomes;
    }

    void register(RoutesConfig routes) {
        routes.post("/billing/preview", this::preview);
        routes.post("/billing/change", this::change);
        routes.post("/billing/cancel", this::cancel);
        routes.post("/billing/resume", this::resume);
    }

    private void preview(Context ctx) {
        PageSessions.Session session = pages.form(ctx, true);
        switch (AskedChange.text(ctx, "what").orElse("change")) {
            case "end" -> propose(ctx, session, Renewed.NOT, Timing.PERIOD_END);
            case "resume" -> proposeResuming(ctx, session, Renewed.NOT);
            default -> proposeChange(ctx, session, asked(ctx, session), Renewed.NOT);
        }
    }

    private static AskedChange asked(Context ctx, PageSessions.Session session) {
        return AskedChange.of(ctx, session.seatsInUse());
    }

    private void proposeChange(Context ctx, PageSessions.Session session, AskedChange asked, Renewed renewed) {
        PageViews.Opening opening = PageViews.Opening.PLAIN.at(asked.interval()).attempting(asked.attempt());
        if (asked.unreadable().isPresent()) {
            refused(ctx, session, opening, asked, asked.unreadable().get());
            return;
        }
        guarded(ctx, session, opening, () -> {
            Preview preview = calls.look(session.tenant(), () -> billing.previewChange(session.tenant(), asked.anew()));
            if (preview instanceof Preview.Rejected no) refused(ctx, session, opening, asked, no.rejection());
            else show(ctx, session, opening.proposing(other((Preview.Of) preview, renewed)), renewed);
        });
    }

    private static Changing.Other other(Preview.Of preview, Renewed renewed) {
        return new Changing.Other(
                preview.change(),
                preview.after().plan(),
                preview.after().interval(),
                preview.after().seats(),
                preview.before().seats(),
                preview.costs(),
                preview.endsTrial(),
                renewed);
    }

    private void propose(Context ctx, PageSessions.Session session, Renewed renewed, Timing when) {
        CurrentSubscription current = billing.status(session.tenant()).current();
        boolean ends = current.live() && (current.cancelAt().isEmpty() || when == Timing.NOW);
        if (ends) show(ctx, session, PageViews.Opening.PLAIN.proposing(new Changing.End(renewed)), renewed);
        else ctx.redirect("/billing", HttpStatus.SEE_OTHER);
    }

    private void proposeResuming(Context ctx, PageSessions.Session session, Renewed renewed) {
        CurrentSubscription current = billing.status(session.tenant()).current();
        Changing.GoingOn again = new Changing.GoingOn(billing.recurring(session.tenant()), renewed);
        if (current.paused()) show(ctx, session, PageViews.Opening.PLAIN.proposing(again), renewed);
        else ctx.redirect("/billing", HttpStatus.SEE_OTHER);
    }

    private void show(Context ctx, PageSessions.Session session, PageViews.Opening opening, Renewed renewed) {
        if (renewed != Renewed.NOT) ctx.status(HttpStatus.PRECONDITION_FAILED);
        pages.show(ctx, session, opening);
    }

    private void change(Context ctx) {
        PageSessions.Session session = pages.form(ctx, true);
        AskedChange asked = asked(ctx, session);
        if (asked.unreadable().isPresent()) {
            // Refused there, before anything is asked.
            proposeChange(ctx, session, asked, Renewed.NOT);
            return;
        }
        Conditions conditions = conditions(ctx);
        done(
                ctx,
                session,
                BillingNotice.CHANGED,
                () -> billing.change(session.tenant(), asked.change(), conditions),
                renewed -> proposeChange(ctx, session, asked, renewed),
                asked);
    }

    private void cancel(Context ctx) {
        PageSessions.Session session = pages.form(ctx, true);
        Timing when = AskedChange.text(ctx, "when").filter("now"::equals).isPresent() ? Timing.NOW : Timing.PERIOD_END;
        Conditions conditions = conditions(ctx);
        done(
                ctx,
                session,
                BillingNotice.NONE,
                () -> billing.cancel(session.tenant(), when, conditions),
                renewed -> propose(ctx, session, renewed, when),
                asked(ctx, session));
    }

    private void resume(Context ctx) {
        PageSessions.Session session = pages.form(ctx, true);
        Conditions conditions = conditions(ctx);
        done(
                ctx,
                session,
                BillingNotice.GOES_ON,
                () -> billing.resume(session.tenant(), conditions),
                renewed -> proposeResuming(ctx, session, renewed),
                asked(ctx, session));
    }

    /** Once, and only on what the page has shown: a form without a version was not made by it. */
    private static Conditions conditions(Context ctx) {
        return new Conditions(
                AskedChange.text(ctx, "key"),
                Optional.of(AskedChange.text(ctx, "version").orElse("")));
    }

    /** Does it, and sends the browser to where what came of it is shown; or shows it anew where it was decided on another. */
    private void done(
            Context ctx,
            PageSessions.Session session,
            BillingNotice applied,
            Supplier<ChangeOutcome> change,
            Consumer<Renewed> anew,
            AskedChange asked) {
        PageViews.Opening opening = PageViews.Opening.PLAIN.at(asked.interval()).attempting(asked.attempt());
        guarded(ctx, session, opening, () -> {
            ChangeOutcome outcome = calls.change(session.tenant(), change);
            if (outcome instanceof ChangeOutcome.Rejected no) {
                rejected(ctx, session, opening, asked, no.rejection(), anew);
                return;
            }
            String version = AskedChange.text(ctx, "version").orElse("");
            if (outcome instanceof ChangeOutcome.Declined declined)
                outcomes.tell(ctx, session, notice(declined), version, Optional.empty(), asked.attempt());
            if (outcome instanceof ChangeOutcome.PaymentNeeded bank)
                outcomes.tell(
                        ctx, session, BillingNotice.PAYMENT_NEEDED, version, Optional.of(bank.url()), Optional.empty());
            // What is to come is a state of its own, which the page shows by itself.
            if (outcome instanceof ChangeOutcome.Applied && applied != BillingNotice.NONE)
                outcomes.tell(ctx, session, applied, version, Optional.empty(), Optional.empty());
            ctx.redirect("/billing", HttpStatus.SEE_OTHER);
        });
    }

    private static BillingNotice notice(ChangeOutcome.Declined declined) {
        return declined.nothingToCharge() ? BillingNotice.NO_PAYMENT_METHOD : BillingNotice.DECLINED;
    }

    private void rejected(
            Context ctx,
            PageSessions.Session session,
            PageViews.Opening opening,
            AskedChange asked,
            Rejection rejection,
            Consumer<Renewed> anew) {
        switch (rejection.code()) {
            case STALE_VERSION, IDEMPOTENCY_KEY_REUSED -> anew.accept(Renewed.CHANGED_MEANWHILE);
            case PREVIEW_EXPIRED -> anew.accept(Renewed.TOO_OLD);
            default -> refused(ctx, session, opening, asked, rejection);
        }
    }

    private void refused(
            Context ctx,
            PageSessions.Session session,
            PageViews.Opening opening,
            AskedChange asked,
            Rejection rejection) {
        ctx.status(ApiRoutes.problem(rejection).status);
        String plan = asked.plan().orElse("");
        String sentence =
                Rejections.sentence(rejection, billing.catalog().named(plan), asked.seats(), ReaderLanguage.of(ctx));
        pages.show(ctx, session, opening.wrong(new FieldError(plan, rejection.field(), sentence)));
    }

    /** Whatever hinders the provider from being asked is said on the page, which stays whole. */
    private void guarded(Context ctx, PageSessions.Session session, PageViews.Opening opening, Runnable work) {
        try {
            work.run();
        } catch (Problem hindered) {
            pages.showHindered(ctx, session, opening, hindered);
        } catch (ProviderException away) {
            boolean unsure =
                    away.kind() == ProviderException.Kind.TIMEOUT && !ctx.path().endsWith("/preview");
            ctx.status(503);
            pages.show(ctx, session, opening.saying(unsure ? BillingNotice.UNSURE : PageNotice.of(away)));
        }
    }
}
