package shop;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.Workers;
import dev.missioncontrol.billing.account.BillingEvent;
import dev.missioncontrol.billing.persistence.JdbiBillingStore;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.stripe.StripeEventReader;
import dev.missioncontrol.billing.stripe.StripePaymentProvider;
import io.quarkus.arc.DefaultBean;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;

@ApplicationScoped
class Shop {
    private static final System.Logger LOG = System.getLogger("billing");

    private Workers workers;

    /** A test has another, which is taken in its place. */
    @Produces
    @Singleton
    @DefaultBean
    PaymentProvider stripe(@ConfigProperty(name = "STRIPE_SECRET_KEY") Optional<String> key, @ConfigProperty(name = "shop.webhook-secret") String secret) {
        return StripePaymentProvider.of(key.orElseThrow(() -> new IllegalStateException("STRIPE_SECRET_KEY is missing")), List.of(secret));
    }

    @Produces
    @Singleton
    Billing billing(DataSource dataSource, PaymentProvider payments, Event<BillingEvent> events, @ConfigProperty(name = "shop.webhook-secret") String secret, @ConfigProperty(name = "shop.url") URI url) {
        JdbiBillingStore.migrate(dataSource);
        return Billing.builder()
                // The sandbox's prices. Stripe knows those that "stripe setup" made: DefaultCatalog.withPrices, or a catalogue of your own.
                .catalog(DefaultCatalog.withPlaceholderPrices())
                .provider(payments)
                .eventReader(StripeEventReader.signedBy(List.of(secret), InstantSource.system()))
                // Its connections belong to the thread's transaction, if it has one: whoever calls billing inside @Transactional gives it a
                // DataSource of its own, with quarkus.datasource.billing.jdbc.transactions=disabled.
                .store(JdbiBillingStore.on(dataSource))
                .returnTo(url.resolve("/billing"))
                .onTrouble(trouble -> LOG.log(System.Logger.Level.WARNING, "billing", trouble))
                .onWork(note -> LOG.log(System.Logger.Level.INFO, "billing: {0}", note))
                .onEvent(events::fire)
                .build();
    }

    /** On Quarkus' own threads; nobody else's are started. */
    void begin(@Observes StartupEvent ready, Billing billing, ScheduledExecutorService threads) {
        workers = billing.startWorkers(threads, threads);
    }

    void end(@Observes ShutdownEvent stopping) {
        workers.close();
    }
}
