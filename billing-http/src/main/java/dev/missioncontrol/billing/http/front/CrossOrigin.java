package dev.missioncontrol.billing.http.front;

import java.util.List;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Lets pages of the listed origins read the API with a token of their own. Never with our cookie: credentials are not
 * allowed, so that no other site acts as the browser's user.
 */
final class CrossOrigin {
    /** How long a browser may remember the answer, in seconds; it can be withdrawn within that. */
    private static final String REMEMBERED_SECONDS = "600";

    /** What pages of other origins may read: the API, and the billing page for those that show it inside their own. */
    private static final List<String> PREFIXES = List.of("/api/billing/", "/billing/");

    private static final String PAGE = "/billing";

    private final Set<String> origins;

    /** @param origins scheme, host and port, as browsers send them; empty for none */
    CrossOrigin(Set<String> origins) {
        this.origins = Set.copyOf(origins);
    }

    private static boolean readable(String path) {
        return path.equals(PAGE) || PREFIXES.stream().anyMatch(path::startsWith);
    }

    /** Puts what an allowed origin needs; answers a browser's question beforehand. Returns whether that was one. */
    boolean answered(Request request, Response response, Callback callback) {
        if (origins.isEmpty() || !readable(Request.getPathInContext(request))) return false;
        response.getHeaders().put(HttpHeader.VARY, "Origin");
        String origin = request.getHeaders().get(HttpHeader.ORIGIN);
        if (origin == null || !origins.contains(origin)) return false;
        response.getHeaders().put("Access-Control-Allow-Origin", origin);
        response.getHeaders().put("Cross-Origin-Resource-Policy", "cross-origin");
        response.getHeaders().put("Access-Control-Expose-Headers", "X-Request-Id, Retry-After, ETag");
        if (!request.getMethod().equals("OPTIONS") || !request.getHeaders().contains("Access-Control-Request-Method"))
            return false;
        response.getHeaders().put("Access-Control-Allow-Methods", "GET, POST, PATCH, PUT");
        response.getHeaders()
                .put(
                        "Access-Control-Allow-Headers",
                        "Authorization, Content-Type, If-Match, If-None-Match, Idempotency-Key");
        response.getHeaders().put("Access-Control-Max-Age", REMEMBERED_SECONDS);
        response.setStatus(204);
        callback.succeeded();
        return true;
    }
}
