package dev.missioncontrol.billing.app.observe;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.usecase.StatusCacheFigures;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToLongFunction;

/** What remembering statuses is good for. */
final class StatusCacheMeters {
    private static final String ANSWERS = "billing.status.cache.answers";

    private final Billing billing;

    StatusCacheMeters(Billing billing) {
        this.billing = billing;
    }

    void bindTo(MeterRegistry registry) {
        answers(registry, "hit", StatusCacheFigures::hits);
        answers(registry, "miss", StatusCacheFigures::misses);
        counter("billing.status.cache.evictions", "Tenants that made room for others", StatusCacheFigures::evictions)
                .register(registry);
        counter(
                        "billing.status.cache.looks.failed",
                        "Looks at the log of changes that failed: after 2 s without one the store is asked each time",
                        StatusCacheFigures::failedLooks)
                .register(registry);
        Gauge.builder(
                        "billing.status.cache.size",
                        billing,
                        one -> one.statusCache().size())
                .description("Tenants whose status is remembered")
                .register(registry);
    }

    private void answers(MeterRegistry registry, String how, ToLongFunction<StatusCacheFigures> figure) {
        counter(ANSWERS, "Statuses answered from memory, and by asking the store", figure)
                .tag("how", how)
                .register(registry);
    }

    private FunctionCounter.Builder<Billing> counter(
            String name, String what, ToLongFunction<StatusCacheFigures> figure) {
        return FunctionCounter.builder(name, billing, one -> figure.applyAsLong(one.statusCache()))
                .description(what);
    }
}
