package shop;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.Workers;
import dev.missioncontrol.billing.http.BillingServlet;
import dev.missioncontrol.billing.http.SignedIn;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.persistence.JdbiBillingStore;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.stripe.StripeEventReader;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;

@SpringBootApplication
public class ShopApplication {
    public static void main(String[] args) {
        SpringApplication.run(ShopApplication.class, args);
    }

    /** With Stripe, {@code payments} is {@code StripePaymentProvider.of(key, webhookSecrets)}, which brings its reader along. */
    @Bean
    Billing billing(DataSource dataSource, PaymentProvider payments, ApplicationEventPublisher events, @Value("${shop.webhook-secret}") String secret) {
        JdbiBillingStore.migrate(dataSource);
        return Billing.builder()
                .catalog(DefaultCatalog.withPlaceholderPrices())
                .provider(payments)
                .eventReader(StripeEventReader.signedBy(List.of(secret), InstantSource.system()))
                .store(JdbiBillingStore.on(dataSource))
                .returnTo(URI.create("https://shop.example/billing"))
                .onEvent(events::publishEvent)
                .build();
    }

    @Bean(destroyMethod = "shutdown")
    ScheduledExecutorService billingThreads() {
        return Executors.newScheduledThreadPool(2);
    }

    @Bean
    Workers billingWorkers(Billing billing, ScheduledExecutorService billingThreads) {
        return billing.startWorkers(billingThreads, billingThreads);
    }

    /** The page and its API on our port, for whoever is signed in here: a user named {@code ann@acme} belongs to acme. */
    @Bean
    ServletRegistrationBean<BillingServlet> billingPage(Billing billing, @Value("${shop.url}") URI url) {
        BillingServlet page = BillingServlet.of(billing, url, request -> Optional.ofNullable(request.getRemoteUser())
                .map(user -> new SignedIn(new TenantId(user.substring(user.indexOf('@') + 1)), true)));
        return new ServletRegistrationBean<>(page, BillingServlet.MAPPINGS.toArray(String[]::new));
    }
}
