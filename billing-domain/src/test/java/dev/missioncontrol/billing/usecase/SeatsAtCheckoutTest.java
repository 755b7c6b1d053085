package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Seats that people use already count when somebody buys. */
class SeatsAtCheckoutTest {
    private static final TenantId ACME = new TenantId("acme");

    private final SandboxPaymentProvider stripe =
            SandboxPaymentProvider.startingAt(Instant.parse("2026-01-01T00:00:00Z"));

    private Billing billing(SeatUsage usage) {
        Billing billing = Billing.builder()
                .catalog(DefaultCatalog.withPlaceholderPrices())
                .provider(stripe)
                .store(new InMemoryBillingStore())
                .clock(stripe.clock())
                .seatUsage(usage)
                .build();
        stripe.deliverTo(billing);
        return billing;
    }

    private int bought(Billing billing, Checkout wanted, OptionalLong said) {
        stripe.pay(billing.startCheckout(ACME, wanted, said));
        return billing.status(ACME).seats();
    }

    @Test
    void a_checkout_without_a_number_is_for_as_many_as_the_host_counts() {
        assertThat(bought(billing(tenant -> OptionalLong.of(12)), Checkout.of("team"), OptionalLong.empty()))
                .isEqualTo(12);
    }

    @Test
    void of_what_the_host_counts_and_whoever_asks_says_the_larger_number_counts() {
        assertThat(bought(billing(tenant -> OptionalLong.of(3)), Checkout.of("team"), OptionalLong.of(7)))
                .isEqualTo(7);
    }

    @Test
    void fewer_than_are_in_use_are_sold_to_nobody() {
        Billing billing = billing(tenant -> OptionalLong.of(12));
        Redirect answer = billing.startCheckout(ACME, Checkout.of("team").seats(5));
        assertThat(answer).isInstanceOf(Redirect.Rejected.class);
        Rejection no = ((Redirect.Rejected) answer).rejection();
        assertThat(no.code()).isEqualTo(Rejection.Code.SEATS_IN_USE);
        assertThat(no.field()).isEqualTo("seats");
        assertThat(no.sentence()).contains("12 seats are in use");
        assertThat(bought(billing, Checkout.of("team").seats(12), OptionalLong.empty()))
                .isEqualTo(12);
    }

    @Test
    void more_than_are_in_use_are_sold_as_asked_for() {
        assertThat(bought(
                        billing(tenant -> OptionalLong.of(3)),
                        Checkout.of("team").seats(5),
                        OptionalLong.empty()))
                .isEqualTo(5);
    }

    @Test
    void where_fewer_are_in_use_than_the_plan_has_at_least_these_are_sold() {
        assertThat(bought(billing(tenant -> OptionalLong.of(1)), Checkout.of("team"), OptionalLong.empty()))
                .isEqualTo(2);
    }

    @Test
    void a_host_that_can_not_be_asked_keeps_nobody_from_buying() {
        SeatUsage away = tenant -> {
            throw new SeatUsageException("in a test");
        };
        assertThat(bought(billing(away), Checkout.of("team"), OptionalLong.empty()))
                .isEqualTo(2);
    }

    @Test
    void what_is_not_sold_by_the_seat_is_sold_whoever_uses_it() {
        assertThat(bought(billing(tenant -> OptionalLong.of(12)), Checkout.of("pro"), OptionalLong.empty()))
                .isEqualTo(1);
    }

    @Test
    void a_host_that_throws_whatever_keeps_nobody_from_buying_and_hears_of_it() {
        List<RuntimeException> told = new ArrayList<>();
        Billing billing = Billing.builder()
                .catalog(DefaultCatalog.withPlaceholderPrices())
                .provider(stripe)
                .store(new InMemoryBillingStore())
                .clock(stripe.clock())
                .seatUsage(tenant -> {
                    throw new IllegalStateException("the host's database, in a test");
                })
                .onTrouble(told::add)
                .build();
        stripe.deliverTo(billing);
        assertThat(bought(billing, Checkout.of("team"), OptionalLong.empty())).isEqualTo(2);
        assertThat(told).extracting(Throwable::getMessage).containsOnly("the host's database, in a test");
    }

    @Test
    void who_may_not_buy_is_told_that_and_its_seats_are_not_asked_for() {
        int[] asked = {0};
        Billing billing = billing(tenant -> {
            asked[0]++;
            return OptionalLong.of(12);
        });
        assertThat(bought(billing, Checkout.of("team"), OptionalLong.empty())).isEqualTo(12);
        int before = asked[0];
        Redirect answer = billing.startCheckout(ACME, Checkout.of("team").seats(5));
        assertThat(((Redirect.Rejected) answer).rejection().code()).isEqualTo(Rejection.Code.ALREADY_SUBSCRIBED);
        assertThat(asked[0]).isEqualTo(before);
    }

    @Test
    void a_plan_that_is_too_small_for_who_uses_it_says_so() {
        Billing billing = Billing.builder()
                .catalog(PlanCatalog.of(
                        Plan.draft("free").rank(0),
                        Plan.draft("small").rank(1).name("Small").seats(2, 10).monthly("price_small", 500, "usd")))
                .provider(stripe)
                .store(new InMemoryBillingStore())
                .clock(stripe.clock())
                .seatUsage(tenant -> OptionalLong.of(12))
                .build();
        Redirect answer = billing.startCheckout(ACME, Checkout.of("small").seats(5));
        Rejection no = ((Redirect.Rejected) answer).rejection();
        assertThat(no.code()).isEqualTo(Rejection.Code.SEATS_IN_USE);
        assertThat(no.sentence())
                .startsWith("12 seats are in use, and Small has ")
                .endsWith("choose another plan.");
    }

    @Test
    void who_buys_again_after_an_end_that_nobody_told_of_is_sold_no_fewer_than_are_in_use() {
        boolean[] lossy = {false};
        Billing deaf = Billing.builder()
                .catalog(DefaultCatalog.withPlaceholderPrices())
                .provider(stripe)
                .store(new InMemoryBillingStore())
                .clock(stripe.clock())
                .seatUsage(tenant -> OptionalLong.of(12))
                .build();
        stripe.onEvent(event -> {
            if (lossy[0]) return;
            deaf.accept(event);
            deaf.runDue();
        });
        stripe.pay(deaf.startCheckout(ACME, Checkout.of("team")));
        deaf.cancel(ACME);
        deaf.runDue();
        lossy[0] = true;
        stripe.advance(Duration.ofDays(40));

        Redirect answer = deaf.startCheckout(ACME, Checkout.of("team").seats(5));

        assertThat(((Redirect.Rejected) answer).rejection().code()).isEqualTo(Rejection.Code.SEATS_IN_USE);
    }
}
