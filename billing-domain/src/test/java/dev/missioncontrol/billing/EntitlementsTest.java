package dev.missioncontrol.billing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.account.Access;
import dev.missioncontrol.billing.account.Entitlements;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.plan.FeatureTable;
import dev.missioncontrol.billing.plan.Limit;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.usecase.Checkout;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EntitlementsTest {
    private static final TenantId acme = new TenantId("acme");

    private final SandboxPaymentProvider sandbox =
            SandboxPaymentProvider.startingAt(Instant.parse("2027-01-01T00:00:00Z"));
    private final Billing billing = Billing.builder()
            .catalog(PlanCatalog.of(
                    Plan.draft("free").rank(0).limit("projects", 1).features("read"),
                    Plan.draft("pro")
                            .rank(1)
                            .monthly("price_pro", 2000, "usd")
                            .features("read", "Export")
                            .limit("projects", 10)
                            .unlimited("api_calls")))
            .provider(sandbox)
            .store(new InMemoryBillingStore())
            .clock(sandbox.clock())
            .graceDays(7)
            .build();

    EntitlementsTest() {
        sandbox.deliverTo(billing);
    }

    @Test
    void a_tenant_without_a_subscription_may_use_what_the_free_plan_grants() {
        Entitlements may = billing.entitlements(acme);
        assertThat(may.plan()).isEqualTo("free");
        assertThat(may.has("export")).isFalse();
        assertThat(may.limit("projects")).isEqualTo(Limit.of(1));
        assertThat(may.limit("api_calls")).isEqualTo(Limit.NONE);
        assertThat(may.limit("nobody_named_this")).isEqualTo(Limit.NONE);
    }

    @Test
    void a_line_that_stands_for_a_lower_plan_unlocks_all_of_it_as_the_page_says() {
        PlanCatalog catalog = DefaultCatalog.withPlaceholderPrices();
        Billing standard = Billing.builder()
                .catalog(catalog)
                .provider(sandbox)
                .store(new InMemoryBillingStore())
                .clock(sandbox.clock())
                .build();
        sandbox.pay(standard.startCheckout(acme, Checkout.of("team").seats(3)));
        standard.sync(acme);
        Entitlements may = standard.entitlements(acme);
        assertThat(may.features())
                .containsExactly(
                        "Everything in Pro",
                        "Unlimited projects",
                        "Export",
                        "E-mail support",
                        "Shared projects",
                        "Roles and audit log",
                        "Priority support");
        for (FeatureTable.Row row : FeatureTable.of(catalog.plans()).rows())
            assertThat(may.has(row.feature()))
                    .as(row.feature())
                    .isEqualTo(row.plans().contains("team"));
    }

    @Test
    void what_a_lower_plan_takes_over_is_taken_over_from_it_and_a_higher_plan_gives_nothing_away() {
        PlanCatalog catalog = PlanCatalog.of(
                Plan.draft("free").rank(0).features("Read", "Support as in Pro"),
                Plan.draft("pro").rank(1).monthly("price_p", 1000, "usd").features("Everything in Free", "Export"),
                Plan.draft("team").rank(2).monthly("price_t", 2000, "usd").features("Everything in Pro", "export"));
        assertThat(catalog.unlockedBy("free")).containsExactly("Read", "Support as in Pro");
        assertThat(catalog.unlockedBy("team"))
                .containsExactly(
                        "Everything in Pro", "Everything in Free", "Read", "Support as in Pro", "Export", "export");
        assertThat(catalog.unlockedBy("nobody")).isEmpty();
    }

    @Test
    void of_plans_whose_names_end_alike_the_one_that_is_named_is_meant_and_of_a_name_twice_what_is_sold() {
        PlanCatalog catalog = PlanCatalog.of(
                Plan.draft("free").rank(0),
                Plan.draft("pro2023")
                        .rank(1)
                        .name("Pro")
                        .monthly("price_o", 900, "usd")
                        .features("Read")
                        .retired(true),
                Plan.draft("pro")
                        .rank(2)
                        .name("Pro")
                        .monthly("price_p", 1000, "usd")
                        .features("Read", "Export"),
                Plan.draft("super")
                        .rank(3)
                        .name("Super Pro")
                        .monthly("price_s", 1500, "usd")
                        .features("Roles"),
                Plan.draft("team").rank(4).monthly("price_t", 2000, "usd").features("Everything in Pro"),
                Plan.draft("all").rank(5).monthly("price_a", 3000, "usd").features("Everything in Super Pro"));
        assertThat(catalog.unlockedBy("team")).containsExactly("Everything in Pro", "Read", "Export");
        assertThat(catalog.unlockedBy("all")).containsExactly("Everything in Super Pro", "Roles");
    }

    @Test
    void features_and_limits_are_the_plans_through_grace_and_the_free_ones_after_it() {
        int projects = 9;
        sandbox.pay(billing.startCheckout(acme, Checkout.of("pro")));

        // shown in docs/entitlements.md
        Entitlements may = billing.entitlements(acme);
        boolean export = may.has("export");
        boolean oneMore = may.limit("projects").allows(projects + 1);
        // end

        assertThat(export).isTrue();
        assertThat(oneMore).isTrue();
        assertThat(may.limit("Projects").allows(11)).isFalse();
        assertThat(may.limit("api_calls")).isEqualTo(Limit.UNLIMITED);

        sandbox.declineNextPayment(acme);
        sandbox.advance(Duration.ofDays(32));
        Entitlements grace = billing.entitlements(acme);
        assertThat(grace.access().level()).isEqualTo(Access.Level.GRACE);
        assertThat(grace.limit("projects")).isEqualTo(Limit.of(10));
        Instant end = grace.access().until().orElseThrow();
        BillingBuilder builder =
                Billing.builder().catalog(billing.catalog()).provider(sandbox).store(new InMemoryBillingStore());
        // shown in docs/entitlements.md
        builder.rememberStatuses(10_000);
        // end
        Billing later = builder.build();
        assertThat(later.entitlements(acme).plan()).as("another store").isEqualTo("free");
        assertThat(Entitlements.of(
                                billing.status(acme).current(),
                                billing.settings()
                                        .access()
                                        .access(billing.status(acme).current(), end),
                                billing.catalog())
                        .limits())
                .isEqualTo(billing.catalog().free().limits());
    }
}
