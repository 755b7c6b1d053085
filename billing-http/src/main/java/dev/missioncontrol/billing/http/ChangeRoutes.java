package dev.missioncontrol.billing.http;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.id.InvoiceId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.InvoicePage;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.SubscriptionChange.Timing;
import dev.missioncontrol.billing.usecase.Change;
import dev.missioncontrol.billing.usecase.ChangeOutcome;
import dev.missioncontrol.billing.usecase.Conditions;
import dev.missioncontrol.billing.usecase.ListInvoices;
import dev.missioncontrol.billing.usecase.Preview;
import dev.missioncontrol.billing.usecase.Rejection;
import dev.missioncontrol.billing.usecase.SeatPush;
import dev.missioncontrol.billing.usecase.TenantStatus;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The API by which a tenant changes what it has, and sees what it paid. */
final class ChangeRoutes {
    /** Invoices on a page where nothing is said: more than a year of monthly ones. */
    static final int INVOICES = 20;

    private final Billing billing;
    private final Identity identity;
    private final ProviderCalls calls;

    ChangeRoutes(Billing billing, Identity identity, ProviderCalls calls) {
        this.billing = billing;
        this.identity = identity;
        this.calls = calls;
    }

    void register(RoutesConfig routes) {
        routes.post("/api/billing/subscription/preview", this::preview);
        routes.patch("/api/billing/subscription", this::change);
        routes.put("/api/billing/subscription/seats", this::pushSeats);
        routes.post("/api/billing/subscription/cancel", this::cancel);
        routes.post("/api/billing/subscription/resume", this::resume);
        routes.get("/api/billing/invoices", this::invoices);
    }

    private void preview(Context ctx) {
        TenantId tenant = identity.manager(ctx);
        Change wanted = wanted(Command.of(ctx, Set.of("plan", "interval", "seats")), Optional.empty())
                .whileInUse(Identity.seatsInUse(ctx));
        Preview preview = calls.look(tenant, () -> billing.previewChange(tenant, wanted));
        if (preview instanceof Preview.Rejected no) throw ApiRoutes.problem(no.rejection());
        Json.answer(ctx, 200, ChangeAnswers.preview((Preview.Of) preview));
    }

    private void change(Context ctx) {
        TenantId tenant = identity.manager(ctx);
        Conditions conditions = Preconditions.of(ctx);
        Command command = Command.of(ctx, Set.of("plan", "interval", "seats", "previewedAt"));
        Change wanted = wanted(command, command.optionalText("previewedAt").map(ChangeRoutes::instant))
                .whileInUse(Identity.seatsInUse(ctx));
        answer(ctx, tenant, () -> billing.change(tenant, wanted, conditions));
    }

    private static Change wanted(Command command, Optional<Instant> previewedAt) {
        Optional<String> plan = command.optionalText("plan");
        Optional<String> interval = command.optionalText("interval");
        OptionalLong seats = command.number("seats");
        if (plan.isEmpty() && interval.isEmpty() && seats.isEmpty())
            throw new Problem(
                    400, "missing_field", "Say what to change: \"plan\", \"interval\" or \"seats\".", "plan", 0);
        return new Change(plan, interval.map(word -> ApiRoutes.interval(Optional.of(word))), seats, previewedAt);
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new Problem(
                    400,
                    "malformed_time",
                    "Send as \"previewedAt\" what the preview answered as it, or leave it out.",
                    "previewedAt",
                    0);
        }
    }

    /** Asks the provider nothing: a worker does, so often as one may. */
    private void pushSeats(Context ctx) {
        TenantId tenant = identity.manager(ctx);
        long seats = Command.of(ctx, Set.of("seats"))
                .number("seats")
                .orElseThrow(() -> new Problem(400, "missing_field", "Say how many \"seats\".", "seats", 0));
        SeatPush push = calls.push(tenant, () -> billing.pushSeats(tenant, seats));
        if (push instanceof SeatPush.Rejected no) throw ApiRoutes.problem(no.rejection());
        Json.answer(ctx, 202, Map.of("seats", ((SeatPush.Accepted) push).seats()));
    }

    private void cancel(Context ctx) {
        TenantId tenant = identity.manager(ctx);
        Conditions conditions = Preconditions.of(ctx);
        Timing when = when(Command.of(ctx, Set.of("when")).optionalText("when").orElse("period_end"));
        answer(ctx, tenant, () -> billing.cancel(tenant, when, conditions));
    }

    private static Timing when(String word) {
        return switch (word) {
            case "period_end" -> Timing.PERIOD_END;
            case "now" -> Timing.NOW;
            default ->
                throw new Problem(
                        400, "unknown_time", "It ends at the \"period_end\", or \"now\" where allowed.", "when", 0);
        };
    }

    private void resume(Context ctx) {
        TenantId tenant = identity.manager(ctx);
        Conditions conditions = Preconditions.of(ctx);
        Command.of(ctx, Set.of());
        answer(ctx, tenant, () -> billing.resume(tenant, conditions));
    }

    private void answer(Context ctx, TenantId tenant, Supplier<ChangeOutcome> change) {
        ChangeOutcome outcome = made(tenant, change);
        if (outcome instanceof ChangeOutcome.Declined declined) throw declined(declined);
        TenantStatus status = billing.status(tenant);
        Preconditions.tag(ctx, status);
        if (outcome instanceof ChangeOutcome.Rejected no) {
            Problem problem = ApiRoutes.problem(no.rejection());
            boolean stale = no.rejection().code() == Rejection.Code.STALE_VERSION;
            throw stale ? problem.with("version", status.version()) : problem;
        }
        Json.answer(ctx, 200, ChangeAnswers.outcome(outcome, status));
    }

    /** Where no answer came in time it may have been done all the same, and must not be said not to be. */
    private ChangeOutcome made(TenantId tenant, Supplier<ChangeOutcome> change) {
        try {
            return calls.change(tenant, change);
        } catch (ProviderException e) {
            if (e.kind() != ProviderException.Kind.TIMEOUT) throw e;
            throw new Problem(
                    503,
                    "provider_timeout",
                    "The payment provider did not answer in time, so this may have been done. Look at the status, or send"
                            + " the same again under the same Idempotency-Key.",
                    "",
                    BillingServer.TRY_AGAIN_SECONDS);
        }
    }

    private static Problem declined(ChangeOutcome.Declined declined) {
        String sentence = declined.nothingToCharge()
                ? "There is no payment method to charge, so your plan is as it was. Add one in the customer portal, then"
                        + " try again: POST /api/billing/portal."
                : "The payment was declined, so your plan is as it was and nothing was charged. Use another payment"
                        + " method, then try again.";
        return new Problem(402, "payment_declined", sentence).with("reason", declined.reason());
    }

    private void invoices(Context ctx) {
        TenantId tenant = identity.reader(ctx);
        Optional<InvoiceId> after = Optional.ofNullable(ctx.queryParam("after")).map(ChangeRoutes::invoice);
        int limit = limit(ctx.queryParam("limit"));
        InvoicePage page = calls.look(tenant, () -> billing.invoices(tenant, after, limit));
        Json.answer(ctx, 200, ChangeAnswers.invoices(page));
    }

    static InvoiceId invoice(String text) {
        try {
            return new InvoiceId(text);
        } catch (IllegalArgumentException e) {
            throw new Problem(
                    400, "malformed_position", "Send as \"after\" what the last page answered as it.", "after", 0);
        }
    }

    private static int limit(@Nullable String text) {
        String sentence = "A page has 1 to " + ListInvoices.MOST_ON_A_PAGE + " invoices.";
        return (int) new BoundedNumber(INVOICES, 1, ListInvoices.MOST_ON_A_PAGE)
                .of(text, () -> new Problem(400, "malformed_limit", sentence, "limit", 0));
    }
}
