package shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.account.BillingEvent;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import java.net.URI;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.ActiveProfiles;
import shop.buyer.Buyer;

/** A user of the shop buys on the billing page, Stripe's webhook comes, and the shop knows. */
@ActiveProfiles("sandbox")
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.DEFINED_PORT)
class ShopTest {
    private static final BlockingQueue<BillingEvent> TOLD = new LinkedBlockingQueue<>();

    @TestConfiguration
    static class Told {
        @EventListener
        void told(BillingEvent event) {
            TOLD.add(event);
        }
    }

    @Autowired
    private Billing billing;

    @Autowired
    private SandboxPaymentProvider payments;

    @Autowired
    private JdbcTemplate database;

    @Value("${shop.url}")
    private URI shop;

    @Value("${shop.webhook-secret}")
    private String secret;

    @Test
    void who_names_no_tenant_belongs_to_nobody() {
        assertThat(ShopApplication.tenantOf("ann")).isEmpty();
        assertThat(ShopApplication.tenantOf("ann@")).isEmpty();
        assertThat(ShopApplication.tenantOf("ann@acme")).hasValue(new TenantId("acme"));
    }

    @Test
    void who_has_paid_comes_back_to_the_shop() {
        assertThat(billing.settings().returnTo()).isEqualTo(shop.resolve("/billing"));
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
        assertThat(database.queryForObject("select count(*) from public.tenants", Integer.class)).isEqualTo(1);
        assertThat(database.queryForObject("select count(*) from billing.tenants", Integer.class)).isEqualTo(1);
    }
}
