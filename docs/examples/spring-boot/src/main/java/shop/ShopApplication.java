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
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

@SpringBootApplication @EnableScheduling
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
                .eventReader(StripeEventReader.signedBy(List.of(secret), Clock.systemUTC()))
                .store(JdbiBillingStore.on(dataSource))
                .returnTo(URI.create("https://shop.example/billing"))
                .onEvent(events::publishEvent)
                .build();
    }

    /** On the threads of Spring's own scheduler. */
    @Bean
    Workers billingWorkers(Billing billing, ThreadPoolTaskScheduler scheduler) {
        return billing.startWorkers(scheduler.getScheduledExecutor(), scheduler);
    }

    /** The page and its API on our port, for whoever is signed in here: a user named {@code ann@acme} belongs to acme. */
    @Bean
    ServletRegistrationBean<BillingServlet> billingPage(Billing billing, @Value("${shop.url}") URI url) {
        BillingServlet page = BillingServlet.of(billing, url, request -> Optional.ofNullable(request.getRemoteUser())
                .map(user -> new SignedIn(new TenantId(user.substring(user.indexOf('@') + 1)), true)));
        return new ServletRegistrationBean<>(page, BillingServlet.MAPPINGS.toArray(String[]::new));
    }
}
