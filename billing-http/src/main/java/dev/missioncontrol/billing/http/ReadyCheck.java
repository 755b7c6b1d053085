package dev.missioncontrol.billing.http;

import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Whether requests should be sent to a server, and what it waits for where not. */
@FunctionalInterface
public interface ReadyCheck extends BooleanSupplier {
    /** What a server waits for: said to everybody, so it is a word. */
    enum WaitsFor {
        /** It does not answer, or not in time. */
        DATABASE,
        /** The schema, which is not there yet or behind: the server has begun no work. */
        SCHEMA;

        /** As it is answered. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What it waits for, as it was last asked; absent where it is ready, or waits for nothing, as before a stop. */
    default Optional<WaitsFor> waitsFor() {
        return Optional.empty();
    }
}
