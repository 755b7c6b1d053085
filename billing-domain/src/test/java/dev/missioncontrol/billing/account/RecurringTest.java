package dev.missioncontrol.billing.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.ASnapshot;
import dev.missioncontrol.billing.provider.FetchedSubscription;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What each renewal costs is said of lines that are paid together, and of no others. */
class RecurringTest {
    private static final Instant START = Instant.parse("2027-01-01T00:00:00Z");

    private static ASnapshot holding() {
        return ASnapshot.of("sub_1", START);
    }

    private static Optional<Money> recurring(ASnapshot answer) {
        return recurring(answer, DefaultCatalog.withPlaceholderPrices());
    }

    private static Optional<Money> recurring(ASnapshot answer, PlanCatalog catalog) {
        var said = answer.said();
        TrackedSubscription settled = TrackedSubscription.unknown(said.id(), false)
                .mark()
                .settle(new FetchedSubscription.Found(said, START), 1, catalog)
                .next();
        return BillingAccount.of(new TenantId("acme"), List.of(settled)).recurring(catalog, START);
    }

    @Test
    void lines_that_are_paid_together_come_to_their_sum() {
        assertThat(recurring(holding().item("price_team_monthly", 3).item("price_pro_monthly", 1)))
                .contains(new Money(3 * 1500 + 2000, "usd"));
    }

    @Test
    void lines_that_are_paid_at_different_times_have_no_sum() {
        assertThat(recurring(holding().item("price_team_monthly", 3).item("price_team_yearly", 2)))
                .isEmpty();
    }

    @Test
    void lines_in_two_currencies_have_no_sum() {
        PlanCatalog abroad = PlanCatalog.of(
                Plan.draft("free").rank(0),
                Plan.draft("pro").rank(1).monthly("pro_usd", 2000, "usd"),
                Plan.draft("team").rank(2).monthly("team_eur", 1500, "eur"));
        assertThat(recurring(holding().item("pro_usd", 1), abroad)).contains(new Money(2000, "usd"));
        assertThat(recurring(holding().item("pro_usd", 1).item("team_eur", 2), abroad))
                .isEmpty();
    }

    @Test
    void a_line_that_the_catalogue_has_no_amount_for_leaves_no_sum() {
        assertThat(recurring(holding().item("price_team_monthly", 3).item("price_of_a_workshop", 1)))
                .isEmpty();
        assertThat(recurring(holding().item("price_team_monthly", -1))).isEmpty();
    }

    @Test
    void what_is_charged_in_another_currency_than_the_catalogues_has_no_sum() {
        assertThat(recurring(holding().item("price_team_monthly", 5).currency("eur")))
                .isEmpty();
        assertThat(recurring(holding().item("price_team_monthly", 5).currency("usd")))
                .contains(new Money(5 * 1500, "usd"));
    }
}
