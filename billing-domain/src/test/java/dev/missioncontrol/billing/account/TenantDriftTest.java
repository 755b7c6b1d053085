package dev.missioncontrol.billing.account;

import static dev.missioncontrol.billing.account.Drift.Remedy.PERSON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.account.Drift.Kind;
import dev.missioncontrol.billing.account.Drift.Remedy;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.ASnapshot;
import dev.missioncontrol.billing.provider.SubscriptionItem;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a tenant has differs from what its subscriptions amount to, or it pays for something that no plan has, or twice. */
class TenantDriftTest extends WithDrift {
    private static final TenantId GLOBEX = new TenantId("globex");

    private static List<Drift> ofAcme(SubscriptionSnapshot... has) {
        List<TrackedSubscription> tracked = Stream.of(has).map(WithDrift::acmes).toList();
        BillingAccount account = BillingAccount.of(ACME, tracked);
        return TenantDrift.of(account, Optional.of(account.current(CATALOG)), CATALOG);
    }

    @Test
    void a_tenant_that_pays_for_a_price_of_no_plan_is_named_for_as_long_as_it_pays() {
        List<Drift> drift = ofAcme(snapshot("active", "price_2019", 3, END, Optional.empty()));
        assertThat(drift).hasSize(1);
        assertThat(drift.get(0).kind()).isEqualTo(Kind.UNKNOWN_PRICE);
        assertThat(drift.get(0).remedy()).isEqualTo(PERSON);
        assertThat(drift.get(0).tenant()).contains(ACME);
        assertThat(drift.get(0).subscription()).contains(TEAM.id());
        assertThat(drift.get(0).there()).contains("price_2019");
        assertThat(drift.get(0).reason()).contains("retiredPrices");

        assertThat(ofAcme(snapshot("canceled", "price_2019", 3, END, Optional.empty())))
                .isEmpty();
    }

    private static SubscriptionSnapshot another(String id, SubscriptionItem item) {
        return ASnapshot.of(id, MADE)
                .customer("cus_1")
                .status("active")
                .item(item)
                .said();
    }

    @Test
    void what_is_sold_beside_a_plan_is_no_duplicate_of_it_and_hides_none() {
        SubscriptionItem support = new SubscriptionItem(
                new PriceId("price_support"), OptionalLong.of(1), Optional.empty(), Optional.of(END));
        SubscriptionSnapshot contract = another("sub_2", support);
        assertThat(ofAcme(TEAM, contract)).singleElement().satisfies(drift -> {
            assertThat(drift.kind()).isEqualTo(Kind.UNKNOWN_PRICE);
            assertThat(drift.subscription()).contains(contract.id());
            assertThat(drift.reason()).contains("beside");
        });
        SubscriptionSnapshot second = another("sub_3", TEAM.items().get(0));
        assertThat(ofAcme(TEAM, contract, second))
                .filteredOn(drift -> drift.kind() == Kind.DUPLICATE_LIVE)
                .singleElement()
                .satisfies(drift -> {
                    assertThat(drift.there()).isEqualTo("2 alive");
                    assertThat(drift.reason()).doesNotContain("sub_2");
                });
    }

    @Test
    void what_another_catalogue_may_know_as_a_second_plan_is_nothing_to_leave_or_to_end() {
        BillingAccount account = BillingAccount.of(
                ACME,
                List.of(acmes(TEAM), acmes(another("sub_2", SubscriptionItem.of(new PriceId("price_team_2028"), 3)))));
        assertThat(TenantDrift.of(account, Optional.of(account.current(CATALOG)), true, CATALOG))
                .singleElement()
                .satisfies(drift -> {
                    assertThat(drift.kind()).isEqualTo(Kind.UNKNOWN_PRICE);
                    assertThat(drift.remedy()).isEqualTo(PERSON);
                    assertThat(drift.reason())
                            .contains("another catalogue", "the catalogue of the server")
                            .doesNotContain("leave", "end it");
                });
    }

    @Test
    void what_is_sold_in_one_with_a_plan_needs_no_plan() {
        SubscriptionItem support = new SubscriptionItem(
                new PriceId("price_support"), OptionalLong.of(1), Optional.empty(), Optional.of(END));
        ASnapshot both = ASnapshot.of("sub_1", MADE).customer("cus_1").status("active");
        assertThat(ofAcme(both.item(TEAM.items().get(0)).item(support).said())).isEmpty();
    }

    @Test
    void what_a_tenant_has_is_compared_with_what_its_subscriptions_amount_to() {
        BillingAccount account = BillingAccount.of(ACME, List.of(acmes(TEAM)));
        CurrentSubscription right = account.current(CATALOG);
        assertThat(TenantDrift.of(account, Optional.of(right), CATALOG)).isEmpty();
        for (Optional<CurrentSubscription> wrong :
                List.of(Optional.<CurrentSubscription>empty(), Optional.of(CurrentSubscription.none(CATALOG))))
            assertThat(TenantDrift.of(account, wrong, CATALOG))
                    .extracting(Drift::kind, Drift::remedy)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple(Kind.DERIVED, Remedy.DERIVE));
        BillingAccount nothing = BillingAccount.of(GLOBEX, List.of());
        assertThat(TenantDrift.of(nothing, Optional.empty(), CATALOG)).isEmpty();
        assertThat(TenantDrift.of(nothing, Optional.of(right), CATALOG)).hasSize(1);
    }
}
