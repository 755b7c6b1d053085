package dev.missioncontrol.billing;

import static dev.missioncontrol.billing.ChangingShop.ACME;
import static dev.missioncontrol.billing.ChangingShop.APPLIED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.account.MonthlyRevenue;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.store.Figures;
import dev.missioncontrol.billing.usecase.Change;
import dev.missioncontrol.billing.usecase.Checkout;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who keeps a price that is sold no more has its interval, and not the amount of the one that took its place. */
class RetiredPriceTest {
    private final ChangingShop shop = new ChangingShop();

    /** The price of a seat a month went up. */
    private final PlanCatalog next = PlanCatalog.of(
            Plan.draft("free").rank(0),
            Plan.draft("pro").rank(1).seats(1, 1).monthly("pro_m", 2000, "usd"),
            Plan.draft("team")
                    .rank(2)
                    .seats(2, 50)
                    .monthly("team_2028", 2500, "usd")
                    .yearly("team_y", 15_000, "usd")
                    .retiredPrices(List.of("team_m")));

    private final Billing later = shop.selling(next).build();

    @Test
    void what_recurs_is_said_of_a_price_that_is_sold_and_of_no_other() {
        assertThat(later.recurring(ACME)).as("nothing was bought").isEmpty();
        shop.buy(Checkout.of("team").seats(3));
        assertThat(shop.billing.recurring(ACME)).contains(new Money(4500, "usd"));
        assertThat(later.status(ACME).interval()).contains(BillingInterval.MONTH);
        assertThat(later.recurring(ACME)).isEmpty();
        assertThat(later.change(ACME, Change.to("team").yearly())).isEqualTo(APPLIED);
        assertThat(later.recurring(ACME)).contains(new Money(45_000, "usd"));
        shop.stripe.cancelNow(shop.subscription());
        shop.stripe.advance(Duration.ofMinutes(1));
        later.sync(ACME);
        assertThat(later.recurring(ACME)).as("it has ended").isEmpty();
    }

    @Test
    void revenue_tells_how_many_keep_such_a_price_and_guesses_no_amount() {
        shop.buy(Checkout.of("team").seats(3));
        TenantId globex = new TenantId("globex");
        shop.stripe.pay(later.startCheckout(globex, Checkout.of("team").seats(2)));
        later.sync(globex);
        shop.stripe.advance(Duration.ofHours(1));
        later.runDue();
        List<Figures.Day> figures = later.operations().overview(1).now();
        assertThat(figures)
                .filteredOn(day -> MonthlyRevenue.unpriced(day.group(), next))
                .singleElement()
                .satisfies(kept -> {
                    assertThat(kept.group().tenants()).isOne();
                    assertThat(kept.group().seats()).isEqualTo(3);
                    assertThat(kept.revenue()).isEmpty();
                });
        assertThat(figures.stream().flatMap(day -> day.revenue().stream())).containsExactly(new Money(5000, "usd"));
    }
}
