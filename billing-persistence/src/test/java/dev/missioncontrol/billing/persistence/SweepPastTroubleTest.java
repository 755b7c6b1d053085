package dev.missioncontrol.billing.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.zaxxer.hikari.HikariDataSource;
import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.account.Drift;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.store.BillingStore;
import dev.missioncontrol.billing.store.Refreshes;
import dev.missioncontrol.billing.usecase.Checkout;
import dev.missioncontrol.billing.usecase.Reconcile;
import dev.missioncontrol.billing.usecase.Redirect;
import dev.missioncontrol.billing.usecase.WorkNote;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a sweep meets in a real table and can't read, or not have just now, stops it nowhere. */
class SweepPastTroubleTest {
    /** Before the others wherever all are looked at. */
    private static final TenantId BROKEN = new TenantId("a-broken-one");

    private static final TenantId CANCELED = new TenantId("canceled");
    private static final TenantId WRONG = new TenantId("wrong");

    /** More steps than a sweep of so few has. */
    private static final int RUNS = 6;

    private final SandboxPaymentProvider stripe = SandboxPaymentProvider.on(InstantSource.system(), "trouble");
    private final List<WorkNote> notes = new ArrayList<>();
    private final List<RuntimeException> troubles = new ArrayList<>();
    private boolean lossy;

    private Billing billing(HikariDataSource source) {
        Billing billing = Billing.builder()
                .catalog(DefaultCatalog.withPlaceholderPrices())
                .provider(stripe)
                .store(JdbiBillingStore.on(source))
                .onWork(notes::add)
                .build();
        stripe.onEvent(event -> {
            if (!lossy) billing.accept(event);
        });
        return billing;
    }

    static Stream<Arguments> everyColumn() {
        return Stream.of(RealDatabase.values())
                .flatMap(database -> Stream.of("snapshot", "registers").map(column -> Arguments.of(database, column)));
    }

    @ParameterizedTest
    @MethodSource("everyColumn")
    void a_row_that_can_not_be_read_holds_up_no_other_and_is_told(RealDatabase database, String column)
            throws SQLException {
        try (HikariDataSource source = StoreOnDatabase.migrated(database)) {
            Billing billing = billing(source);
            SubscriptionId broken = stripe.pay(billing.startCheckout(BROKEN, Checkout.of("pro")));
            SubscriptionId canceled = stripe.pay(billing.startCheckout(CANCELED, Checkout.of("pro")));
            stripe.pay(billing.startCheckout(WRONG, Checkout.of("pro")));
            run(billing);
            lossy = true;
            stripe.cancelNow(canceled);
            execute(source, "update billing.subscriptions set plan = 'free' where tenant_id = 'wrong'");
            execute(
                    source,
                    "update billing.tracked_subscriptions set " + column + " = '{' where tenant_id = 'a-broken-one'");
            execute(
                    source,
                    "update billing.billing_jobs set due_at = current_timestamp, done_at = null where job_name = 'sweep'");
            notes.clear();
            troubles.clear();

            run(billing);
            assertThat(billing.status(CANCELED).plan()).isEqualTo("free");
            assertThat(billing.status(WRONG).plan()).isEqualTo("pro");
            assertThat(count(source, "billing_jobs where job_name = 'sweep' and done_at is not null"))
                    .as("came to its end")
                    .isOne();
            assertThat(notes)
                    .filteredOn(note -> note instanceof WorkNote.Differs differs
                            && differs.drift().kind() == Drift.Kind.UNREADABLE)
                    .extracting(WorkNote::about)
                    .containsExactly(
                            new WorkNote.About(Optional.empty(), Optional.of(broken), Optional.empty()),
                            new WorkNote.About(Optional.of(BROKEN), Optional.empty(), Optional.empty()));
            assertThat(troubles).hasSize(2).allSatisfy(one -> assertThat(one).hasMessageContaining("can't be read"));
        }
    }

    @ParameterizedTest
    @MethodSource("everyColumn")
    void a_reconciliation_of_one_tenant_says_that_a_row_of_it_can_not_be_read_and_comes_to_its_end(
            RealDatabase database, String column) throws SQLException {
        try (HikariDataSource source = StoreOnDatabase.migrated(database)) {
            Billing billing = billing(source);
            SubscriptionId broken = stripe.pay(billing.startCheckout(BROKEN, Checkout.of("pro")));
            run(billing);
            execute(
                    source,
                    "update billing.tracked_subscriptions set " + column + " = '{' where tenant_id = 'a-broken-one'");

            List<Drift> found = new ArrayList<>();
            Reconcile.Result result = billing.operations()
                    .reconcile(
                            Reconcile.Request.toMend().only(BROKEN),
                            finding -> found.add(finding.drift()),
                            pause -> {});
            assertThat(result).isInstanceOf(Reconcile.Result.Finished.class);
            assertThat(found)
                    .extracting(Drift::kind, Drift::tenant, Drift::subscription)
                    .containsExactly(
                            tuple(Drift.Kind.UNREADABLE, Optional.empty(), Optional.of(broken)),
                            tuple(Drift.Kind.UNREADABLE, Optional.of(BROKEN), Optional.empty()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_checkout_that_can_not_be_read_hides_none_of_the_others_and_is_told(RealDatabase database)
            throws SQLException {
        try (HikariDataSource source = StoreOnDatabase.migrated(database)) {
            Billing billing = billing(source);
            billing.startCheckout(BROKEN, Checkout.of("pro"));
            Redirect other = billing.startCheckout(CANCELED, Checkout.of("pro"));
            lossy = true;
            stripe.pay(other);
            execute(
                    source,
                    "update billing.checkout_attempts set created_at = created_at - interval '3' hour,"
                            + " billing_interval = 'eon' where tenant_id = 'a-broken-one'");
            execute(
                    source,
                    "update billing.checkout_attempts set created_at = created_at - interval '2' hour"
                            + " where tenant_id = 'canceled'");

            run(billing);
            assertThat(count(source, "checkout_attempts where tenant_id = 'canceled' and state = 'completed'"))
                    .isOne();
            assertThat(notes)
                    .filteredOn(note -> note instanceof WorkNote.Differs differs
                            && differs.drift().kind() == Drift.Kind.UNREADABLE)
                    .extracting(WorkNote::about)
                    .containsExactly(new WorkNote.About(Optional.of(BROKEN), Optional.empty(), Optional.empty()));
        }
    }

    private void run(Billing billing) {
        for (int i = 0; i < RUNS; i++) {
            try {
                billing.runDue();
            } catch (IllegalStateException told) {
                troubles.add(told);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_a_sweep_has_seen_is_noted_without_waiting_for_who_holds_one_of_it(RealDatabase database)
            throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        CountDownLatch holds = new CountDownLatch(1);
        CountDownLatch noted = new CountDownLatch(1);
        Instant now = Instant.parse("2027-01-01T00:00:00Z");
        List<SubscriptionId> all =
                Stream.of("sub_1", "sub_2", "sub_3").map(SubscriptionId::new).toList();
        try (HikariDataSource source = StoreOnDatabase.migrated(database)) {
            BillingStore store = JdbiBillingStore.on(source);
            for (SubscriptionId one : all)
                store.inTransaction(tx -> tx.accounts().lockSubscription(one, false, now));
            Future<?> held = other.submit(() -> store.inTransaction(tx -> {
                tx.accounts().lockSubscription(all.get(1), false, now);
                holds.countDown();
                return await(noted);
            }));
            assertThat(holds.await(1, TimeUnit.MINUTES)).isTrue();

            store.inTransaction(tx -> {
                tx.refreshes().swept(all, now);
                return true;
            });
            noted.countDown();
            held.get(1, TimeUnit.MINUTES);
            List<SubscriptionId> unseen = store.inTransaction(tx ->
                    tx.refreshes().notSweptSince(now, Optional.empty(), 9, 9).subscriptions());
            assertThat(unseen).containsExactly(all.get(1));
        } finally {
            noted.countDown();
            other.shutdownNow();
        }
    }

    @ParameterizedTest
    @EnumSource
    void owners_are_looked_for_without_waiting_for_who_holds_one_of_those_that_have_none(RealDatabase database)
            throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        CountDownLatch holds = new CountDownLatch(1);
        CountDownLatch looked = new CountDownLatch(1);
        Instant now = Instant.parse("2027-01-01T00:00:00Z");
        SubscriptionId held = new SubscriptionId("sub_1");
        SubscriptionId free = new SubscriptionId("sub_2");
        try (HikariDataSource source = StoreOnDatabase.migrated(database)) {
            BillingStore store = JdbiBillingStore.on(source);
            for (SubscriptionId one : List.of(held, free))
                store.inTransaction(tx -> {
                    tx.accounts().lockSubscription(one, false, now);
                    tx.refreshes().lookAgain(one, 0, Optional.of(Duration.ZERO));
                    return true;
                });
            Future<?> holding = other.submit(() -> store.inTransaction(tx -> {
                tx.accounts().lockSubscription(held, false, now);
                holds.countDown();
                return await(looked);
            }));
            assertThat(holds.await(1, TimeUnit.MINUTES)).isTrue();

            assertThat(due(store)).containsExactly(free);
            looked.countDown();
            holding.get(1, TimeUnit.MINUTES);
            assertThat(due(store)).containsExactly(held, free);
        } finally {
            looked.countDown();
            other.shutdownNow();
        }
    }

    private static List<SubscriptionId> due(BillingStore store) {
        List<Refreshes.Unowned> due = store.inTransaction(tx -> tx.refreshes().unownedDue(9));
        return due.stream().map(Refreshes.Unowned::subscription).toList();
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void execute(HikariDataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).as(sql).isOne();
        }
    }

    private static long count(HikariDataSource source, String from) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from billing." + from)) {
            row.next();
            return row.getLong(1);
        }
    }
}
