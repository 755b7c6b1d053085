package shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import java.net.ServerSocket;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.Test;
import shop.buyer.Buyer;

/** A user of the shop buys on the billing page, Stripe's webhook comes, and the shop knows. */
class ShopTest {
    private static final String SECRET = "whsec_of_the_example";

    @Test
    void a_plan_is_bought_on_the_hosts_own_page() throws Exception {
        int port = free();
        URI url = URI.create("http://localhost:" + port);
        DataSource database = Database.open();
        SandboxPaymentProvider payments = SandboxPaymentProvider.on(InstantSource.system(), "example");
        Server shop = Shop.open(port, database, payments, SECRET, url);
        try {
            Buyer ann = new Buyer(url);

            ann.buysTeam(payments, SECRET);

            ann.sees("/status", "\"plan\":\"team\"", "\"seats\":3");
            ann.sees("/billing", "Active");
            assertThat(rows(database, "public.tenants")).isEqualTo(1);
            assertThat(rows(database, "billing.tenants")).isEqualTo(1);
        } finally {
            shop.setStopTimeout(Duration.ofSeconds(5).toMillis());
            shop.stop();
        }
    }

    private static int free() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static int rows(DataSource database, String table) throws Exception {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet counted = statement.executeQuery("select count(*) from " + table)) {
            counted.next();
            return counted.getInt(1);
        }
    }
}
