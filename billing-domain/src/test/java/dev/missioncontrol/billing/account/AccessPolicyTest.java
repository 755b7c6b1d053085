package dev.missioncontrol.billing.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.account.Access.Level;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.ASnapshot;
import dev.missioncontrol.billing.provider.FetchedSubscription;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** To which moment a plan may be used. */
class AccessPolicyTest {
    private static final PlanCatalog CATALOG = DefaultCatalog.withPlaceholderPrices();
    private static final AccessPolicy WEEK = new AccessPolicy(7);
    private static final Instant FAILED = Instant.parse("2027-01-01T00:00:00Z");
    private static final Instant WEEK_LATER = FAILED.plus(Duration.ofDays(7));
    private static final Access NONE = new Access(Level.NONE, Optional.empty());

    private static CurrentSubscription pro(String status, Optional<Instant> end) {
        var said = ASnapshot.of("sub_1", FAILED)
                .status(status)
                .item("price_pro_monthly", 1)
                .cancelAt(end)
                .said();
        TrackedSubscription settled = TrackedSubscription.unknown(said.id(), false)
                .mark()
                .settle(new FetchedSubscription.Found(said, FAILED), 1, CATALOG)
                .next();
        return CurrentSubscription.of(List.of(settled), CATALOG);
    }

    private static Instant justBefore(Instant moment) {
        return moment.minusNanos(1000);
    }

    private static Access grace(Instant until) {
        return new Access(Level.GRACE, Optional.of(until));
    }

    @Test
    void grace_ends_at_the_moment_that_it_says() {
        CurrentSubscription owing = pro("past_due", Optional.empty());
        assertThat(WEEK.access(owing, justBefore(WEEK_LATER))).isEqualTo(grace(WEEK_LATER));
        assertThat(WEEK.access(owing, WEEK_LATER)).isEqualTo(NONE);
        assertThat(new AccessPolicy(0).access(owing, FAILED)).isEqualTo(NONE);
    }

    @Test
    void what_ends_is_had_until_then_though_no_event_told_that_it_ended() {
        CurrentSubscription ending = pro("active", Optional.of(WEEK_LATER));
        assertThat(WEEK.access(ending, justBefore(WEEK_LATER)))
                .isEqualTo(new Access(Level.FULL, Optional.of(WEEK_LATER)));
        assertThat(WEEK.access(ending, WEEK_LATER)).isEqualTo(NONE);
    }

    @Test
    void grace_does_not_outlast_the_subscription() {
        Instant sooner = FAILED.plus(Duration.ofDays(3));
        assertThat(WEEK.access(pro("past_due", Optional.of(sooner)), FAILED)).isEqualTo(grace(sooner));
        Instant later = FAILED.plus(Duration.ofDays(30));
        assertThat(WEEK.access(pro("past_due", Optional.of(later)), FAILED)).isEqualTo(grace(WEEK_LATER));
    }

    @Test
    void who_has_nothing_or_is_given_up_on_has_no_end_to_wait_for() {
        assertThat(WEEK.access(CurrentSubscription.none(CATALOG), FAILED))
                .isEqualTo(new Access(Level.FULL, Optional.empty()));
        for (String status : List.of("unpaid", "paused", "canceled"))
            assertThat(WEEK.access(pro(status, Optional.empty()), FAILED))
                    .as(status)
                    .isEqualTo(NONE);
    }
}
