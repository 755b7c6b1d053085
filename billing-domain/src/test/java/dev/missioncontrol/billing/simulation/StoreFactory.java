package dev.missioncontrol.billing.simulation;

import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.store.BillingStore;
import java.time.Duration;
import java.time.InstantSource;

/** Where a schedule's store comes from. */
public interface StoreFactory {
    /** In memory, by the world's clock. */
    StoreFactory IN_MEMORY = clock -> new Opened(new InMemoryBillingStore(clock), time -> {});

    /**
     * An empty store.
     *
     * @param store it
     * @param clock is told how much time passes, where the store's own clock can't be moved
     */
    record Opened(BillingStore store, StoreClock clock) {}

    /** What moves a store's own clock, where it has one. */
    @FunctionalInterface
    interface StoreClock {
        void passed(Duration time);
    }

    /** An empty store for one schedule; {@code clock} is the world's. */
    Opened open(InstantSource clock);
}
