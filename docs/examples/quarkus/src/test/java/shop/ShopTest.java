package shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.account.BillingEvent;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import shop.buyer.Buyer;

/** A user of the shop buys on the billing page, Stripe's webhook comes, and the shop knows. */
@QuarkusTest
class ShopTest {
    private static final BlockingQueue<BillingEvent> TOLD = new LinkedBlockingQueue<>();

    @ApplicationScoped
    static class Payments {
        @Produces
        @Singleton
        SandboxPaymentProvider payments() {
            return SandboxPaymentProvider.on(InstantSource.system(), "example");
        }

        void told(@Observes BillingEvent event) {
            TOLD.add(event);
        }
    }

    @Inject
    Billing billing;

    @Inject
    SandboxPaymentProvider payments;

    @Inject
    DataSource database;

    @ConfigProperty(name = "shop.url")
    URI shop;

    @ConfigProperty(name = "quarkus.http.port")
    int port;

    @ConfigProperty(name = "shop.webhook-secret")
    String secret;

    @Test
    void who_names_no_tenant_belongs_to_nobody() {
        assertThat(BillingPage.tenantOf("ann")).isEmpty();
        assertThat(BillingPage.tenantOf("ann@")).isEmpty();
        assertThat(BillingPage.tenantOf("ann@acme")).hasValue(new TenantId("acme"));
    }

    @Test
    void who_has_paid_comes_back_to_the_shop() {
        assertThat(billing.settings().returnTo()).isEqualTo(shop.resolve("/billing"));
        assertThat(shop).as("where it listens when it is no test").hasPort(port);
    }

    @Test
    void a_plan_is_bought_on_the_hosts_own_page() throws Exception {
        Buyer ann = new Buyer(shop);

        ann.buysTeam(payments, secret);

        BillingEvent told = TOLD.poll(60, TimeUnit.SECONDS);
        assertThat(told).isNotNull();
        assertThat(told.transition().after().plan()).isEqualTo("team");
        ann.sees("/status", "\"plan\":\"team\"", "\"seats\":3");
        ann.sees("/billing", "Active");
        assertThat(rows("public.tenants")).isEqualTo(1);
        assertThat(rows("billing.tenants")).isEqualTo(1);
    }

    private int rows(String table) throws Exception {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet counted = statement.executeQuery("select count(*) from " + table)) {
            counted.next();
            return counted.getInt(1);
        }
    }
}
