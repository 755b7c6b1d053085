package dev.missioncontrol.billing.app;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.Workers;
import dev.missioncontrol.billing.http.BillingServer;
import dev.missioncontrol.billing.http.auth.JwtTenantAuthenticator;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.stripe.StripeEventReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole product on one machine: placeholder mode, in memory, on loopback, with webhooks signed and sent over HTTP. */
public final class Demo implements AutoCloseable {
    /** How often work is looked for, so that a page shows what happened within a blink. */
    private static final Duration WORK_EVERY = Duration.ofMillis(250);

    /** Threads of the workers' timer: one for work, one for the sandbox's clock and webhooks. */
    private static final int THREADS = 2;

    private static final Logger LOG = LoggerFactory.getLogger(Demo.class);

    private final BillingServer server;
    private final Workers workers;
    private final ScheduledExecutorService timer;
    private final SandboxWebhooks webhooks;
    private final String base;
    private final String token;

    private Demo(
            BillingServer server,
            Workers workers,
            ScheduledExecutorService timer,
            SandboxWebhooks webhooks,
            String base,
            String token) {
        this.server = server;
        this.workers = workers;
        this.timer = timer;
        this.webhooks = webhooks;
        this.base = base;
        this.token = token;
    }

    /** Starts on this port of 127.0.0.1, on any free one for 0. */
    public static Demo start(int wantedPort) {
        int port = wantedPort == 0 ? freePort() : wantedPort;
        String base = "http://127.0.0.1:" + port;
        InstantSource clock = InstantSource.system();
        String webhookSecret = "whsec_" + randomHex();
        String jwtSecret = randomHex() + randomHex();
        SandboxPaymentProvider sandbox = SandboxPaymentProvider.on(
                        clock, "demo" + randomHex().substring(0, 8))
                .hostedAt(URI.create(base));
        Billing billing = Billing.builder()
                .catalog(DefaultCatalog.withPlaceholderPrices())
                .provider(sandbox)
                .eventReader(StripeEventReader.signedBy(List.of(webhookSecret), clock))
                .store(new InMemoryBillingStore())
                .clock(sandbox.clock())
                .returnTo(URI.create(base + "/billing"))
                .refreshInterval(WORK_EVERY)
                .onTrouble(e -> LOG.warn("Behind the scenes: {}", e.toString()))
                .build();
        BillingServer server = new BillingServer(new BillingServer.Parts(
                billing,
                JwtTenantAuthenticator.hs256(jwtSecret, "tenant", Optional.empty(), Optional.empty(), clock),
                Optional.of(sandbox),
                URI.create(base),
                clock,
                () -> true,
                Optional.of(StripeEventReader.unsigned()),
                true));
        server.start("127.0.0.1", port);
        ScheduledExecutorService timer = Executors.newScheduledThreadPool(THREADS);
        SandboxWebhooks webhooks = new SandboxWebhooks(URI.create(base + "/api/billing/webhook"), webhookSecret, clock);
        sandbox.onEvent(webhooks);
        timer.scheduleWithFixedDelay(() -> sandbox.advance(Duration.ZERO), 1, 1, TimeUnit.SECONDS);
        Workers workers = billing.startWorkers(timer, timer);
        return new Demo(server, workers, timer, webhooks, base, DemoToken.of("acme", jwtSecret, clock.instant()));
    }

    /** Where it listens. */
    public URI base() {
        return URI.create(base);
    }

    /** A token for the tenant {@code acme}, good for a day. */
    public String token() {
        return token;
    }

    /** What to print: the page's address, and three lines that work as they are. */
    public String welcome() {
        String bearer = "-H 'Authorization: Bearer " + token + "'";
        return String.join(
                "\n",
                "",
                "Billing demo: a sandbox instead of a payment provider, no money moves, nothing is kept.",
                "",
                "  Open  " + base + "/billing",
                "",
                "  curl -s " + base + "/api/billing/plans",
                "  curl -s " + bearer + " " + base + "/api/billing/status",
                "  curl -s -X POST " + bearer
                        + " -H 'Content-Type: application/json' -d '{\"plan\":\"team\",\"interval\":\"year\",\"seats\":5}' "
                        + base + "/api/billing/checkout",
                "");
    }

    /** Lets requests in flight finish, then stops everything. */
    @Override
    public void close() {
        server.stop();
        workers.close();
        webhooks.close();
        timer.shutdownNow();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no port is free on this machine", e);
        }
    }

    private static String randomHex() {
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
