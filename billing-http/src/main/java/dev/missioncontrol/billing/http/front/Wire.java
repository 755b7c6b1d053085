package dev.missioncontrol.billing.http.front;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.ObjIntConsumer;
import java.util.function.ToIntFunction;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;

/** How the server listens, and every limit of a connection. */
public final class Wire {
    /** Where checkout and portal redirect to. */
    public static final String STRIPES_PAGES = "https://checkout.stripe.com https://billing.stripe.com";

    /** The attribute of a request that is its body, read before any route sees it: not to be changed. */
    public static final String BODY = Wire.class.getName() + ".body";

    /** Largest request head in bytes. */
    static final int LARGEST_HEAD = 8 * 1024;

    /**
     * How long a head may take, from the connection's beginning or the last answer; how long a body after it; and how long
     * the client may take to take the answer.
     */
    static final Duration WHOLE_WITHIN = Duration.ofSeconds(8);

    /** How long a connection may say nothing, or take nothing of an answer. */
    private static final Duration IDLE = Duration.ofSeconds(8);

    /** How long a stop waits for requests in flight. */
    private static final Duration STOP_WITHIN = Duration.ofSeconds(10);

    /**
     * Most connections at once; more wait until one is closed. Each takes a descriptor and up to some 20 KB before its
     * request is let in.
     */
    private static final int MOST_CONNECTIONS = 2_048;

    /**
     * Bytes that the system keeps of a connection in each direction. Left to itself it keeps up to megabytes for a client
     * that sends on without reading, and that of its own memory, which no heap limits.
     */
    private static final int SOCKET_BUFFER = 64 * 1024;

    /**
     * Fields that Jetty remembers of a connection's requests, so as not to read them again: none. What it takes for that
     * is 100 KB of each connection, more than a small heap has for those that may be open, and a connection on which
     * tokens differ, as a proxy's do, empties all of it again every few requests.
     */
    private static final int REMEMBERED_FIELDS = 0;

    /** Connections that the system keeps until we take them. */
    private static final int ACCEPT_QUEUE = 512;

    /**
     * What the server is told.
     *
     * @param https whether we are called over https from outside
     * @param origins whose pages may read the API; empty for none but our own
     * @param formTargets where forms may lead beside our own pages, as a content security policy writes it
     * @param largestBody of a path, in bytes
     */
    public record Rules(boolean https, Set<String> origins, String formTargets, ToIntFunction<String> largestBody) {}

    private final Rules rules;
    private final SecurityHeaders headers;
    private final ObjIntConsumer<String> refused;

    /** Prepares it; {@link #guard} and {@link #connector} put it in place. */
    public Wire(Rules rules) {
        this(rules, (path, status) -> {});
    }

    /**
     * The same, and somebody is told.
     *
     * @param refused the path and the status of each request that is refused before any route sees it, an empty path where it has
     *     none; called on the server's threads, must be quick and never throw
     */
    public Wire(Rules rules, ObjIntConsumer<String> refused) {
        this.rules = rules;
        this.refused = refused;
        this.headers = new SecurityHeaders(rules.https(), rules.formTargets());
    }

    /** What every answer tells a browser, for who serves it in another server. */
    public Map<String, String> securityHeaders() {
        return headers.fields();
    }

    /** Puts the front door before all that the server handles. */
    public void guard(Server server) {
        server.setStopTimeout(STOP_WITHIN.toMillis());
        server.setErrorHandler(new ProblemErrors(headers, refused));
        HeadDeadline deadline = new HeadDeadline(server.getScheduler(), WHOLE_WITHIN);
        server.addBean(deadline);
        // Javalin's own counts requests, for figures that nobody asks it for: ours come from the routes.
        server.setHandler((Handler) null);
        server.insertHandler(new FrontDoor(rules, headers, deadline, refused));
        // Before the front door: one behind it takes a request for over that was handled and whose answer is
        // not taken yet.
        server.insertHandler(new GracefulHandler());
    }

    /** Bounds what a request may look like. */
    public void bound(HttpConfiguration http) {
        http.setRequestHeaderSize(LARGEST_HEAD);
        http.setHeaderCacheSize(REMEMBERED_FIELDS);
        http.setIdleTimeout(IDLE.toMillis());
        http.setHttpCompliance(HttpCompliance.STRICT);
        http.setUriCompliance(UriCompliance.RFC3986);
        http.setSendServerVersion(false);
        http.setSendDateHeader(true);
    }

    /** Listens with HTTP/1.1 alone: what stands before us speaks it, and nothing upgrades it. */
    public Connector connector(Server server, HttpConfiguration http, String host, int port) {
        HeadDeadline deadline = server.getBean(HeadDeadline.class);
        ServerConnector connector = new Listener(server, http, deadline);
        connector.setHost(host);
        connector.setPort(port);
        connector.setIdleTimeout(IDLE.toMillis());
        connector.setAcceptQueueSize(ACCEPT_QUEUE);
        connector.setAcceptedSendBufferSize(SOCKET_BUFFER);
        connector.setAcceptedReceiveBufferSize(SOCKET_BUFFER);
        connector.addBean(deadline);
        connector.addBean(new NetworkConnectionLimit(MOST_CONNECTIONS, connector));
        return connector;
    }

    /** Jetty's own waits a second at a stop for each connection that is only kept open. */
    private static final class Listener extends ServerConnector {
        private final HeadDeadline deadline;

        Listener(Server server, HttpConfiguration http, HeadDeadline deadline) {
            super(server, new BoundedHeads(http));
            this.deadline = deadline;
        }

        @Override
        public CompletableFuture<Void> shutdown() {
            CompletableFuture<Void> done = super.shutdown();
            deadline.stopping();
            return done;
        }
    }
}
