package dev.missioncontrol.billing.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.SubscriptionItem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What a subscription of several lines buys, in whatever order the provider names them. */
class GrantTest {
    private static final Instant FEB_1 = Instant.parse("2027-02-01T00:00:00Z");
    private static final Instant MAR_1 = Instant.parse("2027-03-01T00:00:00Z");
    private static final PlanCatalog CATALOG = PlanCatalog.of(
            Plan.draft("free").rank(0),
            Plan.draft("packs").rank(1).seats(10, 1000).monthly("packs_m", 50, "usd"),
            Plan.draft("crowd").rank(2).seats(1, 1000).monthly("crowd_m", 100, "usd"),
            Plan.draft("team")
                    .rank(3)
                    .seats(2, 50)
                    .monthly("team_m", 1500, "usd")
                    .yearly("team_y", 15_000, "usd"));

    private static SubscriptionItem item(String price, OptionalLong quantity, Instant end) {
        return new SubscriptionItem(new PriceId(price), quantity, Optional.empty(), Optional.of(end));
    }

    private static SubscriptionItem item(String price, long quantity) {
        return item(price, OptionalLong.of(quantity), FEB_1);
    }

    /** The same in both orders. */
    private static Grant granted(SubscriptionItem... items) {
        List<SubscriptionItem> order = new ArrayList<>(List.of(items));
        Grant straight = Grant.of(order, CATALOG).orElseThrow();
        Collections.reverse(order);
        assertThat(Grant.of(order, CATALOG)).as("the other way round").contains(straight);
        return straight;
    }

    @Test
    void of_lines_of_two_plans_the_higher_one_counts_with_its_own_seats() {
        Grant both = granted(item("crowd_m", 30), item("team_m", 4));
        assertThat(both.plan().key()).isEqualTo("team");
        assertThat(both.seats()).isEqualTo(4);
    }

    @Test
    void lines_of_one_plan_count_together_and_no_number_is_too_large() {
        assertThat(granted(item("team_m", 3), item("team_m", 4), item("a_workshop", 9))
                        .seats())
                .isEqualTo(7);
        assertThat(granted(item("team_m", Long.MAX_VALUE), item("team_m", 1)).seats())
                .isEqualTo(50);
        assertThat(granted(item("team_m", Long.MIN_VALUE), item("team_m", -1)).seats())
                .isEqualTo(2);
        assertThat(granted(item("team_m", Long.MAX_VALUE), item("team_m", -Long.MAX_VALUE + 9))
                        .seats())
                .isEqualTo(9);
    }

    @Test
    void a_line_without_a_quantity_buys_the_least_that_is_sold() {
        assertThat(granted(item("team_m", OptionalLong.empty(), FEB_1)).seats()).isEqualTo(2);
    }

    @Test
    void lines_that_end_apart_are_paid_for_until_the_first_of_them_ends() {
        Grant apart = granted(item("team_y", OptionalLong.of(2), MAR_1), item("team_m", OptionalLong.of(2), FEB_1));
        assertThat(apart.periodEnd()).contains(FEB_1);
        assertThat(apart.interval()).contains(BillingInterval.MONTH);
    }

    @Test
    void a_lower_plan_is_worth_less_however_many_seats_it_has() {
        Grant team = granted(item("team_m", 2));
        Grant crowd = granted(item("crowd_m", 900));
        assertThat(Grant.BY_WORTH.compare(crowd, team)).isNegative();
        assertThat(team.atMost(crowd).plan().key()).isEqualTo("crowd");
        assertThat(team.atMost(crowd).seats()).isEqualTo(900);
    }

    @Test
    void a_lower_plan_has_no_more_seats_than_what_bounds_it() {
        Grant team = granted(item("team_m", 3));
        Grant bounded = granted(item("crowd_m", 900)).atMost(team);
        assertThat(bounded).isEqualTo(granted(item("crowd_m", 3)));
        assertThat(granted(item("crowd_m", 2)).atMost(team)).isEqualTo(granted(item("crowd_m", 2)));
        Plan packs = CATALOG.plan("packs").orElseThrow();
        assertThat(granted(item("packs_m", 900)).atMost(team).seats())
                .as("the fewest that are sold")
                .isEqualTo(packs.seats().min());
    }

    @Test
    void what_is_bounded_by_the_same_worth_keeps_how_often_it_is_paid() {
        Grant yearly = granted(item("team_y", 5));
        assertThat(yearly.atMost(granted(item("team_m", 5)))).isEqualTo(yearly);
        assertThat(yearly.atMost(granted(item("team_m", 4))).interval()).contains(BillingInterval.MONTH);
    }
}
