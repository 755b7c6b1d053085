package dev.missioncontrol.billing.usecase;

import static dev.missioncontrol.billing.usecase.OperatedShop.ACME;
import static dev.missioncontrol.billing.usecase.OperatedShop.GLOBEX;
import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.account.Transition;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.BillingMetadata;
import dev.missioncontrol.billing.store.AuditEntry;
import dev.missioncontrol.billing.store.InboxEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What operators see and do: why, again, whose, and whether the audit is whole. */
class OperationsTest {
    private static final BillingMetadata GLOBEXS =
            new BillingMetadata(Optional.of("globex"), Optional.empty(), Optional.empty());

    private final OperatedShop shop = new OperatedShop();
    private final Operations operations = shop.operations;

    private String why(TenantId tenant) {
        return String.join(" ", operations.explain(tenant).why());
    }

    private List<AuditEntry> audit(TenantId tenant) {
        return shop.store.inTransaction(tx -> tx.journal().audit(tenant, 1, 999));
    }

    private SubscriptionId quarantined() {
        CustomerId customer = shop.customer(ACME);
        shop.billing.bind(ACME, customer);
        return shop.subscription(ACME, customer, GLOBEXS);
    }

    @Test
    void one_who_was_never_seen_is_on_free_because_nothing_was_heard() {
        assertThat(why(ACME)).isEqualTo("The plan is free because nothing was ever heard of this tenant.");
        assertThat(shop.store.inTransaction(tx -> tx.accounts().tenant(ACME)).isPresent())
                .isFalse();
    }

    @Test
    void a_plan_names_the_subscription_and_the_price_that_it_comes_from() {
        SubscriptionId bought = shop.buy(ACME, Checkout.of("team").seats(3));
        assertThat(why(ACME))
                .startsWith("The plan is team because " + bought + " is active and has ")
                .contains("which is team");
    }

    @Test
    void one_whose_subscription_ended_is_told_when_and_what_it_was() {
        shop.stripe.cancelNow(shop.buy(ACME, Checkout.of("pro")));
        assertThat(why(ACME)).contains("ended 2027-01-01T00:00").contains("Before it ended the plan was pro.");
    }

    @Test
    void a_quarantined_subscription_shows_to_both_tenants_that_its_signs_name() {
        SubscriptionId disputed = quarantined();
        for (TenantId tenant : List.of(ACME, GLOBEX))
            assertThat(why(tenant)).contains("plan is free").contains(disputed + " is nobody's: the signs");
    }

    @Test
    void an_open_checkout_and_a_lost_fetch_are_said() {
        shop.billing.startCheckout(ACME, Checkout.of("pro"));
        assertThat(why(ACME)).contains("A checkout of pro was begun");
        shop.lossy = true;
        shop.stripe.declinePayments(ACME);
        assertThat(why(ACME)).contains("no subscription of its customer");
    }

    @Test
    void access_that_is_over_says_since_when() {
        shop.buy(ACME, Checkout.of("pro"));
        shop.stripe.declinePayments(ACME);
        shop.stripe.advance(Duration.ofDays(33));
        assertThat(why(ACME)).contains("It may be used until").contains("7 days of grace");
        shop.stripe.advance(Duration.ofDays(8));
        assertThat(why(ACME)).contains("No more than the free plan may be used");
    }

    @Test
    void events_and_decisions_stand_in_the_order_of_time_each_event_before_what_it_led_to() {
        shop.buy(ACME, Checkout.of("pro"));
        shop.stripe.advance(Duration.ofDays(32));
        shop.stripe.cancelNow(shop.stripe.subscriptionOf(ACME).orElseThrow());
        Explanation told = operations.explain(ACME);
        assertThat(told.timeline()).extracting(Explanation.Entry::at).isSorted();
        assertThat(told.timeline()).hasAtLeastOneElementOfType(Explanation.Entry.Event.class);
        assertThat(told.timeline()).hasAtLeastOneElementOfType(Explanation.Entry.Decision.class);
        assertThat(told.earlierLeftOut()).isFalse();
    }

    @Test
    void a_history_holds_what_changed_and_nothing_of_how_it_came_to_be_known() {
        SubscriptionId bought = shop.buy(ACME, Checkout.of("pro"));
        shop.stripe.cancelNow(bought);
        operations.bind(ACME, shop.customer(ACME), "moved", true, OperatedShop::noPause);
        ShowHistory.History history = shop.billing.history(ACME, OptionalLong.empty());
        assertThat(history.changes())
                .extracting(change -> change.transition().type())
                .containsExactly(Transition.Type.SUBSCRIPTION_ENDED, Transition.Type.SUBSCRIPTION_STARTED);
        assertThat(history.before()).isEmpty();
        assertThat(shop.billing.history(GLOBEX, OptionalLong.empty()).changes()).isEmpty();
    }

    @Test
    void a_long_history_comes_in_pages_that_hold_everything_once() {
        for (int i = 0; i < 130; i++) {
            shop.stripe.cancelNow(shop.buy(ACME, Checkout.of("pro")));
            shop.stripe.advance(Duration.ofMinutes(1));
        }
        List<ShowHistory.Change> all = new ArrayList<>();
        OptionalLong before = OptionalLong.empty();
        do {
            ShowHistory.History page = shop.billing.history(ACME, before);
            assertThat(page.changes()).hasSizeLessThanOrEqualTo(ShowHistory.PAGE);
            all.addAll(page.changes());
            before = page.before();
        } while (before.isPresent());
        assertThat(all).hasSize(260);
        assertThat(all).extracting(ShowHistory.Change::at).isSortedAccordingTo((a, b) -> b.compareTo(a));
    }

    @Test
    void quarantined_events_are_listed_and_leave_the_list_once_somebody_says_whose_they_are() {
        SubscriptionId disputed = quarantined();
        List<InboxEvent> listed = operations.events(EventOutcome.QUARANTINED, Optional.empty(), 99);
        assertThat(listed).isNotEmpty().allMatch(event -> event.subscription().equals(Optional.of(disputed)));
        CustomerId customer = shop.stripe.customerOf(ACME).orElseThrow();
        var bound = operations.bind(ACME, customer, "it is acme's, says sales", true, OperatedShop::noPause);
        assertThat(bound).isInstanceOf(BindByOperator.Result.Bound.class);
        assertThat(operations.events(EventOutcome.QUARANTINED, Optional.empty(), 99))
                .isEmpty();
        assertThat(shop.billing.status(ACME).plan()).isEqualTo("pro");
        assertThat(audit(ACME))
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
        assertThat(audit(ACME)).isEmpty();
        operations.bind(ACME, customer, "why", true, OperatedShop::noPause);
        assertThat(operations.bind(GLOBEX, customer, "why", true, OperatedShop::noPause))
                .isEqualTo(new BindByOperator.Result.TakenBy(ACME));
    }

    @Test
    void an_event_applied_twice_changes_nothing_and_the_audit_says_who_asked() {
        shop.buy(ACME, Checkout.of("pro"));
        List<InboxEvent> applied = operations.events(EventOutcome.APPLIED, Optional.empty(), 99);
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tenant;acme,cus_1|1: the header must be tenant,customer",
                "customer,tenant|1: the header must be tenant,customer",
                "tenant,customer;acme|2: must be two fields, a tenant and its customer, not 1",
                "tenant,customer;acme,cus_1,x|2: must be two fields, a tenant and its customer, not 3",
                "tenant,customer;a b,cus_1|2: tenant id has a character that is not visible ASCII at position 1",
                "tenant,customer;,cus_1|2: tenant id is missing",
                "tenant,customer;acme,|2: customer id is missing",
                "tenant,customer;acme,cus_1;acme,cus_2|3: the tenant acme is in line 2 already",
                "tenant,customer;acme,cus_1;;globex,cus_1|4: the customer cus_1 is in line 2 already",
            })
    void a_fault_of_a_file_names_its_line(String file, String fault) {
        assertThat(CustomerPairs.of(Stream.of(file.split(";", -1))).faults())
                .extracting(one -> one.line() + ": " + one.sentence())
                .containsExactly(fault);
    }

    @Test
    void a_file_may_have_quotes_a_byte_order_mark_and_blank_lines() {
        CustomerPairs read = CustomerPairs.of(Stream.of("\uFEFF\"tenant\",\"customer\"", "", " \"acme\" , cus_1 ", ""));
        assertThat(read.faults()).isEmpty();
        assertThat(read.pairs()).containsExactly(new CustomerPairs.Pair(3, ACME, new CustomerId("cus_1")));
        assertThat(CustomerPairs.of(Stream.empty()).faults()).hasSize(1);
    }

    private ImportCustomers.Result imported(boolean apply, String... lines) {
        return operations.importCustomers(
                CustomerPairs.of(Stream.concat(Stream.of("tenant,customer"), Stream.of(lines))),
                new ImportCustomers.Request(apply, true),
                pair -> {},
                OperatedShop::noPause);
    }

    @Test
    void an_import_binds_customers_that_were_there_before_and_gives_them_what_they_pay_for() {
        CustomerId first = shop.customer(ACME);
        CustomerId second = shop.customer(GLOBEX);
        shop.lossy = true;
        shop.subscription(ACME, first, BillingMetadata.NONE);
        shop.subscription(GLOBEX, second, BillingMetadata.NONE);
        String[] lines = {"acme," + first, "globex," + second};
        assertThat(imported(false, lines)).isEqualTo(new ImportCustomers.Result.Checked(2, 0));
        assertThat(shop.billing.status(ACME).plan()).isEqualTo("free");
        assertThat(imported(true, lines)).isEqualTo(new ImportCustomers.Result.Imported(2, 0, 2, 0));
        assertThat(shop.billing.status(ACME).plan()).isEqualTo("pro");
        assertThat(shop.billing.status(GLOBEX).plan()).isEqualTo("pro");
        int rows = audit(ACME).size();
        assertThat(imported(true, lines)).isEqualTo(new ImportCustomers.Result.Imported(0, 2, 0, 0));
        assertThat(audit(ACME)).hasSize(rows);
        assertThat(((Redirect.Rejected) shop.billing.startCheckout(ACME, Checkout.of("pro")))
                        .rejection()
                        .code())
                .isEqualTo(Rejection.Code.ALREADY_SUBSCRIBED);
    }

    @Test
    void all_faults_of_a_file_are_said_at_once_and_nothing_is_bound() {
        CustomerId free = shop.customer(ACME);
        CustomerId taken = shop.customer(GLOBEX);
        shop.billing.bind(GLOBEX, taken);
        var result =
                imported(true, "acme," + free, "a," + taken, "globex," + shop.customer(GLOBEX), "b,cus_no", "acme,x");
        assertThat(((ImportCustomers.Result.Faulty) result).faults())
                .extracting(CustomerPairs.Fault::line)
                .containsExactly(3, 4, 5, 6);
        assertThat(audit(ACME)).isEmpty();
    }

    @Test
    void an_import_that_was_stopped_goes_on_behind_the_last_pair() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            TenantId tenant = new TenantId("tenant-" + i);
            CustomerId customer = shop.customer(tenant);
            lines.add(tenant + "," + customer);
        }
        CustomerPairs file = CustomerPairs.of(Stream.concat(Stream.of("tenant,customer"), lines.stream()));
        List<CustomerPairs.Pair> done = new ArrayList<>();
        try {
            operations.importCustomers(
                    file,
                    new ImportCustomers.Request(true, true),
                    pair -> {
                        done.add(pair);
                        if (done.size() == 7) throw new IllegalStateException("killed");
                    },
                    OperatedShop::noPause);
        } catch (IllegalStateException killed) {
            assertThat(killed).hasMessage("killed");
        }
        var result = operations.importCustomers(
                file, new ImportCustomers.Request(true, true), done::add, OperatedShop::noPause);
        assertThat(result).isEqualTo(new ImportCustomers.Result.Imported(13, 7, 0, 0));
        assertThat(done).isEqualTo(file.pairs());
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
            List<AuditEntry> rows = audit(tenant);
            assertThat(rows.get(rows.size() - 1).after().sameStateAs(current)).isTrue();
        }
        var verified = operations.verifyAudit(
                Optional.empty(), fault -> assertThat(fault).isNull());
        assertThat(verified.sound()).isTrue();
        assertThat(verified.tenants()).isEqualTo(2);
        assertThat(verified.rows()).isEqualTo(audit(ACME).size() + audit(GLOBEX).size());
        assertThat(operations.verifyAudit(Optional.of(ACME), fault -> {}).tenants())
                .isEqualTo(1);
        assertThat(operations
                        .verifyAudit(Optional.of(new TenantId("nobody")), fault -> {})
                        .tenants())
                .isZero();
    }
}
