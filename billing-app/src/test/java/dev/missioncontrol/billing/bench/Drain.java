package dev.missioncontrol.billing.bench;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** How fast the refresh worker works off what is marked, as far as the provider lets it. */
final class Drain {
    private static final Duration[] DELAYS = {Duration.ofMillis(1), Duration.ofMillis(50), Duration.ofMillis(200)};
    private static final long LOOK_AGAIN_NANOS = Duration.ofMillis(50).toNanos();

    /** All that is marked counts as fetched; to be run with {@link #UNMARKED} behind it. */
    static final String ANSWERED = "update billing.tracked_subscriptions set synced = dirty where dirty > synced";

    static final String UNMARKED = "delete from billing.marked_subscriptions";

    private final Stage stage;
    private final int tenants;

    /** @param tenants that there are; the provider lists their subscriptions */
    Drain(Stage stage, int tenants) {
        this.stage = stage;
        this.tenants = tenants;
    }

    void measure() {
        agree();
        for (Duration delay : DELAYS) {
            stage.provider().answersAfter(delay);
            for (int round = 0; round < stage.settings().rounds(); round++) {
                Stage.say("provider answers in " + delay.toMillis() + " ms, round " + (round + 1) + " of "
                        + stage.settings().rounds());
                once(delay);
            }
        }
        stage.provider().answersAfter(Duration.ZERO);
    }

    /**
     * Lets a server compare all that there is with what the provider lists, and fetch what differs: a sweep that begins while
     * something is measured finds nothing more to mark then.
     */
    private void agree() {
        Stage.say("sweeping " + Report.number(tenants) + " tenants before");
        stage.provider().lists(tenants);
        new Clones(stage.postgres()).forgetOthers();
        stage.postgres()
                .run(
                        "delete from billing.billing_sweeps",
                        "update billing.billing_jobs set due_at = current_timestamp where job_name = 'sweep'");
        try (Server product = stage.product(Map.of("BILLING_PROVIDER_RATE", Provider.FASTEST_RATE))) {
            product.answers(Requests.get("/health/ready"));
            while (stage.postgres().number("select count(*) from billing.billing_sweeps") == 0)
                LockSupport.parkNanos(LOOK_AGAIN_NANOS);
            untilDrained(stage.postgres());
        }
    }

    private void once(Duration delay) {
        stage.postgres()
                .run(
                        ANSWERED,
                        UNMARKED,
                        "insert into billing.marked_subscriptions (subscription_id, marked_since, due_at)"
                                + " select subscription_id, current_timestamp, current_timestamp from"
                                + " billing.tracked_subscriptions where subscription_id like 'sub_%' and subscription_id not like"
                                + " '%m%' limit " + stage.settings().backlog(),
                        "update billing.tracked_subscriptions set dirty = synced + 1 where subscription_id in"
                                + " (select subscription_id from billing.marked_subscriptions)");
        try (Server product = stage.product(Map.of("BILLING_PROVIDER_RATE", Provider.FASTEST_RATE))) {
            product.answers(Requests.get("/health/ready"));
            long from = System.nanoTime();
            long before = stage.provider().fetches();
            untilDrained(stage.postgres());
            double seconds = (System.nanoTime() - from) / 1e9;
            double rate = (stage.provider().fetches() - before) / seconds;
            stage.report().add("refresh worker, provider answers in " + delay.toMillis() + " ms", rate, "1/s", "", "");
        }
    }

    /** Waits until nothing is due. */
    static void untilDrained(Postgres postgres) {
        while (postgres.number("select count(*) from billing.marked_subscriptions") > 0)
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
    }
}
