package dev.missioncontrol.billing.persistence;

import com.zaxxer.hikari.HikariDataSource;
import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.store.BillingStore;
import dev.missioncontrol.billing.usecase.Checkout;
import dev.missioncontrol.billing.usecase.Reconcile;
import dev.missioncontrol.billing.usecase.Tally;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import javax.sql.DataSource;

/**
 * Reconciles a store of many subscriptions with a provider that has as many, and says how long it took and how much memory:
 * {@code ReconcileAtScale [subscriptions] [one in how many was canceled without our hearing of it] [JDBC URL]}, best with a
 * small heap: {@code -Xmx128m}.
 */
public final class ReconcileAtScale {
    private static final Instant JAN_1 = Instant.parse("2027-01-01T00:00:00Z");
    private static final TenantId MODEL = new TenantId("t000000000");

    /**
     * What a run came to.
     *
     * @param dryRun what was found
     * @param applied what was mended
     * @param again what was found after it
     * @param seconds how long the three took together
     * @param peakMebibytes the most heap that was in use after a collection
     */
    record Run(Tally dryRun, Tally applied, Tally again, double seconds, long peakMebibytes) {}

    private ReconcileAtScale() {}

    /** @param args the file for the figures; then, if others, how many subscriptions, of which one in how many differs, and where */
    public static void main(String[] args) throws Exception {
        int size = args.length > 1 ? Integer.parseInt(args[1]) : 1_000_000;
        int every = args.length > 2 ? Integer.parseInt(args[2]) : 1_000;
        Path folder = Files.createTempDirectory("reconcile");
        String url = args.length > 3
                ? args[3]
                // The figures are not about the disk.
                : "jdbc:h2:file:" + folder.resolve("billing") + ";WRITE_DELAY=500";
        try (HikariDataSource source = BillingPool.open(url, "", "")) {
            Files.writeString(Path.of(args[0]), run(source, size, every) + "\n");
        }
    }

    /** @param source an empty database */
    static Run run(HikariDataSource source, int size, int every) throws SQLException {
        return run(source, source, size, every);
    }

    /** @param storesOwn the same database, for the store */
    static Run run(HikariDataSource source, DataSource storesOwn, int size, int every) throws SQLException {
        JdbiBillingStore.migrate(source);
        SandboxPaymentProvider sandbox = SandboxPaymentProvider.startingAt(JAN_1);
        BillingStore store = JdbiBillingStore.on(storesOwn);
        SubscriptionSnapshot like = model(sandbox, store, size);
        fill(source, size);
        PaymentProvider endless = EndlessProvider.of(sandbox, like, size, number -> number % every == every - 1);
        Billing billing = Billing.builder()
                .catalog(DefaultCatalog.withPlaceholderPrices())
                .provider(endless)
                .store(store)
                .clock(sandbox.clock())
                .build();
        long begun = System.nanoTime();
        Tally looked = reconcile(billing, false);
        Tally applied = reconcile(billing, true);
        Tally again = reconcile(billing, false);
        return new Run(looked, applied, again, (System.nanoTime() - begun) / 1e9, peakMebibytes());
    }

    private static Tally reconcile(Billing billing, boolean apply) {
        var result = billing.operations()
                .reconcile(apply ? Reconcile.Request.toMend() : Reconcile.Request.toLook(), finding -> {}, time -> {});
        return ((Reconcile.Result.Finished) result).tally();
    }

    /** Lets one tenant live as tenants do, under the ids that the others are numbered on from. */
    private static SubscriptionSnapshot model(SandboxPaymentProvider sandbox, BillingStore store, int size) {
        SandboxPaymentProvider shop = SandboxPaymentProvider.startingAt(JAN_1);
        Billing sold = Billing.builder()
                .catalog(DefaultCatalog.withPlaceholderPrices())
                .provider(shop)
                .store(new dev.missioncontrol.billing.sandbox.InMemoryBillingStore())
                .clock(shop.clock())
                .build();
        shop.deliverTo(sold);
        SubscriptionId bought =
                shop.pay(sold.startCheckout(MODEL, Checkout.of("team").seats(3)));
        SubscriptionSnapshot like = ((dev.missioncontrol.billing.provider.FetchedSubscription.Found)
                        shop.fetchSubscription(bought))
                .snapshot();
        Billing billing = Billing.builder()
                .catalog(DefaultCatalog.withPlaceholderPrices())
                .provider(EndlessProvider.of(sandbox, like, Math.min(size, 1), number -> false))
                .store(store)
                .clock(sandbox.clock())
                .build();
        billing.bind(MODEL, new dev.missioncontrol.billing.id.CustomerId("cus_000000000"));
        billing.runDue();
        TrackedSubscription known = store.inTransaction(
                        tx -> tx.accounts().subscription(new SubscriptionId(EndlessProvider.subscription(0))))
                .orElseThrow();
        if (known.provisional()) throw new IllegalStateException("the model was not fetched: " + known);
        return like;
    }

    /** The others, by the rows of the first. */
    private static void fill(HikariDataSource source, int size) throws SQLException {
        copy(
                source,
                size,
                "tenants",
                "tenant_id, pseudonym, created_at, audit_head, audit_length, event_length",
                "'t' || n, 'p' || n, created_at, '', 0, 0");
        copy(
                source,
                size,
                "customers",
                "tenant_id, provider, customer_id, livemode, gone, generation, created_at, updated_at",
                "'t' || n, provider, 'cus_' || n, livemode, gone, generation, created_at, updated_at");
        copy(
                source,
                size,
                "subscriptions",
                "tenant_id, stripe_customer_id, stripe_subscription_id, plan, seats, status, current_period_end,"
                        + " billing_interval, provider_status, standing, cancel_at, trial_end, past_due_since,"
                        + " former_plan, provisional, as_of, catalog_hash, created_at, updated_at",
                "'t' || n, 'cus_' || n, 'sub_' || n, plan, seats, status, current_period_end, billing_interval,"
                        + " provider_status, standing, cancel_at, trial_end, past_due_since, former_plan,"
                        + " provisional, as_of, catalog_hash, created_at, updated_at");
        copy(
                source,
                size,
                "tracked_subscriptions",
                "subscription_id, tenant_id, customer_id, quarantined, livemode, ended, snapshot, basis, provisional,"
                        + " registers, past_due_since, dirty, synced, row_version, token, attempts, unowned_tries,"
                        + " swept_at, created_at, updated_at",
                "'sub_' || n, 't' || n, 'cus_' || n, quarantined, livemode, ended,"
                        + " replace(snapshot, 'cus_000000000', 'cus_' || n), basis, provisional, registers,"
                        + " past_due_since, dirty, synced, row_version, token, attempts, unowned_tries, swept_at,"
                        + " created_at, updated_at");
    }

    private static void copy(HikariDataSource source, int size, String table, String columns, String values)
            throws SQLException {
        int step = 20_000;
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            boolean h2 = connection.getMetaData().getDatabaseProductName().equals("H2");
            for (int from = 1; from < size; from += step) {
                int to = Math.min(size, from + step) - 1;
                String numbers = h2
                        ? "(select lpad(cast(x as varchar), 9, '0') as n from system_range(" + from + ", " + to
                                + ") as r(x))"
                        : "(select lpad(x::text, 9, '0') as n from generate_series(" + from + ", " + to + ") x)";
                statement.execute("insert into billing." + table + " (" + columns + ") select " + values
                        + " from billing." + table + " model, " + numbers + " numbers where tenant_id = 't000000000'");
            }
        }
    }

    /** Collected memory never counts: what is left after a collection is what a run holds. */
    private static long peakMebibytes() {
        long bytes = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans())
            if (pool.getType() == MemoryType.HEAP && pool.getCollectionUsage() != null)
                bytes += pool.getCollectionUsage().getUsed();
        return bytes >> 20;
    }
}
