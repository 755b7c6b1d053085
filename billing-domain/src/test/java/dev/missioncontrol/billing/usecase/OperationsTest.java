package dev.missioncontrol.billing.usecase;

import static dev.missioncontrol.billing.usecase.OperatedShop.ACME;
import static dev.missioncontrol.billing.usecase.OperatedShop.GLOBEX;
import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.AuditEntry;
import dev.missioncontrol.billing.store.InboxEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What operators do: whose, again, and whether the audit is whole. */
class OperationsTest {
    private final OperatedShop shop = new OperatedShop();
    private final Operations operations = shop.operations;

    @Test
    void quarantined_events_are_listed_and_leave_the_list_once_somebody_says_whose_they_are() {
        SubscriptionId disputed = shop.quarantined();
        List<InboxEvent> listed = operations
                .events(EventOutcome.QUARANTINED, Optional.empty(), 99)
                .events();
        assertThat(listed).isNotEmpty().allMatch(event -> event.subscription().equals(Optional.of(disputed)));
        CustomerId customer = shop.stripe.customerOf(ACME).orElseThrow();
        var bound = operations.bind(ACME, customer, "it is acme's, says sales", true, OperatedShop::noPause);
        assertThat(bound).isInstanceOf(BindByOperator.Result.Bound.class);
        assertThat(operations
                        .events(EventOutcome.QUARANTINED, Optional.empty(), 99)
                        .events())
                .isEmpty();
        assertThat(shop.billing.status(ACME).plan()).isEqualTo("pro");
        assertThat(shop.audit(ACME))
                .filteredOn(entry -> entry.actor().equals("operator"))
                .extracting(AuditEntry::rule)
                .contains("bound to the customer " + customer + ": it is acme's, says sales");
    }

    @Test
    void nobody_binds_without_a_reason_nor_a_customer_that_is_not_there_nor_one_of_another() {
        CustomerId customer = shop.customer(ACME);
        CustomerId unknown = new CustomerId("cus_nobody");
        assertThat(operations.bind(ACME, customer, " ", true, OperatedShop::noPause))
                .isInstanceOf(BindByOperator.Result.BadReason.class);
        assertThat(operations.bind(ACME, unknown, "why", true, OperatedShop::noPause))
                .isInstanceOf(BindByOperator.Result.UnknownCustomer.class);
        assertThat(shop.audit(ACME)).isEmpty();
        operations.bind(ACME, customer, "why", true, OperatedShop::noPause);
        assertThat(operations.bind(GLOBEX, customer, "why", true, OperatedShop::noPause))
                .isEqualTo(new BindByOperator.Result.TakenBy(ACME));
    }

    @Test
    void an_event_applied_twice_changes_nothing_and_the_audit_says_who_asked() {
        shop.buy(ACME, Checkout.of("pro"));
        List<InboxEvent> applied =
                operations.events(EventOutcome.APPLIED, Optional.empty(), 99).events();
        var before = shop.billing.history(ACME, OptionalLong.empty());
        for (InboxEvent event : applied)
            assertThat(operations.replay(event.id())).isInstanceOf(ReplayEvent.Result.class);
        assertThat(shop.billing.history(ACME, OptionalLong.empty())).isEqualTo(before);
        assertThat(operations.replay(new EventId("evt_nobody"))).isInstanceOf(ReplayEvent.Result.Unknown.class);
    }

    @Test
    void a_refresh_asks_about_all_that_a_tenant_has_whatever_was_heard() {
        SubscriptionId bought = shop.buy(ACME, Checkout.of("pro"));
        shop.lossy = true;
        shop.stripe.cancelNow(bought);
        var refreshed = operations.refresh(ACME, true, OperatedShop::noPause);
        assertThat(refreshed.settled()).containsExactly(bought);
        assertThat(shop.billing.status(ACME).plan()).isEqualTo("free");
        assertThat(operations.refresh(GLOBEX, true, OperatedShop::noPause).known())
                .isFalse();
    }

    @Test
    void from_a_process_that_can_not_ask_it_is_marked_for_the_workers() {
        SubscriptionId bought = shop.buy(ACME, Checkout.of("pro"));
        shop.lossy = true;
        shop.stripe.cancelNow(bought);
        assertThat(operations.refresh(ACME, false, OperatedShop::noPause).waiting())
                .containsExactly(bought);
        assertThat(shop.billing.status(ACME).plan()).isEqualTo("pro");
        shop.billing.runDue();
        assertThat(shop.billing.status(ACME).plan()).isEqualTo("free");
    }

    @Test
    void a_sound_audit_folds_to_what_each_tenant_has() {
        for (TenantId tenant : List.of(ACME, GLOBEX)) {
            shop.buy(tenant, Checkout.of("team").seats(4));
            shop.stripe.advance(Duration.ofDays(40));
            shop.stripe.declinePayments(tenant);
            shop.stripe.advance(Duration.ofDays(80));
            var current = shop.store
                    .inTransaction(tx -> tx.accounts().current(tenant))
                    .orElseThrow()
                    .current();
            List<AuditEntry> rows = shop.audit(tenant);
            assertThat(rows.get(rows.size() - 1).after().sameStateAs(current)).isTrue();
        }
        var verified = operations.verifyAudit(
                Optional.empty(), fault -> assertThat(fault).isNull());
        assertThat(verified.sound()).isTrue();
        assertThat(verified.tenants()).isEqualTo(2);
        assertThat(verified.rows())
                .isEqualTo(shop.audit(ACME).size() + shop.audit(GLOBEX).size());
        assertThat(operations.verifyAudit(Optional.of(ACME), fault -> {}).tenants())
                .isEqualTo(1);
        assertThat(operations
                        .verifyAudit(Optional.of(new TenantId("nobody")), fault -> {})
                        .tenants())
                .isZero();
    }
}
