package dev.missioncontrol.billing.app;

import com.zaxxer.hikari.HikariDataSource;
import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.app.config.Configuration;
import dev.missioncontrol.billing.app.observe.WorkLog;
import dev.missioncontrol.billing.persistence.JdbiBillingStore;
import dev.missioncontrol.billing.persistence.SchemaState;
import dev.missioncontrol.billing.usecase.Operations;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What commands need that work beside the server: the same store and provider, as they were configured, and nothing that
 * listens, works or changes the schema.
 */
public final class Tools implements AutoCloseable {
    /** What a command says that needs the provider where there is none but the sandbox of another process. */
    public static final String NO_PROVIDER = "There is no payment provider configured (STRIPE_SECRET_KEY): the sandbox"
            + " lives inside the process that serves, and can't be asked from here.";

    private final HikariDataSource source;
    private final Billing billing;
    private final boolean asks;
    private final Duration lease;
    private final CountDownLatch stopping = new CountDownLatch(1);

    private Tools(HikariDataSource source, Configuration configuration) {
        this.source = source;
        Payments payments = Payments.of(configuration, InstantSource.system());
        asks = !configuration.placeholderMode();
        lease = configuration.settings().lease();
        billing = Billing.builder()
                .catalog(configuration.catalog())
                .provider(payments.provider())
                .eventReader(payments.reader())
                .store(StoreAccess.store(source, configuration.database(), configuration.schema()))
                .clock(payments.clock())
                .settings(configuration.settings())
                .besideNodes()
                .onTrouble(WorkLog::trouble)
                .build();
    }

    /**
     * Opens the store and the provider.
     *
     * @throws IllegalStateException if the schema can't be used as it is, saying what to do
     * @throws dev.missioncontrol.billing.store.StoreException if the database can't be reached
     */
    public static Tools open(Configuration configuration) {
        HikariDataSource source = StoreAccess.pool(configuration.database());
        try {
            SchemaState state = JdbiBillingStore.schemaState(source, configuration.schema());
            if (state != SchemaState.UP_TO_DATE)
                throw new IllegalStateException("The schema " + configuration.schema() + StoreAccess.remedy(state));
            StoreAccess.requireSight(source, configuration.database(), configuration.schema());
            return new Tools(source, configuration);
        } catch (RuntimeException e) {
            source.close();
            throw e;
        }
    }

    /** What operators ask for. */
    public Operations operations() {
        return billing.operations();
    }

    /** Whether the provider can be asked from here: not in placeholder mode, whose sandbox is in another process. */
    public boolean asks() {
        return asks;
    }

    /** How long what was cut off keeps others from going on with it. */
    public Duration lease() {
        return lease;
    }

    /** That the command was told to end before it was done: what it holds is given back on the way out. */
    public static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1;

        private Stopped() {
            super("Stopped before its end.");
        }
    }

    /**
     * Returns once this much time has passed.
     *
     * @throws Stopped as soon as {@link #stop} is called
     */
    public void pause(Duration time) {
        try {
            if (stopping.await(time.toNanos(), TimeUnit.NANOSECONDS)) throw new Stopped();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Stopped();
        }
    }

    /** Ends a command at its next {@link #pause}; may be called by any thread. */
    public void stop() {
        stopping.countDown();
    }

    @Override
    public void close() {
        source.close();
    }
}
