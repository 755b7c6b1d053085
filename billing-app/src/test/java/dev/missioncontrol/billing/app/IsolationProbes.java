package dev.missioncontrol.billing.app;

import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** How each route is tried by a tenant that names another: in path, query, headers and body. */
final class IsolationProbes {
    /** Names under which somebody might take an id from a client. */
    private static final List<String> NAMES = List.of(
            "tenant",
            "tenantId",
            "tenant_id",
            "customer",
            "customerId",
            "subscription",
            "subscriptionId",
            "id",
            "session",
            "attempt",
            "invoice",
            "after",
            "before",
            "account",
            "as",
            "for",
            "user",
            "org");

    private static final List<String> HEADERS = List.of(
            "X-Tenant",
            "X-Tenant-Id",
            "X-Customer-Id",
            "X-Billing-Tenant",
            "X-User",
            "X-Forwarded-User",
            "X-Original-URL",
            "X-Rewrite-URL",
            "X-HTTP-Method-Override",
            "Idempotency-Key",
            "Stripe-Account",
            "From");

    private static final String FORM = "application/x-www-form-urlencoded";

    /** One line for every route. */
    static final Map<String, Probe> ALL = Map.ofEntries(
            Map.entry("GET /", open()),
            Map.entry("GET /api/billing/plans", open()),
            Map.entry("GET /billing/assets/{name}", open()),
            Map.entry("GET /docs", open()),
            Map.entry("GET /health/live", open()),
            Map.entry("GET /health/ready", open()),
            Map.entry("GET /openapi.yaml", open()),
            Map.entry("GET /metrics", open()),
            Map.entry("POST /api/billing/webhook", open()),
            Map.entry("GET /api/billing/events", operator()),
            Map.entry("POST /api/billing/console-sessions", operator()),
            Map.entry("GET /api/billing/console/overview", operator()),
            Map.entry("GET /api/billing/console/tenants", operator()),
            Map.entry("GET /api/billing/console/tenant", operator()),
            Map.entry("GET /api/billing/console/events", operator()),
            Map.entry("GET /api/billing/console/event", operator()),
            Map.entry("GET /console", console("")),
            Map.entry("GET /console/enter", console("")),
            Map.entry("GET /console/tenants", console("")),
            Map.entry("GET /console/tenant", console("")),
            Map.entry("GET /console/inbox", console("")),
            Map.entry("GET /console/event", console("")),
            Map.entry("POST /console/leave", console("")),
            Map.entry("POST /console/login", console("name=x")),
            Map.entry("POST /console/refresh", console("reason=x")),
            Map.entry("POST /console/replay", console("reason=x")),
            Map.entry("POST /console/bind", console("reason=x")),
            Map.entry("GET /console/assets/{name}", open()),
            Map.entry("GET /api/billing/entitlements", tenant("")),
            Map.entry("GET /api/billing/status", tenant("")),
            Map.entry("GET /api/billing/history", tenant("")),
            Map.entry("GET /api/billing/invoices", tenant("")),
            Map.entry("POST /api/billing/checkout", tenant("{\"plan\":\"pro\"}")),
            Map.entry("POST /api/billing/portal", tenant("{}")),
            Map.entry("POST /api/billing/sync", tenant("{}")),
            Map.entry("POST /api/billing/page-sessions", tenant("{}")),
            Map.entry("POST /api/billing/subscription/preview", tenant("{\"seats\":7}")),
            Map.entry("PATCH /api/billing/subscription", tenant("{\"seats\":7}")),
            Map.entry("PUT /api/billing/subscription/seats", tenant("{\"seats\":7}")),
            Map.entry("POST /api/billing/subscription/cancel", tenant("{\"when\":\"period_end\"}")),
            Map.entry("POST /api/billing/subscription/resume", tenant("{}")),
            Map.entry("GET /billing", page("")),
            Map.entry("GET /api/billing/payment", tenant("")),
            Map.entry("POST /api/billing/email", tenant("{\"email\":\"a@example.org\"}")),
            Map.entry("POST /api/billing/promotion", tenant("{\"code\":\"SPRING\"}")),
            Map.entry("GET /billing/{form}", page("")),
            Map.entry("POST /billing/preview", page("plan=team&seats=7")),
            Map.entry("POST /billing/change", page("plan=team&seats=7")),
            Map.entry("POST /billing/cancel", page("")),
            Map.entry("POST /billing/resume", page("")),
            Map.entry("GET /billing/enter", page("")),
            Map.entry("POST /billing/enter", page("ticket=x")),
            Map.entry("POST /billing/checkout", page("plan=pro&interval=month")),
            Map.entry("POST /billing/portal", page("")),
            Map.entry("POST /billing/sync", page("")),
            Map.entry("POST /billing/logout", page("")),
            Map.entry("GET /billing/parts/{part}", page("")),
            Map.entry("POST /billing/email", page("email=a@example.org")),
            Map.entry("POST /billing/promotion", page("code=SPRING")),
            Map.entry("POST /billing/embed", open()),
            // In a demo anybody may be anybody; what is tried here is a sign-in without its form's token.
            Map.entry("GET /billing/login", open()),
            Map.entry("POST /billing/login", page("tenant=x")),
            // A session's id is the right to act on it, as at Stripe: only ids that are no session's are tried.
            Map.entry("GET /sandbox/checkout/{id}", stranger()),
            Map.entry("GET /sandbox/portal/{id}", stranger()),
            Map.entry("GET /sandbox/invoice/{id}", stranger()),
            Map.entry("POST /sandbox/checkout/{id}/{action}", stranger()),
            Map.entry("POST /sandbox/invoice/{id}/{action}", stranger()),
            Map.entry("POST /sandbox/portal/{id}/{action}", stranger()));

    private IsolationProbes() {}

    static Probe of(String route) {
        Probe known = ALL.get(route);
        if (known == null) throw new AssertionError("no probe of " + route + " in IsolationProbes.ALL");
        return known;
    }

    /** Whom a route asks for. */
    enum Asks {
        NOBODY,
        A_SESSIONS_ID,
        A_TENANT,
        A_BROWSER,
        AN_OPERATOR,
        AN_OPERATORS_BROWSER
    }

    static Probe open() {
        return new Probe(Asks.NOBODY, "{}");
    }

    /** @param body JSON that the route takes; empty for one without a body */
    static Probe tenant(String body) {
        return new Probe(Asks.A_TENANT, body);
    }

    /** @param form what the page's form sends beside its token */
    static Probe page(String form) {
        return new Probe(Asks.A_BROWSER, form);
    }

    static Probe operator() {
        return new Probe(Asks.AN_OPERATOR, "{}");
    }

    /** @param form what the console's form sends beside its token, which a tenant's browser has none of */
    static Probe console(String form) {
        return new Probe(Asks.AN_OPERATORS_BROWSER, form);
    }

    static Probe stranger() {
        return new Probe(Asks.A_SESSIONS_ID, "");
    }

    /** One request; without who sends it. */
    record Attempt(String method, String path, String[] headers, String body) {
        @Override
        public String toString() {
            return method + " " + path + " " + String.join(",", headers) + " " + body;
        }
    }

    /** Who sends it: by a token, or by the page's cookie and its form's token. */
    record Caller(Map<String, String> headers, String formToken) {
        HttpRequest.Builder sign(HttpRequest.Builder request) {
            headers.forEach(request::header);
            return request;
        }

        String body(String body) {
            return formToken.isEmpty() ? body : body + "&csrf=" + formToken;
        }
    }

    /** How a route is tried. */
    record Probe(Asks asks, String body) {
        boolean buys() {
            return asks == Asks.A_TENANT || asks == Asks.A_BROWSER;
        }

        boolean refusesTenants() {
            return asks == Asks.AN_OPERATOR || asks == Asks.AN_OPERATORS_BROWSER || asks == Asks.A_SESSIONS_ID;
        }

        Caller caller(RunningServer server, String tenant) throws Exception {
            return asks == Asks.A_BROWSER || asks == Asks.AN_OPERATORS_BROWSER
                    ? server.signIn(tenant)
                    : new Caller(Map.of("Authorization", server.bearer(tenant)), "");
        }

        List<Attempt> attempts(String route, String victim, Set<String> ids) {
            String method = route.substring(0, route.indexOf(' '));
            List<String> names = new ArrayList<>(ids);
            if (asks == Asks.A_SESSIONS_ID) names.removeIf(id -> id.startsWith("cs_") || id.startsWith("bps_"));
            names.add(victim);
            List<Attempt> attempts = new ArrayList<>();
            for (String id : names) {
                String path = route.substring(route.indexOf(' ') + 1).replaceAll("\\{[a-z]+}", id);
                attempts.add(new Attempt(method, path + "?" + query(id), headers(id), body));
                attempts.add(new Attempt(method, path, headers(id), with(id)));
            }
            return attempts;
        }

        private String[] headers(String id) {
            List<String> all = new ArrayList<>(List.of("Content-Type", form() ? FORM : "application/json"));
            HEADERS.forEach(name -> all.addAll(List.of(name, id)));
            return all.toArray(String[]::new);
        }

        private boolean form() {
            return asks == Asks.A_BROWSER || asks == Asks.AN_OPERATORS_BROWSER || asks == Asks.A_SESSIONS_ID;
        }

        /** The body, and the id under every name beside it. */
        private String with(String id) {
            if (form()) return body + "&" + query(id);
            String more = NAMES.stream()
                    .map(name -> "\"" + name + "\":\"" + id + "\"")
                    .collect(Collectors.joining(","));
            String inner = body.isEmpty() ? "" : body.substring(1, body.length() - 1);
            return "{" + inner + (inner.isEmpty() ? "" : ",") + more + "}";
        }

        private static String query(String id) {
            String value = URLEncoder.encode(id, StandardCharsets.UTF_8);
            return NAMES.stream().map(name -> name + "=" + value).collect(Collectors.joining("&"));
        }
    }
}
