package dev.missioncontrol.billing.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.ASnapshot;
import dev.missioncontrol.billing.provider.EventContent;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.provider.SubscriptionItem;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** However many seats a provider says that there are: what a tenant has is within its plan. */
class SeatPolicyTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final Instant CREATED = Instant.parse("2027-01-01T00:00:00Z");

    @Test
    void every_number_there_is_gives_the_nearest_that_is_allowed() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 100_000; i++) {
            int min = 1 + random.nextInt(SeatPolicy.MOST);
            SeatPolicy policy = new SeatPolicy(min, min + random.nextInt(SeatPolicy.MOST - min + 1));
            long seats = random.nextLong() >> random.nextInt(Long.SIZE);
            int clamped = policy.clamp(seats);
            assertThat(clamped).isBetween(policy.min(), policy.max());
            assertThat(policy.allows(seats)).isEqualTo(clamped == seats);
        }
        assertThat(new SeatPolicy(2, 50).clamp(OptionalLong.empty())).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"0, 5", "5, 4", "-1, 1", "1, 1000000"})
    void bounds_that_make_no_sense_are_refused(int min, int max) {
        assertThatThrownBy(() -> new SeatPolicy(min, max)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"0, 2", "-1, 2", ", 2", "1, 2", "2147483648, 999999", "1000000000000, 999999", "7, 7"})
    void an_event_with_an_odd_number_is_taken_and_gives_what_the_plan_allows(Long said, int had) {
        SandboxPaymentProvider stripe = SandboxPaymentProvider.startingAt(CREATED);
        Billing billing = Billing.builder()
                .catalog(DefaultCatalog.withPlaceholderPrices())
                .provider(stripe)
                .store(new InMemoryBillingStore())
                .clock(stripe.clock())
                .build();
        assertThat(billing.accept(event(said == null ? OptionalLong.empty() : OptionalLong.of(said)))
                        .httpStatus())
                .isEqualTo(200);
        assertThat(billing.status(ACME).plan()).isEqualTo("team");
        assertThat(billing.status(ACME).seats()).isEqualTo(had);
    }

    @Test
    void no_fewer_seats_can_be_chosen_than_are_in_use_as_far_as_the_plan_has_them() {
        SeatPolicy policy = new SeatPolicy(2, 10);
        assertThat(policy.fewest(OptionalInt.empty())).isEqualTo(2);
        assertThat(policy.fewest(OptionalInt.of(0))).isEqualTo(2);
        assertThat(policy.fewest(OptionalInt.of(7))).isEqualTo(7);
        assertThat(policy.fewest(OptionalInt.of(11))).isEqualTo(10);
    }

    private static ProviderEvent event(OptionalLong seats) {
        SubscriptionItem item = new SubscriptionItem(
                new PriceId("price_team_monthly"),
                seats,
                Optional.of(BillingInterval.MONTH),
                Optional.of(CREATED.plus(Duration.ofDays(31))));
        SubscriptionSnapshot snapshot = ASnapshot.of("sub_acme", CREATED)
                .customer("cus_acme")
                .item(item)
                .tenant(ACME.value())
                .said();
        return new ProviderEvent(
                new EventId("evt_odd"),
                "customer.subscription.created",
                CREATED,
                false,
                Optional.empty(),
                Optional.empty(),
                new EventContent.OfSubscription(snapshot),
                "{}");
    }
}
