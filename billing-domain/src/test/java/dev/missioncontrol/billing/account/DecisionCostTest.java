package dev.missioncontrol.billing.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.fuzz.Allocated;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.ASnapshot;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bytes, since they are the same on every machine: {@code scripts/bench.sh --what=domain} tells the time of it. */
class DecisionCostTest {
    private static final Instant START = Instant.parse("2027-01-01T00:00:00Z");

    /** Calls before what is counted: what the JVM makes once has been made. */
    private static final int BEFORE = 200;

    private static final int COUNTED = 1_000;

    private final PlanCatalog catalog = DefaultCatalog.withPlaceholderPrices();

    @Test
    void a_tenant_of_many_ended_subscriptions_costs_little_more_than_one_of_one() {
        long one = bytesOfFolding(1);
        long many = bytesOfFolding(101);
        assertThat(one).isLessThan(2_000);
        assertThat((many - one) / 100).as("bytes of one more").isLessThan(400);
    }

    private long bytesOfFolding(int size) {
        List<TrackedSubscription> tracked = new ArrayList<>();
        tracked.add(tracked("sub_now", "active"));
        for (int number = 1; number < size; number++) tracked.add(tracked("sub_" + number, "canceled"));
        for (int call = 0; call < BEFORE; call++) CurrentSubscription.of(tracked, catalog);
        Allocated allocated = new Allocated();
        long from = allocated.byThisThread();
        for (int call = 0; call < COUNTED; call++) CurrentSubscription.of(tracked, catalog);
        return (allocated.byThisThread() - from) / COUNTED;
    }

    private TrackedSubscription tracked(String id, String status) {
        SubscriptionSnapshot said = ASnapshot.of(id, START)
                .status(status)
                .item("price_team_monthly", 3)
                .said();
        return TrackedSubscription.unknown(said.id(), false)
                .observe(said, START, true, catalog)
                .next();
    }
}
