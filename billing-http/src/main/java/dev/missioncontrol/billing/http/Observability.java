package dev.missioncontrol.billing.http;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What those who run a server see of it.
 *
 * @param listener told of every answer
 * @param metrics what {@code /metrics} answers, as Prometheus reads it; absent where nothing is measured
 * @param draining whether the server is about to stop: connections are then closed with their next answer
 */
public record Observability(RequestListener listener, Optional<Supplier<String>> metrics, BooleanSupplier draining) {
    /** Nothing is measured. */
    public static final Observability NONE = new Observability(RequestListener.NOBODY, Optional.empty(), () -> false);
}
