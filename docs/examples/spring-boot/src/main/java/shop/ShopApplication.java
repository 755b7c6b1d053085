package shop;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.Workers;
import dev.missioncontrol.billing.http.BillingServlet;
import dev.missioncontrol.billing.http.SignedIn;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.persistence.JdbiBillingStore;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.stripe.StripeEventReader;
import dev.missioncontrol.billing.stripe.StripePaymentProvider;
import java.net.URI;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Profile;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * A shop with Spring Boot, and billing in it. In its profile {@code sandbox} nothing of Stripe is needed, and nobody can pay in a browser,
 * since there is no page of Stripe's to go to: {@code payments.pay(...)} on the {@link SandboxPaymentProvider} stands for the buyer who pays there,
 * and what it then says is delivered to the webhook, as the shop's test does. The demo of the server has a page to pay on.
 */
@SpringBootApplication @EnableScheduling
public class ShopApplication {
    private static final System.Logger LOG = System.getLogger("billing");

    public static void main(String[] args) {
        SpringApplication.run(ShopApplication.class, args);
    }

    /** Begin with the profile {@code sandbox} to have none yet. */
    @Bean
    @Profile("!sandbox")
    PaymentProvider stripe(@Value("${STRIPE_SECRET_KEY}") String key, @Value("${shop.webhook-secret}") String secret) {
        return StripePaymentProvider.of(key, List.of(secret));
    }

    @Bean
    @Profile("sandbox")
    SandboxPaymentProvider sandbox() {
        return SandboxPaymentProvider.on(InstantSource.system(), "example");
    }

    @Bean
    Billing billing(DataSource dataSource, PaymentProvider payments, ApplicationEventPublisher events, @Value("${shop.webhook-secret}") String secret, @Value("${shop.url}") URI url) {
        JdbiBillingStore.migrate(dataSource);
        return Billing.builder()
                // The sandbox's prices. Stripe knows those that "stripe setup" made: DefaultCatalog.withPrices, or a catalogue of your own.
                .catalog(DefaultCatalog.withPlaceholderPrices())
                .provider(payments)
                .eventReader(StripeEventReader.signedBy(List.of(secret), Clock.systemUTC()))
                .store(JdbiBillingStore.on(dataSource))
                .returnTo(url.resolve("/billing"))
                .onTrouble(trouble -> LOG.log(System.Logger.Level.WARNING, "billing", trouble))
                .onWork(note -> LOG.log(System.Logger.Level.INFO, "billing: {0}", note))
                .onEvent(events::publishEvent)
                .build();
    }

    /** On the threads of Spring's own scheduler. */
    @Bean
    Workers billingWorkers(Billing billing, ThreadPoolTaskScheduler scheduler) {
        return billing.startWorkers(scheduler.getScheduledExecutor(), scheduler);
    }

    /** A user named {@code ann@acme} belongs to acme, one without such a name to nobody. */
    static Optional<TenantId> tenantOf(String user) {
        int at = user.indexOf('@');
        return at < 0 ? Optional.empty() : TenantId.parse(user.substring(at + 1));
    }

    /** The page and its API on our port, for whoever is signed in here. */
    @Bean
    ServletRegistrationBean<BillingServlet> billingPage(Billing billing, @Value("${shop.url}") URI url) {
        BillingServlet page = BillingServlet.of(billing, url, request -> Optional.ofNullable(request.getRemoteUser())
                .flatMap(ShopApplication::tenantOf)
                .map(tenant -> new SignedIn(tenant, true)));
        return new ServletRegistrationBean<>(page, BillingServlet.MAPPINGS.toArray(String[]::new));
    }
}
