package dev.missioncontrol.billing.app.observe;

import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.ProviderException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
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

    private final PaymentProvider provider;
    private final MeterRegistry registry;

    TimedCalls(PaymentProvider provider, MeterRegistry registry) {
        this.provider = provider;
        this.registry = registry;
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
            outcome = e.kind().name().toLowerCase(Locale.ROOT);
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
