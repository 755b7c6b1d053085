package dev.missioncontrol.billing.http;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.WebhookAnswer;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.provider.ChangeResult;
import dev.missioncontrol.billing.provider.EventReader;
import dev.missioncontrol.billing.provider.PortalRequest.PortalFlow;
import dev.missioncontrol.billing.usecase.ChangeBillingEmail;
import dev.missioncontrol.billing.usecase.Checkout;
import dev.missioncontrol.billing.usecase.Operations;
import dev.missioncontrol.billing.usecase.Redirect;
import dev.missioncontrol.billing.usecase.Rejection;
import dev.missioncontrol.billing.usecase.TenantStatus;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** The API of tenants, and the webhook. */
final class ApiRoutes {
    /** Events on a page unless asked otherwise. */
    private static final long EVENTS_ON_A_PAGE = 100;

    /** Where webhooks without a signature are taken at all: who reads them, and from which requests. */
    record UnsignedWebhook(EventReader reader, Predicate<Context> allowed) {}

    private final Billing billing;
    private final Identity identity;
    private final PageSessions sessions;
    private final ProviderCalls calls;
    private final URI baseUrl;
    private final Optional<UnsignedWebhook> unsigned;
    private final RequestListener listener;
    private final Optional<Executor> turns;
    private final Optional<Executor> reads;
    private final StatusAnswers statuses = new StatusAnswers();

    /** What is answered to webhooks that were taken, by outcome: some ten words, all of them ours. */
    private final Map<String, byte[]> outcomes = new ConcurrentHashMap<>();

    /**
     * @param turns where events are stored while their requests wait; absent where the request's own thread does it
     * @param reads where statuses are asked for while their requests wait; absent likewise
     */
    ApiRoutes(
            Billing billing,
            Identity identity,
            PageSessions sessions,
            ProviderCalls calls,
            URI baseUrl,
            Optional<UnsignedWebhook> unsigned,
            RequestListener listener,
            Optional<Executor> turns,
            Optional<Executor> reads) {
        this.billing = billing;
        this.identity = identity;
        this.sessions = sessions;
        this.calls = calls;
        this.baseUrl = baseUrl;
        this.unsigned = unsigned;
        this.listener = listener;
        this.turns = turns;
        this.reads = reads;
    }

    void register(RoutesConfig routes) {
        routes.post("/api/billing/checkout", this::checkout);
        routes.post("/api/billing/portal", this::portal);
        routes.get("/api/billing/status", this::status);
        routes.get("/api/billing/entitlements", this::entitlements);
        routes.get("/api/billing/history", this::history);
        routes.get("/api/billing/plans", ctx -> Json.answer(ctx, 200, Answers.plans(billing.catalog())));
        routes.get("/api/billing/events", this::events);
        routes.post("/api/billing/sync", this::sync);
        routes.post("/api/billing/page-sessions", this::pageSession);
        routes.post(Limits.WEBHOOK_PATH, this::webhook);
    }

    private void status(Context ctx) {
        whenKnown(ctx, identity.reader(ctx), status -> {
            StatusAnswers.Answer answer = statuses.of(status);
            Preconditions.answer(ctx, answer.tag(), answer.body());
        });
    }

    private void entitlements(Context ctx) {
        whenKnown(ctx, identity.reader(ctx), status -> {
            byte[] body = Json.bytes(Answers.entitlements(status, billing.catalog()));
            Preconditions.answer(ctx, EntityTag.of(status.version(), body), body);
        });
    }

    private void whenKnown(Context ctx, TenantId tenant, Consumer<TenantStatus> answer) {
        if (reads.isEmpty()) answer.accept(billing.status(tenant));
        else AsyncAnswer.answer(ctx, billing.status(tenant, reads.get()), answer);
    }

    private void checkout(Context ctx) {
        TenantId tenant = identity.manager(ctx);
        Command command = Command.of(ctx, Set.of("plan", "interval", "seats", "promotionCode", "email", "locale"));
        Checkout wanted = Checkout.of(command.text("plan")).every(interval(command.optionalText("interval")));
        var seats = command.number("seats");
        if (seats.isPresent()) wanted = wanted.seats(seats.getAsLong());
        Optional<String> code = command.optionalText("promotionCode");
        if (code.isPresent()) wanted = wanted.promotionCode(code.get());
        Optional<String> email = command.optionalText("email");
        if (email.isPresent()) wanted = wanted.email(address(email.get()));
        Optional<Locale> locale = command.optionalText("locale").map(ReaderLanguage::parse);
        if (locale.isPresent()) wanted = wanted.locale(locale.get().toLanguageTag());
        Checkout checkout = wanted;
        redirect(ctx, calls.redirect(tenant, () -> billing.startCheckout(tenant, checkout, Identity.seatsInUse(ctx))));
    }

    static BillingInterval interval(Optional<String> word) {
        return word.map(BillingInterval::of)
                .orElse(Optional.of(BillingInterval.STANDARD))
                .orElseThrow(() ->
                        new Problem(400, "unknown_interval", "The interval is \"month\" or \"year\".", "interval", 0));
    }

    private void portal(Context ctx) {
        TenantId tenant = identity.manager(ctx);
        Command command = Command.of(ctx, Set.of("flow", "locale"));
        Optional<PortalFlow> flow = command.optionalText("flow").map(ApiRoutes::flow);
        Optional<String> locale =
                command.optionalText("locale").map(ReaderLanguage::parse).map(Locale::toLanguageTag);
        redirect(ctx, calls.redirect(tenant, () -> billing.openPortal(tenant, flow, locale)));
    }

    /** Also of a tenant that has a customer, whose address stays: what can't be one is a mistake either way. */
    private static String address(String typed) {
        Optional<Rejection> refused = ChangeBillingEmail.refusalOf(typed);
        if (refused.isPresent()) throw problem(refused.get());
        return typed;
    }

    private static PortalFlow flow(String word) {
        return RedirectPages.flow(word)
                .orElseThrow(() -> new Problem(
                        400,
                        "unknown_flow",
                        "The portal opens at \"payment_method_update\", \"subscription_cancel\" or"
                                + " \"subscription_update\", or at its overview without a flow.",
                        "flow",
                        0));
    }

    private void redirect(Context ctx, Redirect redirect) {
        if (redirect instanceof Redirect.Rejected rejected) throw problem(rejected.rejection());
        Json.answer(ctx, 200, Map.of("url", redirect.url().toString()));
    }

    static Problem problem(Rejection rejection) {
        int status = switch (rejection.code()) {
            case UNKNOWN_PLAN,
                    PLAN_NOT_SOLD,
                    INTERVAL_NOT_SOLD,
                    SEATS_OUT_OF_BOUNDS,
                    PROMOTION_CODES_OFF,
                    INVALID_EMAIL,
                    INVALID_IDEMPOTENCY_KEY -> 400;
            case CANCEL_NOW_NOT_ALLOWED -> 403;
            case ALREADY_SUBSCRIBED,
                    CHECKOUT_IN_PROGRESS,
                    NO_CUSTOMER,
                    NO_SUBSCRIPTION,
                    NOTHING_TO_CHANGE,
                    SEATS_IN_USE,
                    ENDING,
                    PAUSED,
                    PAYMENT_OVERDUE,
                    NOT_CHANGEABLE,
                    PREVIEW_EXPIRED -> 409;
            case SEAT_USAGE_UNKNOWN -> 503;
            case STALE_VERSION -> 412;
            // Not 400: the provider was asked, so that guessing uses up the allowance.
            case IDEMPOTENCY_KEY_REUSED, UNKNOWN_PROMOTION_CODE, PROMOTION_CODE_NOT_APPLICABLE -> 422;
            case TENANT_DELETED -> 410;
        };
        String code = rejection.code().name().toLowerCase(Locale.ROOT);
        // Two of the things that it may be about are heads of a request, and not fields.
        String field = switch (rejection.field()) {
            case "version" -> Preconditions.IF_MATCH;
            case "idempotencyKey" -> Preconditions.IDEMPOTENCY_KEY;
            default -> rejection.field();
        };
        long after = status == 503 ? BillingServer.TRY_AGAIN_SECONDS : 0;
        return new Problem(status, code, rejection.sentence() + way(rejection), field, after);
    }

    /** Which request is the way out, where the code or the provider's reason says it: the domain knows of no routes. */
    private static String way(Rejection rejection) {
        boolean byCard = rejection
                .rule()
                .filter(reason -> reason == ChangeResult.Reason.PAID_BY_DEBIT
                        || reason == ChangeResult.Reason.PAID_BY_UNSUPPORTED_METHOD)
                .isPresent();
        if (byCard || rejection.code() == Rejection.Code.PAYMENT_OVERDUE)
            return " The portal is opened by POST /api/billing/portal.";
        if (rejection.code() == Rejection.Code.NO_SUBSCRIPTION)
            return " A plan is bought by POST /api/billing/checkout.";
        return "";
    }

    private void history(Context ctx) {
        TenantId tenant = identity.reader(ctx);
        OptionalLong before = before(ctx.queryParam("before"));
        Json.answer(ctx, 200, Answers.history(calls.recall(tenant, () -> billing.history(tenant, before))));
    }

    private void events(Context ctx) {
        identity.operator(ctx);
        long after = number(ctx, "after", 0, 0, Long.MAX_VALUE);
        int limit = (int) number(ctx, "limit", EVENTS_ON_A_PAGE, 1, Operations.MOST_PUBLISHED);
        Json.answer(
                ctx,
                200,
                EventAnswer.page(
                        billing.operations().publishedEvents(after, limit),
                        billing.settings().access()));
    }

    private static long number(Context ctx, String name, long standard, long least, long most) {
        String sentence = "\"" + name + "\" is a number from " + least + " to " + most + ".";
        return new BoundedNumber(standard, least, most)
                .of(ctx.queryParam(name), () -> new Problem(400, "malformed_position", sentence, name, 0));
    }

    static OptionalLong before(@Nullable String text) {
        if (text == null) return OptionalLong.empty();
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            throw new Problem(
                    400, "malformed_position", "Send as \"before\" what the last page answered as it.", "before", 0);
        }
    }

    private void sync(Context ctx) {
        TenantId tenant = identity.reader(ctx);
        Command.of(ctx, Set.of());
        calls.sync(tenant, () -> billing.sync(tenant));
        TenantStatus status = billing.status(tenant);
        Preconditions.tag(ctx, status);
        Json.answer(ctx, 200, Answers.status(status));
    }

    private void pageSession(Context ctx) {
        PageSessions.Session opener = identity.opener(ctx);
        Optional<Locale> locale =
                Command.of(ctx, Set.of("locale")).optionalText("locale").map(ReaderLanguage::parse);
        String ticket = sessions.ticket(opener.tenant(), opener.manage(), locale, opener.seatsInUse());
        Json.answer(
                ctx,
                201,
                Map.of("url", baseUrl.resolve("/billing/enter?ticket=" + ticket).toString(), "ticket", ticket));
    }

    private void webhook(Context ctx) {
        if (ctx.header("Content-Type") != null) UnseenWebhook.told(listener, () -> BodyType.JSON.require(ctx));
        byte[] body = Limits.taken(ctx);
        String signature = ctx.header(billing.signatureHeader());
        if (signature == null && unsigned.filter(one -> one.allowed().test(ctx)).isPresent()) {
            UnseenWebhook.told(listener, () -> refuseBrowsers(ctx));
            answer(ctx, billing.accept(unsigned.orElseThrow().reader(), body));
        } else if (turns.isEmpty()) answer(ctx, billing.accept(body, signature));
        else AsyncAnswer.answer(ctx, billing.accept(body, signature, turns.get()), answer -> answer(ctx, answer));
    }

    /** Any site's page can have its reader's browser post to this machine; browsers say one of these with it. */
    private static void refuseBrowsers(Context ctx) {
        if (ctx.header("Origin") == null && ctx.header("Sec-Fetch-Site") == null) return;
        throw new Problem(
                403,
                RequestListener.SENT_BY_BROWSER,
                "Events without a signature are not taken from a browser. Send them with a program.");
    }

    private void answer(Context ctx, WebhookAnswer answer) {
        answer.event().ifPresent(event -> MDC.put("eventId", event.value()));
        answer.refusal().ifPresentOrElse(listener::webhookRefused, () -> listener.webhookTaken(answer.code()));
        long after = answer.httpStatus() == 503 ? BillingServer.TRY_AGAIN_SECONDS : 0;
        if (answer.httpStatus() != 200)
            throw new Problem(answer.httpStatus(), answer.code(), answer.detail(), "", after);
        Json.last(ctx, outcomes.computeIfAbsent(answer.code(), code -> Json.bytes(Map.of("outcome", code))));
    }
}
