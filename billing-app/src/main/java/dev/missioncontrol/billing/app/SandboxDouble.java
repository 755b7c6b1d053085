package dev.missioncontrol.billing.app;

import dev.missioncontrol.billing.http.SandboxServer;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.stripe.wire.WireServer;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A double of Stripe for other applications: the API on one port, the pages that it leads to on another. */
public final class SandboxDouble implements AutoCloseable {
    /** How often the sandbox looks whether a trial or a period has ended. */
    private static final Duration TICK = Duration.ofSeconds(1);

    private static final String LOOPBACK = "http://127.0.0.1:";

    /**
     * What is asked of it.
     *
     * @param catalog what is sold from the start
     * @param port of the API, 0 for any
     * @param pagesPort of the pages, 0 for any
     * @param requestsPerSecond how many are answered before 429
     * @param webhook where events go, beside the endpoints that are made over the API
     * @param webhookSecret what they are signed with
     */
    public record Settings(
            PlanCatalog catalog,
            int port,
            int pagesPort,
            int requestsPerSecond,
            Optional<URI> webhook,
            String webhookSecret) {}

    private final SandboxPaymentProvider sandbox;
    private final WireServer wire;
    private final SandboxServer pages;
    private final URI pagesBase;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    private SandboxDouble(Settings settings) {
        String prefix = RandomHex.ofBytes(4);
        sandbox = SandboxPaymentProvider.on(InstantSource.system(), prefix);
        sandbox.sell(settings.catalog());
        pages = new SandboxServer(sandbox, settings.catalog(), RandomHex.ofBytes(16));
        pagesBase = URI.create(LOOPBACK + pages.start(settings.pagesPort()) + "/");
        sandbox.hostedAt(pagesBase);
        wire = WireServer.on(sandbox)
                .port(settings.port())
                .idPrefix(prefix)
                .requestsPerSecond(settings.requestsPerSecond())
                .start();
        settings.webhook().ifPresent(url -> wire.deliverTo(url, settings.webhookSecret()));
        timer.scheduleWithFixedDelay(
                () -> sandbox.advance(Duration.ZERO), TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Starts it. */
    public static SandboxDouble start(Settings settings) {
        return new SandboxDouble(settings);
    }

    /** What a Stripe library takes as its API base. */
    public URI base() {
        return wire.base();
    }

    /** Below what the pages are. */
    public URI pages() {
        return pagesBase;
    }

    /** Stops at once; nothing is kept. */
    @Override
    public void close() {
        timer.shutdownNow();
        wire.close();
        pages.close();
    }
}
