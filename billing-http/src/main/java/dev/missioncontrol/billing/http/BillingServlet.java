package dev.missioncontrol.billing.http;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.http.auth.Authentication;
import dev.missioncontrol.billing.http.auth.TenantAuthenticator;
import dev.missioncontrol.billing.http.front.RoutedRequests;
import dev.missioncontrol.billing.http.front.Wire;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.servlet.JavalinServlet;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The billing page and its API inside an application of one's own: on its port, behind its security, with its threads. Map
 * it to {@link #MAPPINGS}, at the root of the application; all other paths stay the application's.
 *
 * <p>Who is signed in is asked of the host for every request, and nothing of it is remembered: the host may have any number of
 * nodes, and needs no sticky sessions. The webhook's route is public and believes signatures alone, in the header that the
 * billing's {@link dev.missioncontrol.billing.provider.EventReader EventReader} names:
 * let it past the host's security and its own check of forged forms.
 */
public final class BillingServlet extends HttpServlet {
    /** What a servlet container maps to it. */
    public static final List<String> MAPPINGS = List.of("/billing", "/billing/*", "/api/billing/*");

    private static final long serialVersionUID = 1L;

    private final transient Servlet routes;

    private BillingServlet(Servlet routes) {
        this.routes = routes;
    }

    /**
     * Serves this billing.
     *
     * @param baseUrl what the application is called from outside, without a path: forms from elsewhere are refused
     * @param host who is signed in there, if anybody; called for every request but the webhook's, so it should be quick
     * @throws IllegalArgumentException if the application can't be called so, saying how it must be
     */
    public static BillingServlet of(
            Billing billing, URI baseUrl, Function<HttpServletRequest, Optional<SignedIn>> host) {
        return of(billing, baseUrl, host, PageSettings.STANDARD);
    }

    /** The same, whose pages wear the host's own look. */
    public static BillingServlet of(
            Billing billing, URI baseUrl, Function<HttpServletRequest, Optional<SignedIn>> host, Theme theme) {
        return of(billing, baseUrl, host, PageSettings.wearing(theme));
    }

    /** The same, whose pages are as the host wants them. */
    public static BillingServlet of(
            Billing billing,
            URI baseUrl,
            Function<HttpServletRequest, Optional<SignedIn>> host,
            PageSettings settings) {
        if (!isBase(baseUrl))
            throw new IllegalArgumentException("an application is called from outside by an address such as"
                    + " https://shop.example, http or https and without a path, not by " + baseUrl);
        PageSessions sessions = new PageSessions(billing.signInBrowsers(), billing::now);
        TenantAuthenticator nobody =
                credentials -> new Authentication.Unauthenticated("the application does not know who sends it");
        Identity identity = new Identity(nobody, sessions, baseUrl, Optional.of(host), settings.callers());
        boolean https = baseUrl.getScheme().equals("https");
        Wire wire = new Wire(new Wire.Rules(https, Set.of(), settings.policy(Wire.STRIPES_PAGES), Limits::largest));
        Javalin javalin = Javalin.create(config -> {
            ListenerSettings.settle(config);
            config.routes.before(ctx -> begin(ctx, billing.signatureHeader(), wire));
            register(config, billing, identity, sessions, baseUrl, settings.support());
            settings.theme().register(config.routes);
            Failures.on(config.routes, new Refusals(billing::now));
        });
        // Javalin's own servlet is one for its own server: it wants WebSockets of Jetty.
        return new BillingServlet(new JavalinServlet(javalin.unsafe));
    }

    /** The page is at the root, so an address with a path would lead nowhere. */
    private static boolean isBase(URI address) {
        String path = address.getRawPath();
        return ("http".equals(address.getScheme()) || "https".equals(address.getScheme()))
                && address.getRawAuthority() != null
                && !address.getRawAuthority().contains("@")
                && (path == null || path.isEmpty() || path.equals("/"))
                && address.getRawQuery() == null
                && address.getRawFragment() == null;
    }

    private static void register(
            JavalinConfig config,
            Billing billing,
            Identity identity,
            PageSessions sessions,
            URI baseUrl,
            Optional<URI> support) {
        ProviderCalls calls = new ProviderCalls(billing::now, billing::report);
        new ApiRoutes(
                        billing,
                        identity,
                        sessions,
                        calls,
                        baseUrl,
                        Optional.empty(),
                        RequestListener.NOBODY,
                        Optional.empty(),
                        Optional.empty())
                .register(config.routes);
        new ChangeRoutes(billing, identity, calls).register(config.routes);
        new PaymentRoutes(billing, identity, calls).register(config.routes);
        new PageRoutes(billing, identity, sessions, calls, false, false, false, support).register(config.routes);
    }

    private static void begin(Context ctx, String signature, Wire wire) {
        String id = Long.toHexString(ThreadLocalRandom.current().nextLong());
        ctx.attribute(BillingServer.REQUEST_ID, id);
        ctx.header("X-Request-Id", id);
        wire.securityHeaders().forEach(ctx::header);
        HeadFields.requireSingletons(ctx, signature, RequestListener.NOBODY);
        if (ctx.header("Content-Encoding") != null)
            throw new Problem(415, "unsupported_encoding", "Send the body without a content encoding.");
        if (ctx.req().getContentLengthLong() > Limits.largest(ctx.path())) throw Limits.tooLarge(ctx);
    }

    @Override
    public void init(ServletConfig config) throws ServletException {
        super.init(config);
        routes.init(config);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (RoutedRequests.headAlone(request.getMethod())) request.setAttribute(RoutedRequests.HEAD_ALONE, true);
        routes.service(new Routed(request), response);
    }

    /** By the method on its first line; HEAD goes the way of GET, and the container leaves the body out. */
    private static final class Routed extends HttpServletRequestWrapper {
        Routed(HttpServletRequest request) {
            super(request);
        }

        @Override
        public String getMethod() {
            return RoutedRequests.routed(super.getMethod());
        }

        @Override
        public @Nullable String getHeader(String name) {
            return name.equalsIgnoreCase(RoutedRequests.OVERRIDE) ? null : super.getHeader(name);
        }
    }
}
