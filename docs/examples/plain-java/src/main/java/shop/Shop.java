package shop;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.http.BillingServlet;
import dev.missioncontrol.billing.http.SignedIn;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.persistence.JdbiBillingStore;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.stripe.StripeEventReader;
import dev.missioncontrol.billing.stripe.StripePaymentProvider;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;

/** A shop of one main method: a web server, a database, and billing between them. */
public final class Shop {
    private static final System.Logger LOG = System.getLogger("billing");

    public static void main(String[] args) throws Exception {
        String secret = variable("STRIPE_WEBHOOK_SECRET");
        PaymentProvider stripe = StripePaymentProvider.of(variable("STRIPE_SECRET_KEY"), List.of(secret));
        open(8083, Database.open(), stripe, secret, URI.create("http://localhost:8083")).join();
    }

    private static String variable(String name) {
        return Optional.ofNullable(System.getenv(name))
                .orElseThrow(() -> new IllegalStateException("set " + name + ", as Stripe's dashboard shows it"));
    }

    static Server open(int port, DataSource database, PaymentProvider payments, String secret, URI url) throws Exception {
        JdbiBillingStore.migrate(database);
        Billing billing = Billing.builder()
                // The sandbox's prices. Stripe knows those that "stripe setup" made: DefaultCatalog.withPrices, or a catalogue of your own.
                .catalog(DefaultCatalog.withPlaceholderPrices())
                .provider(payments)
                .eventReader(StripeEventReader.signedBy(List.of(secret), InstantSource.system()))
                .store(JdbiBillingStore.on(database))
                .returnTo(url.resolve("/billing"))
                .onTrouble(trouble -> LOG.log(System.Logger.Level.WARNING, "billing", trouble))
                .onWork(note -> LOG.log(System.Logger.Level.INFO, "billing: {0}", note))
                .build();
        ServletContextHandler shop = new ServletContextHandler();
        shop.addServlet(new StatusServlet(billing), "/status");
        ServletHolder page = new ServletHolder(BillingServlet.of(billing, url, request ->
                Users.signedIn(request).map(user -> new SignedIn(new TenantId(user.company()), true))));
        BillingServlet.MAPPINGS.forEach(path -> shop.addServlet(page, path));
        var threads = Executors.newScheduledThreadPool(2);
        Server server = new Server(port);
        server.setHandler(shop);
        server.addEventListener(new Closing(billing.startWorkers(threads, threads), threads));
        server.start();
        return server;
    }
}
