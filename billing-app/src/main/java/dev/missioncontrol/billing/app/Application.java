package dev.missioncontrol.billing.app;

import com.zaxxer.hikari.HikariDataSource;
import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.BillingBuilder;
import dev.missioncontrol.billing.app.config.Configuration;
import dev.missioncontrol.billing.app.config.Hosts;
import dev.missioncontrol.billing.app.config.Profile;
import dev.missioncontrol.billing.app.config.SeatCount;
import dev.missioncontrol.billing.app.observe.LogIds;
import dev.missioncontrol.billing.app.observe.Metrics;
import dev.missioncontrol.billing.app.observe.WorkLog;
import dev.missioncontrol.billing.http.BillingServer;
import dev.missioncontrol.billing.http.Observability;
import dev.missioncontrol.billing.http.OperatorServer;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.store.BillingStore;
import dev.missioncontrol.billing.store.StoreException;
import dev.missioncontrol.billing.usecase.SeatUsage;
import dev.missioncontrol.billing.usecase.SeatUsageException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole product, running as it was configured: started in one order, stopped in the other. */
public final class Application implements AutoCloseable {
    /** Threads of the timer: one for due work, one for the sandbox's clock and webhooks. */
    private static final int THREADS = 2;

    /** How often the sandbox looks whether a trial or a period has ended. */
    private static final Duration SANDBOX_TICK = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(Application.class);

    /** Need not exist: looking for it reaches the table. */
    private static final TenantId ANY = new TenantId("ready");

    private final HikariDataSource source;
    private final Duration drain;
    private final Duration longestStop;
    private final Metrics metrics;
    private final Readiness readiness;
    private final Payments payments;
    private final BillingServer server;
    private final Optional<Operators> operators;
    private final ScheduledExecutorService timer;
    private final ExecutorService calls = CallThreads.start();
    private final StartGate gate;
    private final BackgroundWork work;

    private Application(
            HikariDataSource source, Configuration configuration, Metrics metrics, BillingStore raw, StartGate gate) {
        InstantSource clock = InstantSource.system();
        this.source = source;
        this.metrics = metrics;
        this.gate = gate;
        drain = configuration.operations().drain();
        longestStop = configuration.operations().longestStop();
        payments = Payments.of(configuration, clock, metrics.stripeCalls());
        Rotation rotation = new Rotation(configuration, payments.reader(), clock);
        BillingStore store = gate.guard(raw);
        Billing billing = billing(configuration, rotation, store, clock);
        boolean reached = gate.waiting().isEmpty();
        if (reached) remind(store);
        metrics.watch(store, clock);
        metrics.watch(billing);
        metrics.sweeps(configuration.settings().sweepInterval());
        readiness = new Readiness(
                gate::waiting, () -> store.inTransaction(tx -> tx.accounts().tenant(ANY)));
        server = server(configuration, billing, rotation, clock);
        listen(
                () -> server.start(configuration.host(), configuration.port()),
                "BILLING_PORT (or demo --port) and BILLING_HOST");
        operators = configuration.operations().metricsPort().map(port -> operators(configuration, port));
        timer = Executors.newScheduledThreadPool(THREADS);
        payments.sandbox().ifPresent(this::live);
        if (rotation.watches()) every(Rotation.EVERY, rotation::look);
        work = new BackgroundWork(
                () -> billing.startWorkers(timer, LogIds.numbered(metrics.timed(timer)), LogIds.carried(calls)),
                () -> relay(configuration, billing, clock));
        gate.whenOpen(timer, () -> {
            if (!reached) remind(store);
            work.begin();
        });
        LOG.info("Listening on {}:{}, called {}", configuration.host(), configuration.port(), configuration.baseUrl());
    }

    private Optional<EventRelay> relay(Configuration configuration, Billing billing, InstantSource clock) {
        return configuration.events().urls().isEmpty()
                ? Optional.empty()
                : Optional.of(new EventRelay(billing, configuration.events(), metrics.relay(payments.clock()), clock));
    }

    private Billing billing(Configuration configuration, Rotation rotation, BillingStore store, InstantSource clock) {
        BillingBuilder wired = Billing.builder()
                .catalog(configuration.catalog())
                .provider(metrics.timed(payments.provider()))
                .eventReader(rotation.reader())
                .store(store)
                .clock(payments.clock())
                .settings(configuration.settings())
                .duplicates(configuration.operations().duplicates())
                .seatWindow(configuration.operations().seatWindow())
                .rememberStatuses(configuration.operations().statusCache())
                .seatUsage(seatUsage(configuration.seats(), clock))
                .onTrouble(metrics.counted(WorkLog::trouble))
                .onWork(metrics.findings(WorkLog::done));
        if (configuration.operations().cancelNow()) wired.allowCancelNow();
        return wired.build();
    }

    private BillingServer server(Configuration configuration, Billing billing, Rotation rotation, InstantSource clock) {
        return new BillingServer(
                new BillingServer.Parts(
                        billing,
                        rotation.authenticator(),
                        payments.sandbox(),
                        configuration.baseUrl(),
                        clock,
                        readiness,
                        payments.unsignedReader(),
                        configuration.demoLogin(),
                        new Observability(metrics.http(), Optional.of(metrics::scrape), readiness::draining),
                        configuration.operations().console(),
                        configuration.corsOrigins()),
                configuration.operations().pages());
    }

    /** @param variables which name the port and the address */
    private static int listen(IntSupplier start, String variables) {
        try {
            return start.getAsInt();
        } catch (UncheckedIOException e) {
            throw new IllegalStateException(
                    "We " + e.getCause().getMessage() + ". Both are said by " + variables + ".", e);
        }
    }

    /** Where tokens alone say how many seats are in use, nobody can be asked: without one, none are given up. */
    private static SeatUsage seatUsage(SeatCount seats, InstantSource clock) {
        if (seats.source().isPresent()) return new HostSeatUsage(seats.source().get(), clock);
        if (seats.claim().isEmpty()) return SeatUsage.UNKNOWN;
        return tenant -> {
            throw new SeatUsageException("only tokens say how many seats are in use");
        };
    }

    private void remind(BillingStore store) {
        try {
            payments.sandbox().ifPresent(sandbox -> SandboxMemory.recall(sandbox, store));
        } catch (StoreException | ProviderException e) {
            LOG.warn("The sandbox starts without some of what was sold before: {}", e.getMessage());
        }
    }

    private record Operators(OperatorServer server, URI address) {}

    private Operators operators(Configuration configuration, int port) {
        OperatorServer listener = new OperatorServer(readiness, metrics::scrape);
        String host = configuration.operations().metricsHost();
        URI address = Hosts.local(
                host, listen(() -> listener.start(host, port), "BILLING_METRICS_PORT and BILLING_METRICS_HOST"));
        LOG.info("Metrics at {}", address.resolve("/metrics"));
        return new Operators(listener, address);
    }

    /** Every route, as {@code GET /path}: so that a check over all of them forgets none. */
    public Set<String> routes() {
        return server.routes();
    }

    /** Where metrics have a listener of their own, if they have. */
    public Optional<URI> metricsAddress() {
        return operators.map(Operators::address);
    }

    /** The sandbox that answers in the provider's place, if one does. */
    Optional<SandboxPaymentProvider> sandbox() {
        return payments.sandbox();
    }

    private void live(SandboxPaymentProvider sandbox) {
        payments.webhooks().ifPresent(sandbox::onEvent);
        every(SANDBOX_TICK, () -> sandbox.advance(Duration.ZERO));
    }

    private void every(Duration time, Runnable work) {
        timer.scheduleWithFixedDelay(work, time.toMillis(), time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Starts it. A database that is away is waited for, answering 503 until it is back and has passed the same check as at a start:
     * {@link #awaitRefusal} tells where it did not.
     *
     * @param migrate whether to bring the schema up to date first
     * @throws IllegalStateException if the schema can't be used as it is, saying what to do
     */
    public static Application start(Configuration configuration, boolean migrate) {
        return start(configuration, migrate, UnaryOperator.identity());
    }

    /**
     * The same with something around its store: how a test ends a process at a step that it names.
     *
     * @param around is given the store, and gives the one to use
     */
    public static Application start(Configuration configuration, boolean migrate, UnaryOperator<BillingStore> around) {
        configuration.operations().logFormat().use();
        warn(configuration);
        HikariDataSource source = StoreAccess.pool(configuration.database());
        // While the pool connects, by a thread of its own: all of this needs no database.
        Metrics metrics = new Metrics();
        try {
            metrics.watch(source);
            BillingStore store =
                    around.apply(StoreAccess.store(source, configuration.database(), configuration.schema()));
            StartGate gate = new StartGate(
                    StoreAccess.prepare(source, configuration.database(), configuration.schema(), migrate),
                    () -> StoreAccess.lookAgain(source, configuration.database(), configuration.schema()));
            return new Application(source, configuration, metrics, store, gate);
        } catch (RuntimeException e) {
            source.close();
            metrics.close();
            throw e;
        }
    }

    /**
     * Returns once a database that was away at the start is back and can't be used by this version, and why; never where it can. None of
     * its rows was read or written, and whoever asks is answered 503.
     */
    public RuntimeException awaitRefusal() throws InterruptedException {
        return gate.awaitRefusal();
    }

    private static void warn(Configuration configuration) {
        if (configuration.placeholderMode())
            LOG.warn("No payment provider: a sandbox answers in its place, and no money moves");
        if (configuration.profile() == Profile.DEV && configuration.takesUnsignedWebhooks())
            LOG.warn("Webhooks without a signature are accepted from this machine itself");
        if (!configuration.metricsReadable()) LOG.warn("Nobody can read metrics: set BILLING_METRICS_PORT");
    }

    /**
     * Says that it is not ready, so that balancers send requests elsewhere; goes on answering for as long as they may need to
     * notice; then lets requests in flight finish, and stops everything. Work behind the scenes begins nothing new meanwhile,
     * and hands back what it has claimed.
     */
    @Override
    public void close() {
        long deadline = System.nanoTime() + longestStop.toNanos();
        LOG.info("Stopping");
        readiness.drain();
        work.stop();
        pause(drain);
        server.stop();
        work.endSending();
        if (!work.awaitQuiet(Duration.ofNanos(Math.max(0, deadline - System.nanoTime()))))
            LOG.warn("A call to the provider is still under way; its subscription is fetched again by another node");
        operators.map(Operators::server).ifPresent(OperatorServer::close);
        payments.webhooks().ifPresent(SandboxWebhooks::close);
        timer.shutdownNow();
        calls.shutdownNow();
        readiness.close();
        source.close();
        metrics.close();
        LOG.info("Stopped");
    }

    private static void pause(Duration time) {
        try {
            // Nothing counts it down: only time ends this.
            new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
