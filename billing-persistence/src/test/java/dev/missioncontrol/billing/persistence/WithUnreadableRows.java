package dev.missioncontrol.billing.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.BillingBuilder;
import dev.missioncontrol.billing.account.BillingEvent;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.usecase.Checkout;
import dev.missioncontrol.billing.usecase.WorkNote;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Two tenants that bought, of whom one has a row that can't be read; and who is told of what. */
abstract class WithUnreadableRows {
    /** Before the other wherever both are due. */
    static final TenantId BROKEN = new TenantId("a-broken-one");

    static final TenantId OTHER = new TenantId("other");

    /** More than a work's rounds of so few. */
    static final int RUNS = 6;

    final SandboxPaymentProvider stripe = SandboxPaymentProvider.on(InstantSource.system(), "unreadable");
    final List<BillingEvent> told = new ArrayList<>();
    final List<RuntimeException> troubles = new ArrayList<>();
    final List<WorkNote> notes = new ArrayList<>();

    BillingBuilder builder(HikariDataSource source) {
        return Billing.builder()
                .catalog(DefaultCatalog.withPlaceholderPrices())
                .provider(stripe)
                .store(JdbiBillingStore.on(source))
                .onTrouble(troubles::add)
                .onWork(notes::add);
    }

    /** Both buy, and the first one ends what it has, which makes a second event of its. */
    void bothBuyAndOneEnds(Billing billing) {
        stripe.onEvent(billing::accept);
        SubscriptionId ends = stripe.pay(billing.startCheckout(BROKEN, Checkout.of("pro")));
        stripe.pay(billing.startCheckout(OTHER, Checkout.of("pro")));
        refresh(billing);
        stripe.cancelNow(ends);
        refresh(billing);
    }

    /** So that it is written, and nobody told yet; an event of the same second as what is known would wait for its fetch. */
    static void refresh(Billing billing) {
        billing.operations().refresh(BROKEN, true, pause -> {});
    }

    void run(Billing billing) {
        for (int i = 0; i < RUNS; i++) {
            try {
                billing.runDue();
            } catch (IllegalStateException fault) {
                troubles.add(fault);
            }
        }
    }

    List<Long> toldOf(TenantId tenant) {
        return told.stream()
                .filter(one -> one.tenant().equals(tenant))
                .map(BillingEvent::sequence)
                .toList();
    }

    static void execute(HikariDataSource source, String sql) throws SQLException {
        assertThat(executeAll(source, sql)).as(sql).isOne();
    }

    static int executeAll(HikariDataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    static long count(HikariDataSource source, String from) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from billing." + from)) {
            row.next();
            return row.getLong(1);
        }
    }
}
