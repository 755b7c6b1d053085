package dev.missioncontrol.billing.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.ProviderStatus;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What recurs every month: the examples of Stripe's own definition, and what it leaves out. */
class MonthlyRevenueTest {
    private static final PlanCatalog CATALOG = PlanCatalog.of(
            Plan.draft("free").rank(0),
            Plan.draft("a").rank(1).monthly("price_a", 10_000, "usd").retiredPrices(List.of("price_old")),
            Plan.draft("b").rank(2).yearly("price_b", 60_000, "usd"),
            Plan.draft("c").rank(3).yearly("price_c", 100, "jpy"));

    private static TenantGroup group(String plan, BillingInterval interval, ProviderStatus standing, long seats) {
        return new TenantGroup(plan, Optional.ofNullable(interval), Optional.of(standing), seats, seats);
    }

    private static Optional<Money> revenue(String plan, BillingInterval interval, ProviderStatus standing, long seats) {
        return MonthlyRevenue.of(group(plan, interval, standing, seats), CATALOG);
    }

    @Test
    void a_month_counts_whole_and_a_year_a_twelfth() {
        assertThat(revenue("a", BillingInterval.MONTH, ProviderStatus.ACTIVE, 100))
                .contains(new Money(1_000_000, "usd"));
        assertThat(revenue("b", BillingInterval.YEAR, ProviderStatus.ACTIVE, 50))
                .contains(new Money(250_000, "usd"));
    }

    @Test
    void a_group_is_rounded_once_half_up() {
        assertThat(revenue("c", BillingInterval.YEAR, ProviderStatus.ACTIVE, 1)).contains(new Money(8, "jpy"));
        assertThat(revenue("c", BillingInterval.YEAR, ProviderStatus.ACTIVE, 3)).contains(new Money(25, "jpy"));
        assertThat(revenue("c", BillingInterval.YEAR, ProviderStatus.ACTIVE, 9)).contains(new Money(75, "jpy"));
    }

    @ParameterizedTest
    @EnumSource(ProviderStatus.class)
    void only_what_is_active_or_past_due_counts(ProviderStatus standing) {
        boolean counts = standing == ProviderStatus.ACTIVE || standing == ProviderStatus.PAST_DUE;
        assertThat(revenue("a", BillingInterval.MONTH, standing, 1).isPresent()).isEqualTo(counts);
    }

    @Test
    void what_has_a_price_that_nothing_says_the_amount_of_is_told_and_not_guessed() {
        TenantGroup retired = group("a", null, ProviderStatus.ACTIVE, 3);
        assertThat(MonthlyRevenue.of(retired, CATALOG)).isEmpty();
        assertThat(MonthlyRevenue.unpriced(retired, CATALOG)).isTrue();
        assertThat(MonthlyRevenue.unpriced(group("gone", BillingInterval.MONTH, ProviderStatus.ACTIVE, 3), CATALOG))
                .isTrue();
        assertThat(MonthlyRevenue.unpriced(group("a", null, ProviderStatus.TRIALING, 3), CATALOG))
                .isFalse();
        assertThat(MonthlyRevenue.unpriced(new TenantGroup("free", Optional.empty(), Optional.empty(), 9, 9), CATALOG))
                .isFalse();
    }
}
