package dev.missioncontrol.billing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.PlannedChange;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.usecase.ChangePolicy;
import dev.missioncontrol.billing.usecase.Checkout;
import dev.missioncontrol.billing.usecase.SeatPush;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * A shop whose tenant has three seats of a team, and whose application pushes seats as its users come and go. Time passes by the clock
 * alone, and each event is taken at once.
 */
final class PushingShop {
    static final TenantId ACME = new TenantId("acme");
    static final PriceId PRO = new PriceId("pro_m");
    static final PriceId TEAM = new PriceId("team_m");
    static final Duration WINDOW = ChangePolicy.STANDARD_SEAT_WINDOW;

    final SandboxPaymentProvider stripe = SandboxPaymentProvider.startingAt(Instant.parse("2027-01-01T00:00:00Z"));
    final InMemoryBillingStore store = new InMemoryBillingStore();

    /** How many are in use, by what the application says. */
    Supplier<OptionalLong> used = OptionalLong::empty;

    /** Whether no event arrives. */
    boolean quiet;

    final Billing billing = node();

    /** The process that takes events and works. */
    private Billing serving = billing;

    PushingShop() {
        stripe.onEvent(event -> {
            if (quiet) return;
            serving.accept(event);
            serving.runDue();
        });
        stripe.pay(billing.startCheckout(ACME, Checkout.of("team").seats(3)));
    }

    /** Seats of a team by this price, so many or more and 50 at most. */
    static PlanCatalog selling(String monthly, int fewest, String... retired) {
        return PlanCatalog.of(
                Plan.draft("free").rank(0),
                Plan.draft("pro").rank(1).seats(1, 1).monthly(PRO.value(), 2000, "usd"),
                Plan.draft("team")
                        .rank(2)
                        .seats(fewest, 50)
                        .monthly(monthly, 1500, "usd")
                        .yearly("team_y", 15_000, "usd")
                        .retiredPrices(List.of(retired)));
    }

    /** Another process on the same store. */
    Billing node() {
        return node(selling(TEAM.value(), 2));
    }

    /** It goes on with another catalogue. */
    void sells(PlanCatalog other) {
        serving = node(other);
    }

    private Billing node(PlanCatalog catalog) {
        return Billing.builder()
                .catalog(catalog)
                .provider(stripe)
                .store(store)
                .clock(stripe.clock())
                .seatUsage(tenant -> used.get())
                .build();
    }

    void push(long... counts) {
        for (long seats : counts) assertThat(serving.pushSeats(ACME, seats)).isInstanceOf(SeatPush.Accepted.class);
    }

    void passes(Duration time) {
        stripe.advance(time);
        serving.runDue();
    }

    int invoices() {
        return billing.invoices(ACME, Optional.empty(), 100).invoices().size();
    }

    int seats() {
        return billing.status(ACME).seats();
    }

    /** How many the provider takes money for, whatever the plan allows. */
    long charged() {
        return stripe.subscription(subscription()).orElseThrow().quantity();
    }

    /** How many come with the next period, if that was planned. */
    Optional<Long> comes() {
        return stripe.plannedChange(subscription()).map(PlannedChange::quantity);
    }

    SubscriptionId subscription() {
        return stripe.subscriptionOf(ACME).orElseThrow();
    }
}
