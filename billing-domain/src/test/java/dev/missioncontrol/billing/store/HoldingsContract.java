package dev.missioncontrol.billing.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.missioncontrol.billing.account.BillingEvent;
import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.ASnapshot;
import dev.missioncontrol.billing.provider.EventContent;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Everything of one tenant: handed over, and erased, while the others' is left alone. */
abstract class HoldingsContract extends StoreContract {
    private static final List<String> ALL = List.of(
            "tenants",
            "subscriptions",
            "checkout_attempts",
            "webhook_events",
            "tracked_subscriptions",
            "customers",
            "seat_pushes",
            "browser_sessions",
            "billing_outbox",
            "billing_audit");

    @BeforeEach
    void two_tenants_with_something_everywhere() {
        fill(ACME);
        fill(GLOBEX);
    }

    private void fill(TenantId tenant) {
        RandomRecords records = new RandomRecords(tenant.value().length());
        run(tx -> {
            TenantRecord record = hold(tx, tenant);
            tx.accounts().bind(new CustomerBinding(tenant, "stripe", customer(tenant), false, false, 1), NOW);
            tx.accounts().saveCurrent(records.stored(tenant), NOW);
            tx.accounts()
                    .save(
                            tx.accounts()
                                    .lockSubscription(sub(tenant.value()), false, NOW)
                                    .boundTo(tenant),
                            NOW);
            tx.journal().append(records.auditAfter(record));
            tx.seatPushes().push(tenant, 3, SOON);
            tx.browserSessions()
                    .open(BrowserSession.Kind.PAGE, "hash-" + tenant, BrowserSessionsContract.page(tenant), LONG, 1);
            for (int i = 1; i <= 3; i++) {
                EventId id = event(tenant, i);
                tx.inbox().insert(event(id, "{\"of\":\"" + tenant + "\"}"), NOW);
                tx.inbox().conclude(id, EventOutcome.APPLIED, "of " + tenant, Optional.of(tenant));
                tx.journal().publish(new BillingEvent("id-" + tenant + i, tenant, i, NOW, records.transition()));
                tx.checkouts().save(attempt(tenant, i));
            }
            tx.journal().delivered(due(tx, 1).get(0));
        });
    }

    @Test
    void an_emptied_event_is_nobodys_and_keeps_its_id_alone() {
        EventId emptied = event(ACME, 1);
        run(tx -> tx.holdings().emptyEvent(emptied));
        run(tx -> tx.holdings().emptyEvent(new EventId("evt_never_heard_of")));

        InboxEvent left = get(tx -> tx.inbox().event(emptied)).orElseThrow();
        assertThat(left.tenant()).isEmpty();
        assertThat(left.subscription()).isEmpty();
        assertThat(left.payload()).isEmpty();
        assertThat(left.reason()).isEmpty();
        assertThat(left.outcome()).isEqualTo(EventOutcome.IGNORED);
        assertThat(get(tx -> tx.inbox().event(event(ACME, 2))).orElseThrow().tenant())
                .contains(ACME);
    }

    private static ProviderEvent event(EventId id, String payload) {
        return new ProviderEvent(
                id, "test", NOW, false, Optional.empty(), Optional.empty(), new EventContent.Other(), payload);
    }

    private static EventId event(TenantId tenant, int i) {
        return new EventId("evt_" + tenant + i);
    }

    private static CustomerId customer(TenantId tenant) {
        return new CustomerId("cus_" + tenant);
    }

    private static CheckoutAttempt attempt(TenantId tenant, int generation) {
        return Attempts.attempt(tenant.value() + generation, tenant, generation, CheckoutAttempt.State.EXPIRED, NOW)
                .madeFor(new CustomerId("cus_before_" + tenant));
    }

    private static SubscriptionSnapshot strayOfAcme() {
        return ASnapshot.of(sub("stray"), NOW)
                .customer(Optional.of(customer(ACME)))
                .status("canceled")
                .endedAt(Optional.of(NOW))
                .said();
    }

    private List<HeldRow> held(TenantId tenant) {
        List<HeldRow> rows = new ArrayList<>();
        run(tx -> tx.holdings().each(tenant, rows::add));
        return rows;
    }

    private static List<String> tables(List<HeldRow> rows) {
        return rows.stream().map(HeldRow::table).distinct().toList();
    }

    private void eraseAcme() {
        run(tx -> tx.holdings().bury(ACME, NOW));
        while (count(tx -> tx.holdings().eraseHistory(ACME, 2)) > 0) {
            // the next batch
        }
        run(tx -> tx.holdings().erase(ACME, NOW));
    }

    @Test
    void every_row_of_a_tenant_is_told_and_no_other_tenants() {
        List<HeldRow> rows = held(ACME);
        assertThat(tables(rows)).containsExactlyInAnyOrderElementsOf(ALL);
        assertThat(rows.toString()).contains("cus_acme", "sub_acme", "evt_acme3", "att_acme2", "id-acme1");
        assertThat(rows.toString()).doesNotContain("globex");
        assertThat(held(new TenantId("never-seen"))).isEmpty();
    }

    @Test
    void erasing_leaves_a_tombstone_a_pseudonym_and_hashes() {
        eraseAcme();

        List<HeldRow> rows = held(ACME);
        assertThat(tables(rows)).containsExactlyInAnyOrder("tenants", "billing_audit", "erased_references");
        assertThat(rows.toString()).doesNotContain("cus_", "sub_acme", "att_", "cs_", "evt_acme");
        run(tx -> {
            assertThat(tx.accounts().tenant(ACME).flatMap(TenantRecord::deleted))
                    .contains(NOW);
            assertThat(tx.accounts().customerOf(ACME, "stripe")).isEmpty();
            assertThat(tx.accounts().bindingOf(customer(ACME), "stripe")).isEmpty();
            assertThat(tx.accounts().current(ACME)).isEmpty();
            assertThat(tx.accounts().subscription(sub("acme"))).isEmpty();
            assertThat(tx.checkouts().newest(ACME)).isEmpty();
            assertThat(due(tx, 99)).extracting(BillingEvent::tenant).doesNotContain(ACME);
            assertThat(tx.journal().published(0, 99))
                    .extracting(one -> one.published().event().tenant())
                    .doesNotContain(ACME);
            assertThat(tx.listings().eventsOf(ACME, 99)).isEmpty();
        });
    }

    @Test
    void erasing_one_leaves_the_others_as_they_are() {
        List<HeldRow> before = held(GLOBEX);
        eraseAcme();
        assertThat(held(GLOBEX)).isEqualTo(before);
    }

    @Test
    void an_erased_event_still_counts_once_and_says_nothing() {
        eraseAcme();
        run(tx -> {
            InboxEvent emptied = tx.inbox().event(event(ACME, 1)).orElseThrow();
            assertThat(emptied.payload()).isEmpty();
            assertThat(emptied.reason()).isEmpty();
            assertThat(emptied.tenant()).isEmpty();
            assertThat(emptied.outcome()).isEqualTo(EventOutcome.IGNORED);
            assertThat(tx.inbox().insert(event(event(ACME, 1), "{}"), NOW)).isFalse();
        });
    }

    @Test
    void the_providers_ids_of_an_erased_tenant_are_known_again() {
        eraseAcme();
        run(tx -> {
            for (String id : List.of("cus_acme", "sub_acme", "att_acme1", "cs_acme3", "cus_before_acme"))
                assertThat(tx.holdings().erased(List.of("other", id))).as(id).isTrue();
            for (String id : List.of("cus_globex", "sub_globex", "att_globex1", "cs_globex3"))
                assertThat(tx.holdings().erased(List.of(id))).as(id).isFalse();
            assertThat(tx.holdings().erased(List.of())).isFalse();
        });
    }

    @Test
    void the_audit_keeps_its_rows_and_its_chain() {
        List<AuditEntry> before = list(tx -> tx.journal().audit(ACME, 1, 99));
        eraseAcme();
        List<AuditEntry> after = list(tx -> tx.journal().audit(ACME, 1, 99));
        assertThat(after).isEqualTo(before).isNotEmpty();
        assertThat(after.get(0).computedHash()).isEqualTo(after.get(0).hash());
    }

    @Test
    void erasing_again_finds_nothing_and_the_tombstone_keeps_its_date() {
        eraseAcme();
        List<HeldRow> once = held(ACME);
        run(tx -> {
            tx.holdings().bury(ACME, NOW.plusSeconds(9));
            assertThat(tx.holdings().eraseHistory(ACME, 99)).isZero();
            tx.holdings().erase(ACME, NOW.plusSeconds(9));
        });
        assertThat(held(ACME)).isEqualTo(once);
    }

    @Test
    void what_lives_on_is_not_erased() {
        assertThatThrownBy(() -> run(tx -> tx.holdings().erase(ACME, NOW))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> run(tx -> tx.holdings().eraseHistory(ACME, 9)))
                .isInstanceOf(IllegalStateException.class);
        assertThat(tables(held(ACME))).containsExactlyInAnyOrderElementsOf(ALL);
    }

    @Test
    void subscriptions_of_its_customer_that_nobody_owns_go_with_it() {
        run(tx -> {
            TrackedSubscription stray = tx.accounts().lockSubscription(sub("stray"), false, NOW);
            PlanCatalog catalog = DefaultCatalog.withPlaceholderPrices();
            tx.accounts().save(stray.observe(strayOfAcme(), NOW, true, catalog).next(), NOW);
        });
        assertThat(held(ACME).toString()).contains("sub_stray");
        eraseAcme();
        assertThat(find(tx -> tx.accounts().subscription(sub("stray")))).isEmpty();
        assertThat(is(tx -> tx.holdings().erased(List.of("sub_stray")))).isTrue();
    }
}
