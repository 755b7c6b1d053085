package dev.missioncontrol.billing.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.ASnapshot;
import dev.missioncontrol.billing.provider.ProviderStatus;
import dev.missioncontrol.billing.provider.SubscriptionItem;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Of two subscriptions of a tenant the later one may be ended only where nothing is lost with it. */
class DuplicatesTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final PriceId TEAM = new PriceId("price_team_monthly");
    private static final PriceId TEAM_YEARLY = new PriceId("price_team_yearly");

    @Test
    void what_is_paid_for_no_longer_than_the_first_one_may_be_ended_and_nothing_of_which_that_is_unknown() {
        PlanCatalog catalog = DefaultCatalog.withPlaceholderPrices();
        SubscriptionItem monthly = SubscriptionItem.of(TEAM, 2);
        SubscriptionItem yearly = SubscriptionItem.of(TEAM_YEARLY, 2);
        assertThat(endable(catalog, List.of(yearly), List.of(monthly))).isTrue();
        assertThat(endable(catalog, List.of(yearly), List.of(yearly))).isTrue();
        assertThat(endable(catalog, List.of(monthly), List.of(yearly))).isFalse();
        assertThat(endable(catalog, List.of(SubscriptionItem.of(TEAM, 4)), List.of(monthly, yearly)))
                .as("one of its lines is paid for longer")
                .isFalse();

        PriceId retired = new PriceId("price_team_2024");
        PlanCatalog grown = PlanCatalog.of(
                Plan.draft("free").rank(0),
                Plan.draft("team")
                        .rank(2)
                        .seats(2, 50)
                        .monthly(TEAM.value(), 1500, "usd")
                        .retiredPrices(List.of(retired.value())));
        SubscriptionItem quarterly = SubscriptionItem.of(retired, 2);
        assertThat(endable(grown, List.of(monthly), List.of(quarterly))).isFalse();
        assertThat(endable(grown, List.of(quarterly), List.of(monthly))).isFalse();
    }

    @Test
    void nothing_is_ended_while_something_that_was_heard_of_one_waits_for_its_fetch() {
        TrackedSubscription read = Settled.team("sub_1", Instant.parse("2026-01-01T00:00:00Z"), false);
        TrackedSubscription newer = Settled.team("sub_2", Instant.parse("2026-01-02T00:00:00Z"), false);
        PlanCatalog catalog = DefaultCatalog.withPlaceholderPrices();

        assertThat(BillingAccount.of(ACME, List.of(read, newer)).duplicates(catalog))
                .contains(new Duplicates(read.id(), List.of(newer.id()), true));
        assertThat(BillingAccount.of(ACME, List.of(read.mark(), newer)).duplicates(catalog))
                .contains(new Duplicates(read.id(), List.of(newer.id()), false));
    }

    @Test
    void what_is_sold_beside_plans_is_none_of_them_and_saves_no_second_one_from_being_found() {
        PlanCatalog catalog = DefaultCatalog.withPlaceholderPrices();
        TrackedSubscription contract = Settled.of(
                "sub_0",
                Instant.parse("2025-12-01T00:00:00Z"),
                new PriceId("price_premium_support"),
                ProviderStatus.ACTIVE);
        TrackedSubscription plan = Settled.team("sub_1", Instant.parse("2026-01-01T00:00:00Z"), false);
        TrackedSubscription newer = Settled.team("sub_2", Instant.parse("2026-01-02T00:00:00Z"), false);

        BillingAccount once = BillingAccount.of(ACME, List.of(contract, plan));
        assertThat(once.live()).hasSize(2);
        assertThat(once.liveWithPlan(catalog)).containsExactly(plan);
        assertThat(once.duplicates(catalog)).isEmpty();
        assertThat(BillingAccount.of(ACME, List.of(contract, plan, newer)).duplicates(catalog))
                .contains(new Duplicates(plan.id(), List.of(newer.id()), true));
    }

    private static boolean endable(PlanCatalog catalog, List<SubscriptionItem> first, List<SubscriptionItem> newer) {
        return Duplicates.endable(List.of(holding("sub_1", first), holding("sub_2", newer)), catalog);
    }

    private static SubscriptionSnapshot holding(String id, List<SubscriptionItem> items) {
        ASnapshot one = ASnapshot.of(id, Instant.parse("2026-01-01T00:00:00Z"));
        items.forEach(one::item);
        return one.said();
    }
}
