package dev.missioncontrol.billing.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.ASnapshot;
import dev.missioncontrol.billing.provider.FetchedSubscription;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a tenant reads of a change that does more than one thing, or nothing that it would tell. */
class MilestonesTest {
    private static final PlanCatalog CATALOG = DefaultCatalog.withPlaceholderPrices();
    private static final Instant START = Instant.parse("2027-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("2027-02-01T00:00:00Z");

    private static CurrentSubscription has(ASnapshot snapshot) {
        var said = snapshot.said();
        TrackedSubscription settled = TrackedSubscription.unknown(said.id(), false)
                .mark()
                .settle(new FetchedSubscription.Found(said, START), 1, CATALOG)
                .next();
        return CurrentSubscription.of(List.of(settled), CATALOG);
    }

    private static ASnapshot pro(String id, String status) {
        return ASnapshot.of(id, START).status(status).monthly("price_pro_monthly", 1, END);
    }

    private static List<String> told(CurrentSubscription before, CurrentSubscription after) {
        Transition transition = Transition.between(before, after).orElseThrow();
        return Milestones.in(transition, START, AccessPolicy.STANDARD).stream()
                .map(milestone -> milestone.getClass().getSimpleName())
                .toList();
    }

    @Test
    void what_ends_from_the_start_was_bought_and_canceled_whether_or_not_there_was_one_before() {
        CurrentSubscription ending = has(pro("sub_2", "active").cancelAt(Optional.of(END)));
        assertThat(told(CurrentSubscription.none(CATALOG), ending)).containsExactly("Bought", "Canceled");
        CurrentSubscription ended = has(pro("sub_1", "canceled").cancelAt(Optional.of(START)));
        assertThat(told(ended, ending)).containsExactly("Bought", "Canceled");
    }

    @Test
    void what_the_provider_gave_up_on_is_suspended_once_and_owed_from_the_first_failure() {
        CurrentSubscription pastDue = has(pro("sub_1", "past_due"));
        CurrentSubscription unpaid = has(pro("sub_1", "unpaid"));
        assertThat(told(has(pro("sub_1", "active")), pastDue)).containsExactly("PaymentFailed");
        assertThat(told(pastDue, unpaid)).containsExactly("Suspended");
        assertThat(told(unpaid, has(pro("sub_1", "unpaid").trialEnd(START)))).isEmpty();
        assertThat(told(unpaid, pastDue))
                .as("it was told already that something is owed")
                .isEmpty();
        assertThat(told(unpaid, has(pro("sub_1", "active")))).containsExactly("Recovered");
    }

    @Test
    void what_is_canceled_may_be_used_until_it_ends_and_what_is_owed_no_longer_than_its_grace() {
        assertThat(usableOnceCanceled("active")).contains(END);
        assertThat(usableOnceCanceled("past_due")).contains(START.plus(Duration.ofDays(7)));
        for (String status : List.of("unpaid", "paused"))
            assertThat(usableOnceCanceled(status)).as(status).isEmpty();
    }

    private static Optional<Instant> usableOnceCanceled(String status) {
        CurrentSubscription ending = has(pro("sub_1", status).cancelAt(Optional.of(END)));
        Transition canceled =
                Transition.between(has(pro("sub_1", status)), ending).orElseThrow();
        return Milestones.in(canceled, START, AccessPolicy.STANDARD).stream()
                .map(Milestone.Canceled.class::cast)
                .map(Milestone.Canceled::until)
                .findFirst()
                .orElseThrow();
    }
}
