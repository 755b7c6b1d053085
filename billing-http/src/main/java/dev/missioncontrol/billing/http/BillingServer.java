package dev.missioncontrol.billing.http;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.http.auth.TenantAuthenticator;
import dev.missioncontrol.billing.http.front.Answer;
import dev.missioncontrol.billing.http.front.Wire;
import dev.missioncontrol.billing.http.pages.ErrorPage;
import dev.missioncontrol.billing.provider.EventReader;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.usecase.FoldEvents;
import io.javalin.Javalin;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.util.JavalinException;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** The HTTP server: listens, stops gracefully, and answers every failure with a problem document. */
public final class BillingServer {
    static final String REQUEST_ID = "requestId";

    /** Where a page of what went wrong leads: an {@link ErrorPage.Way}; to billing without it. */
    static final String WAY_BACK = "wayBack";

    /** The attribute of a request, and the word in its line of the log, that says which tenant it is of. */
    static final String TENANT = "tenant";

    /** First JDK whose virtual threads leave their carrier also inside {@code synchronized} (JEP 491). */
    private static final int FIRST_WITH_THREADS_THAT_DO_NOT_PIN = 24;

    /** Most requests at once where each has a thread of the system's: more wait in the queue. */
    private static final int MOST_THREADS = 250;

    /** Threads that stay when nothing comes: the listener's own, and some that need not be begun. */
    private static final int FEWEST_THREADS = 8;

    /** Seconds after which a client may try again what the provider or the store could not do. */
    static final long TRY_AGAIN_SECONDS = 5;

    private static final Logger LOG = LoggerFactory.getLogger(BillingServer.class);

    private final Javalin javalin;
    private final ExecutorService turns =
            Executors.newFixedThreadPool(2 * FoldEvents.MOST_GROUPS, BillingServer::intakeThread);
    private String host = "127.0.0.1";
    private int port;

    /**
     * What a server needs.
     *
     * @param billing what it serves
     * @param authenticator who asks, by the host's tokens
     * @param sandbox the sandbox whose stand-in pages it shows; absent with a real provider
     * @param baseUrl what it is called from outside
     * @param clock for allowances
     * @param ready whether the store can be used, and what is waited for where not
     * @param unsignedReader reads unsigned events in a demo on loopback; absent wherever a condition for it fails
     * @param devLogin whether anybody may sign in as any tenant: in a demo on loopback only
     * @param observability what operators see of it
     * @param console what operators may do in the console
     * @param origins whose pages may read the API with a token of their own, as browsers write them; empty for none
     */
    public record Parts(
            Billing billing,
            TenantAuthenticator authenticator,
            Optional<SandboxPaymentProvider> sandbox,
            URI baseUrl,
            InstantSource clock,
            ReadyCheck ready,
            Optional<EventReader> unsignedReader,
            boolean devLogin,
            Observability observability,
            ConsoleMode console,
            Set<String> origins) {}

    /** Prepares a server that looks as ours do; {@link #start} lets it listen. */
    public BillingServer(Parts parts) {
        this(parts, PageSettings.STANDARD);
    }

    /** Prepares a server whose pages are as a host wants them; {@link #start} lets it listen. */
    public BillingServer(Parts parts, PageSettings settings) {
        boolean https = parts.baseUrl().getScheme().equals("https");
        Wire wire = new Wire(
                new Wire.Rules(https, parts.origins(), formTargets(parts, settings), Limits::largest),
                (path, status) -> refusedUnseen(parts.observability().listener(), path, status));
        javalin = Javalin.create(config -> {
            ListenerSettings.settle(config);
            ListenerSettings.on(config, wire, () -> host, () -> port);
            boolean virtual = Runtime.version().feature() >= FIRST_WITH_THREADS_THAT_DO_NOT_PIN;
            config.concurrency.useVirtualThreads = virtual;
            if (!virtual) config.jetty.threadPool = RequestThreads.pool("requests", MOST_THREADS, FEWEST_THREADS);
            register(config.routes, parts, settings);
        });
    }

    private static void refusedUnseen(RequestListener listener, String path, int status) {
        listener.refusedUnseen(status);
        UnseenWebhook.refused(listener, path, status);
    }

    private void register(RoutesConfig routes, Parts parts, PageSettings settings) {
        Billing billing = parts.billing();
        PageSessions sessions = new PageSessions(billing.signInBrowsers(), parts.clock());
        Identity identity =
                new Identity(parts.authenticator(), sessions, parts.baseUrl(), Optional.empty(), parts.origins());
        ProviderCalls calls = new ProviderCalls(parts.clock());
        Loopback here = new Loopback(parts.baseUrl());
        boolean console = parts.console() != ConsoleMode.OFF;
        new RequestLog(parts.observability()).register(routes);
        routes.before(BillingServer::begin);
        String signature = billing.signatureHeader();
        routes.before(ctx -> HeadFields.requireSingletons(
                ctx, signature, parts.observability().listener()));
        routes.after(BillingServer::end);
        new ApiRoutes(
                        billing,
                        identity,
                        sessions,
                        calls,
                        parts.baseUrl(),
                        parts.unsignedReader().map(reader -> new ApiRoutes.UnsignedWebhook(reader, here::direct)),
                        parts.observability().listener(),
                        Optional.of(AsyncAnswer.on(turns)),
                        Optional.of(AsyncAnswer.on(this::onRequestThread)))
                .register(routes);
        new ChangeRoutes(billing, identity, calls).register(routes);
        new PaymentRoutes(billing, identity, calls).register(routes);
        PageRoutes pages = new PageRoutes(
                billing,
                identity,
                sessions,
                calls,
                parts.sandbox().isPresent(),
                parts.devLogin(),
                console,
                settings.support());
        pages.register(routes);
        Optional<ConsoleRoutes.DemoDoor> door =
                parts.devLogin() ? Optional.of(new ConsoleRoutes.DemoDoor(pages.loginToken(), here)) : Optional.empty();
        if (console) ConsoleRoutes.registerAll(routes, parts, identity, calls, door);
        settings.theme().register(routes);
        parts.sandbox()
                .map(sandbox -> new SandboxRoutes(
                        sandbox,
                        billing.catalog(),
                        sessions.token(),
                        Optional.of(billing.settings().returnTo())))
                .ifPresent(standIns -> standIns.register(routes));
        new OperatorRoutes(parts.ready(), parts.observability().metrics(), here::direct).register(routes);
        ApiDocument.register(routes);
        Failures.on(routes, new Refusals(parts.clock()));
    }

    /**
     * Listens. Returns the port.
     *
     * @throws java.io.UncheckedIOException if the port is in use, or not for this process
     */
    public int start(String host, int port) {
        this.host = host;
        this.port = port;
        return ListenerSettings.start(javalin, host, port);
    }

    /** Lets requests in flight finish, then stops. Those that still wait after the longest stop are cut off. */
    public void stop() {
        stop(javalin);
        turns.shutdown();
        try {
            // Nobody waits for what is under way now, but whoever closes the store next would cut it off.
            if (!turns.awaitTermination(FoldEvents.LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS))
                LOG.warn("Events are still being stored, and are cut off: they will be sent again");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whatever becomes of it: who stops a server has more to put in order. */
    static void stop(Javalin javalin) {
        try {
            javalin.stop();
        } catch (JavalinException e) {
            LOG.warn("Requests were still waiting, for the provider as a rule, and are cut off: {}", e.toString());
        }
    }

    /** Where requests run: it stops after the last of them, and has a thread for each where threads are cheap. */
    private void onRequestThread(Runnable work) {
        javalin.jettyServer().threadPool().execute(work);
    }

    private static Thread intakeThread(Runnable work) {
        Thread thread = new Thread(work, "intake");
        thread.setDaemon(true);
        return thread;
    }

    /** Every route, as {@code GET /path}: from the router itself, so that a check over all of them forgets none. */
    public Set<String> routes() {
        return javalin.unsafe.internalRouter.allHttpHandlers().stream()
                .map(route -> route.endpoint)
                .filter(route -> route.method.isHttpMethod())
                .map(route -> route.method + " " + route.path)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void begin(Context ctx) {
        String id = Answer.requestId(ServletContextRequest.getServletContextRequest(ctx.req()));
        ctx.attribute(REQUEST_ID, id);
        MDC.put(REQUEST_ID, id);
    }

    private static void end(Context ctx) {
        // It may end on a thread that does not know it.
        MDC.put(REQUEST_ID, ctx.attribute(REQUEST_ID));
        String tenant = ctx.attribute(TENANT);
        if (tenant != null) MDC.put(TENANT, tenant);
        if (LOG.isInfoEnabled())
            LOG.info(ShortenedFailure.text(ctx.method().name())
                    + ' '
                    + ShortenedFailure.text(ctx.path())
                    + ' '
                    + ctx.statusCode());
        MDC.clear();
    }

    /** Where forms lead to: the provider's pages, wherever they are; from those of the sandbox also back to the application. */
    private static String formTargets(Parts parts, PageSettings settings) {
        URI back = parts.billing().settings().returnTo();
        String theirs = settings.policy(Wire.STRIPES_PAGES);
        return parts.sandbox().isEmpty() ? theirs : theirs + " " + back.getScheme() + "://" + back.getAuthority();
    }
}
