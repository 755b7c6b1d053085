package dev.missioncontrol.billing.app;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;

/** PostgreSQL beside the test, waited for as long as a busy machine with a slow disk takes to start it, or to mend what was killed. */
public final class PatientPostgres {
    private static final Duration LONGEST_START = Duration.ofMinutes(2);

    private PatientPostgres() {}

    /** One with nothing in it. */
    public static EmbeddedPostgres start() throws IOException {
        return builder().start();
    }

    /** One to be set up. */
    public static EmbeddedPostgres.Builder builder() {
        return EmbeddedPostgres.builder().setPGStartupWait(LONGEST_START);
    }
}
