package dev.missioncontrol.billing.store;

import java.time.Duration;

/** A store that is held to its contract, and the one thing about it that a store's own methods can't do: let time pass. */
public interface StoreUnderTest extends AutoCloseable {
    /** The store, empty when it was opened. */
    BillingStore store();

    /**
     * Returns once this much time has passed by the store's own clock: a store in memory has its clock moved, a database's
     * is waited for by asking it. Never more than {@link StoreContract#SOON}.
     */
    void letPass(Duration time);

    /** Gives up connections, where it has any. */
    @Override
    default void close() {}
}
