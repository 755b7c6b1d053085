package dev.missioncontrol.billing.app.observe;

import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.ProviderException.Kind;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Times every call to a provider, by operation and outcome. A proxy, so that an operation which the port gains later is
 * passed on and timed without a line here.
 */
final class TimedCalls implements InvocationHandler {
    /** What asks nobody. */
    private static final Set<String> LOCAL =
            Set.of("name", "livemode", "canFetch", "sell", "metered", "eventReader", "toString", "hashCode", "equals");

    /** Bounds of the histogram: a usual call, a slow one, the timeout of 8 s, and that with its retries. */
    private static final Duration[] BOUNDS = {
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(4),
        Duration.ofSeconds(8),
        Duration.ofSeconds(30)
    };

    /** What the provider refuses us for as a whole, whatever is asked: somebody is woken by the first one. */
    private static final Set<Kind> REFUSALS = EnumSet.of(Kind.AUTHENTICATION, Kind.INVALID_REQUEST);

    private final PaymentProvider provider;
    private final MeterRegistry registry;

    TimedCalls(PaymentProvider provider, MeterRegistry registry) {
        this.provider = provider;
        this.registry = registry;
        // From the start, at 0, so that the first one is a rise; by operation they would be some hundreds of figures.
        REFUSALS.forEach(this::refusals);
    }

    private Counter refusals(Kind kind) {
        return Counter.builder("billing.provider.refusals")
                .description("Calls that the payment provider refused as ours: by a key, or for how they ask")
                .tag("outcome", word(kind))
                .register(registry);
    }

    private static String word(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        if (LOCAL.contains(method.getName())) return call(method, arguments);
        long begun = System.nanoTime();
        String outcome = "fault";
        try {
            Object answer = call(method, arguments);
            outcome = "ok";
            return answer;
        } catch (ProviderException e) {
            outcome = word(e.kind());
            if (REFUSALS.contains(e.kind())) refusals(e.kind()).increment();
            throw e;
        } finally {
            Timer.builder("billing.provider.calls")
                    .description("Calls to the payment provider, by operation and outcome")
                    .tags("operation", snakeCase(method.getName()), "outcome", outcome)
                    .serviceLevelObjectives(BOUNDS)
                    .register(registry)
                    .record(Duration.ofNanos(System.nanoTime() - begun));
        }
    }

    private @Nullable Object call(Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(provider, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static String snakeCase(String name) {
        return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
