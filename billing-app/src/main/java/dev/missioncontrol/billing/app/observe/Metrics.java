package dev.missioncontrol.billing.app.observe;

import com.zaxxer.hikari.HikariDataSource;
import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.http.RequestListener;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.store.BillingStore;
import dev.missioncontrol.billing.stripe.CallListener;
import dev.missioncontrol.billing.usecase.WorkNote;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * All figures of one process. Labels hold words of ours alone (routes, outcomes, reasons), never a tenant, an id or
 * anything a client wrote: so there are few of them, and nothing in them is personal.
 */
public final class Metrics implements AutoCloseable {
    /** What a key of another account or mode is seen by, as Stripe's adapter names it; an alert asks for it. */
    private static final String FETCH = "GET /v1/subscriptions/{id}";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final WorkerMeters workers = new WorkerMeters(registry, System::nanoTime);
    private final HttpMeters http = new HttpMeters(registry);

    /** Figures of the process and of the JVM; the rest follows as it is asked for. */
    public Metrics() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        CollectorMeters.bindTo(registry);
        Gauge.builder("billing.build.info", () -> 1)
                .description("Always 1: which version runs, and on which JVM")
                .tags("version", version(), "java", Runtime.version().toString())
                .register(registry);
        // There from the start: a sweep with a wrong key would be its first rise, which is none.
        stripeCalls(FETCH, CallListener.Outcome.REFUSED);
    }

    /** As the jar says it; where there is no jar, none. */
    private static String version() {
        return Objects.requireNonNullElse(Metrics.class.getPackage().getImplementationVersion(), "none");
    }

    /** All of them, in Prometheus' text format. */
    public String scrape() {
        return registry.scrape();
    }

    /** Told of every answer over HTTP. */
    public RequestListener http() {
        return http;
    }

    /** Told of every call to Stripe, each try for itself, and of those that were not made. */
    public CallListener stripeCalls() {
        return (operation, outcome, took) -> stripeCalls(operation, outcome).record(took);
    }

    private Timer stripeCalls(String operation, CallListener.Outcome outcome) {
        return Timer.builder("billing.stripe.calls")
                .description(
                        "Calls to Stripe: every try, and those not made while its circuit was open or our rate spent")
                .tags("operation", operation, "outcome", outcome.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }

    /** Told of every event that is sent to other applications. */
    public RelayMeters relay(InstantSource clock) {
        return new RelayMeters(registry, clock);
    }

    /** The same provider, each of its calls timed. */
    public PaymentProvider timed(PaymentProvider provider) {
        return (PaymentProvider) Proxy.newProxyInstance(
                PaymentProvider.class.getClassLoader(),
                new Class<?>[] {PaymentProvider.class},
                new TimedCalls(provider, registry));
    }

    /** The same executor, each run of the workers timed. */
    public Executor timed(Executor executor) {
        return workers.timed(executor);
    }

    /** The same listener, what it is told counted. */
    public Consumer<RuntimeException> counted(Consumer<RuntimeException> trouble) {
        return workers.counted(trouble);
    }

    /** The same listener, what sweeps find counted. */
    public Consumer<WorkNote> findings(Consumer<WorkNote> notes) {
        return workers.findings(notes);
    }

    /** Watches a pool of connections. */
    public void watch(HikariDataSource pool) {
        pool.setMetricRegistry(registry);
    }

    /** Watches what waits in the store. */
    public void watch(BillingStore store, InstantSource clock) {
        new BacklogGauges(store, clock).bindTo(registry);
    }

    /** Shows how often everything is to be compared, which is what being late is measured by. */
    public void sweeps(Duration interval) {
        Gauge.builder("billing.sweep.interval.seconds", () -> interval.toMillis() / 1000.0)
                .description("How long after a sweep the next begins, as it is configured")
                .register(registry);
    }

    /** Watches what is remembered of tenants. */
    public void watch(Billing billing) {
        new StatusCacheMeters(billing).bindTo(registry);
    }

    @Override
    public void close() {
        registry.close();
    }
}
