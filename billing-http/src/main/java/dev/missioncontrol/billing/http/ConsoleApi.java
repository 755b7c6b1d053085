package dev.missioncontrol.billing.http;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.store.Figures;
import dev.missioncontrol.billing.store.InboxEvent;
import dev.missioncontrol.billing.store.InboxRow;
import dev.missioncontrol.billing.store.Listings.TenantLine;
import dev.missioncontrol.billing.store.StoredSubscription;
import dev.missioncontrol.billing.usecase.Explanation;
import dev.missioncontrol.billing.usecase.Operations;
import dev.missioncontrol.billing.usecase.Overview;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the console shows, for programs: by an operator's token, and by no cookie. */
final class ConsoleApi {
    private final Billing billing;
    private final ConsoleSessions sessions;
    private final URI baseUrl;

    ConsoleApi(Billing billing, ConsoleSessions sessions, URI baseUrl) {
        this.billing = billing;
        this.sessions = sessions;
        this.baseUrl = baseUrl;
    }

    void register(RoutesConfig routes) {
        routes.post("/api/billing/console-sessions", this::session);
        routes.get("/api/billing/console/overview", this::overview);
        routes.get("/api/billing/console/tenants", this::tenants);
        routes.get("/api/billing/console/tenant", this::tenant);
        routes.get("/api/billing/console/events", this::events);
        routes.get("/api/billing/console/event", this::event);
    }

    private void session(Context ctx) {
        sessions.reader(ctx);
        boolean act = Command.of(ctx, Set.of("act")).flag("act");
        String ticket = sessions.ticket(ctx, act);
        Json.answer(
                ctx,
                201,
                Map.of("url", baseUrl.resolve("/console/enter?ticket=" + ticket).toString()));
    }

    private void overview(Context ctx) {
        sessions.reader(ctx);
        Overview overview = billing.operations().overview(ConsoleQueries.days(ctx));
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("at", overview.at().toString());
        answer.put("countedAt", overview.countedAt().map(Object::toString).orElse(null));
        answer.put("countedSince", overview.countedSince().map(Object::toString).orElse(null));
        answer.put("days", overview.days().stream().map(ConsoleApi::day).toList());
        answer.put(
                "minutes", overview.minutes().stream().map(ConsoleApi::minute).toList());
        answer.put("sweeps", overview.sweeps().stream().map(ConsoleApi::sweep).toList());
        Json.answer(ctx, 200, answer);
    }

    private static Map<String, @Nullable Object> day(Figures.Day one) {
        Map<String, @Nullable Object> day = new LinkedHashMap<>();
        day.put("day", one.day().toString());
        day.put("plan", one.group().plan());
        day.put("interval", one.group().interval().map(each -> each.word()).orElse(null));
        day.put(
                "providerStatus",
                one.group().standing().map(each -> each.word()).orElse(null));
        day.put("tenants", one.group().tenants());
        day.put("seats", one.group().seats());
        day.put("revenue", one.revenue().map(ConsoleApi::money).orElse(null));
        return day;
    }

    private static Map<String, @Nullable Object> money(Money money) {
        Map<String, @Nullable Object> amount = new LinkedHashMap<>();
        amount.put("amount", money.minorUnits());
        amount.put("currency", money.currency());
        return amount;
    }

    private static Map<String, @Nullable Object> minute(Figures.Minute one) {
        Map<String, @Nullable Object> received = new LinkedHashMap<>();
        for (EventOutcome outcome : EventOutcome.values())
            received.put(outcome.word(), one.received().getOrDefault(outcome, 0L));
        Map<String, @Nullable Object> minute = new LinkedHashMap<>();
        minute.put("at", one.at().toString());
        minute.put("seconds", one.covers().toMillis() / 1000.0);
        minute.put("received", received);
        minute.put("waiting", one.marked());
        minute.put("lagSeconds", one.lag().toMillis() / 1000.0);
        return minute;
    }

    private static Map<String, @Nullable Object> sweep(Figures.Sweep one) {
        Map<String, @Nullable Object> sweep = new LinkedHashMap<>();
        sweep.put("at", one.at().toString());
        sweep.put("compared", one.listed());
        sweep.put("drift", one.drift());
        sweep.put("repaired", one.mended());
        return sweep;
    }

    private void tenants(Context ctx) {
        sessions.reader(ctx);
        ConsoleQueries.Found found = ConsoleQueries.tenants(ctx, billing.operations(), billing.catalog());
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("tenants", found.tenants().stream().map(ConsoleApi::line).toList());
        answer.put("unreadable", found.unreadable());
        answer.put("next", found.next().map(Object::toString).orElse(null));
        Json.answer(ctx, 200, answer);
    }

    private static Map<String, @Nullable Object> line(TenantLine one) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("tenant", one.tenant().value());
        line.put(
                "has",
                one.has().map(StoredSubscription::current).map(Answers::had).orElse(null));
        line.put(
                "customer",
                one.has()
                        .flatMap(StoredSubscription::customer)
                        .map(Object::toString)
                        .orElse(null));
        line.put(
                "subscription",
                one.has()
                        .flatMap(has -> has.current().subscription())
                        .map(Object::toString)
                        .orElse(null));
        return line;
    }

    private void tenant(Context ctx) {
        sessions.reader(ctx);
        Explanation why = billing.operations().explain(ConsoleQueries.tenant(ctx.queryParam("id")));
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("tenant", why.tenant().value());
        answer.put("status", why.status().map(Answers::status).orElse(null));
        answer.put("why", why.why());
        answer.put(
                "customer",
                why.customer().map(binding -> binding.customer().value()).orElse(null));
        List<Object> timeline = new ArrayList<>();
        for (Explanation.Entry entry : why.timeline()) timeline.add(entry(entry));
        answer.put("timeline", timeline);
        answer.put("earlierLeftOut", why.earlierLeftOut());
        answer.put("unreadable", why.unreadable());
        Json.answer(ctx, 200, answer);
    }

    private static Map<String, @Nullable Object> entry(Explanation.Entry entry) {
        if (entry instanceof Explanation.Entry.Event event) return event(event.event());
        var decision = ((Explanation.Entry.Decision) entry).entry();
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("kind", "decision");
        answer.put("at", decision.at().toString());
        answer.put("actor", decision.actor());
        answer.put("rule", decision.rule());
        answer.put("event", decision.event().map(Object::toString).orElse(null));
        answer.put("before", Answers.had(decision.before()));
        answer.put("after", Answers.had(decision.after()));
        return answer;
    }

    private static Map<String, @Nullable Object> event(InboxEvent event) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("kind", "event");
        answer.put("at", event.received().toString());
        answer.put("event", event.id().value());
        answer.put("type", event.type());
        answer.put("outcome", event.outcome().word());
        answer.put("reason", event.reason());
        answer.put("tenant", event.tenant().map(Object::toString).orElse(null));
        answer.put("subscription", event.subscription().map(Object::toString).orElse(null));
        answer.put("attempts", event.attempts());
        return answer;
    }

    private void events(Context ctx) {
        sessions.reader(ctx);
        Operations.Events page = ConsoleQueries.events(ctx, billing.operations(), ConsoleQueries.kind(ctx));
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("events", page.events().stream().map(ConsoleApi::event).toList());
        answer.put("unreadable", page.unreadable());
        answer.put(
                "next",
                page.next()
                        .map(place -> Map.of(
                                "received", place.received().toString(),
                                "event", place.id().value()))
                        .orElse(null));
        Json.answer(ctx, 200, answer);
    }

    private void event(Context ctx) {
        sessions.reader(ctx);
        InboxRow row = ConsoleQueries.event(ctx.queryParam("id"), billing.operations());
        Json.answer(
                ctx,
                200,
                row instanceof InboxRow.Readable readable
                        ? withPayload(readable.event())
                        : unreadable((InboxRow.Unreadable) row));
    }

    private static Map<String, @Nullable Object> withPayload(InboxEvent event) {
        Map<String, @Nullable Object> answer = event(event);
        answer.put(
                "payload",
                Optional.of(event.payload()).filter(text -> !text.isEmpty()).orElse(null));
        return answer;
    }

    private static Map<String, @Nullable Object> unreadable(InboxRow.Unreadable row) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("kind", "unreadable_event");
        answer.put("at", row.received().toString());
        answer.put("event", row.id());
        answer.put("outcome", row.outcome().word());
        answer.put("unreadable", row.words());
        return answer;
    }
}
