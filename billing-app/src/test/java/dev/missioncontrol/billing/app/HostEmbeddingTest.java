package dev.missioncontrol.billing.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.Workers;
import dev.missioncontrol.billing.account.BillingEvent;
import dev.missioncontrol.billing.account.Transition;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.persistence.JdbiBillingStore;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.stripe.SignedEvent;
import dev.missioncontrol.billing.stripe.StripeEventReader;
import dev.missioncontrol.billing.stripe.StripeEventWriter;
import dev.missioncontrol.billing.stripe.StripePaymentProvider;
import dev.missioncontrol.billing.usecase.Checkout;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

/** A host with its own DataSource, its own tables of the same names, its own controller and its own threads. */
class HostEmbeddingTest {
    private static final String SECRET = "whsec_" + "host".repeat(8);

    private final List<String> webhookSecrets = List.of(SECRET);
    private final PlanCatalog catalog = DefaultCatalog.withPlaceholderPrices();
    private final TenantId tenant = new TenantId("acme");

    @Test
    void a_host_buys_is_told_and_answers_on_h2() throws Exception {
        JdbcDataSource dataSource = new JdbcDataSource();
        dataSource.setURL(
                "jdbc:h2:mem:host;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;DB_CLOSE_DELAY=-1");
        a_host_buys_is_told_and_answers(dataSource);
    }

    @Test
    void a_host_buys_is_told_and_answers_on_postgresql() throws Exception {
        try (EmbeddedPostgres postgres = PatientPostgres.start()) {
            a_host_buys_is_told_and_answers(postgres.getPostgresDatabase());
        }
    }

    @Test
    void stripe_takes_a_key_and_the_secrets_of_the_endpoint() {
        String key = "sk_" + "test_" + "a1b2".repeat(6);
        // shown in docs/embedding.md
        var stripe = StripePaymentProvider.of(key, webhookSecrets);
        // end
        assertThat(stripe.livemode()).isFalse();
        assertThat(stripe.toString()).doesNotContain(key, SECRET);
    }

    private void a_host_buys_is_told_and_answers(DataSource dataSource) throws Exception {
        execute(dataSource, "create table public.tenants (theirs integer)");
        SandboxPaymentProvider sandbox = SandboxPaymentProvider.on(java.time.InstantSource.system(), "host");
        List<BillingEvent> told = new CopyOnWriteArrayList<>();

        // shown in docs/embedding.md
        JdbiBillingStore.migrate(dataSource);
        // end
        Billing billing = Billing.builder()
                .catalog(catalog)
                .provider(sandbox)
                .eventReader(StripeEventReader.signedBy(webhookSecrets, sandbox.clock()))
                .store(JdbiBillingStore.on(dataSource))
                .returnTo(URI.create("https://app.example/billing"))
                .refreshInterval(Duration.ofMillis(50))
                .onEvent(told::add)
                .build();

        HttpServer web = controller(billing);
        ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);
        URI endpoint = URI.create("http://127.0.0.1:" + web.getAddress().getPort() + "/webhooks/stripe");
        StripeEventWriter writer = new StripeEventWriter(SECRET);
        sandbox.onEvent(event -> assertThat(
                        post(endpoint, writer.write(event, sandbox.clock().instant())))
                .isEqualTo(200));
        try (Workers workers = billing.startWorkers(threads, threads)) {
            var checkout =
                    billing.startCheckout(tenant, Checkout.of("team").yearly().seats(5));
            assertThat(checkout.url()).isNotNull();
            sandbox.pay(checkout);
            Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                assertThat(billing.status(tenant).plan()).isEqualTo("team");
                assertThat(billing.status(tenant).seats()).isEqualTo(5);
                assertThat(billing.status(tenant).current().provisional()).isFalse();
                assertThat(told).extracting(BillingEvent::type).containsExactly(Transition.Type.SUBSCRIPTION_STARTED);
            });
        } finally {
            web.stop(0);
            threads.shutdownNow();
        }
        assertThat(billing.entitlements(tenant).has("roles and audit log")).isTrue();
        execute(dataSource, "insert into public.tenants values (1)");
    }

    private static HttpServer controller(Billing billing) throws IOException {
        HttpServer web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.createContext("/webhooks/stripe", exchange -> {
            // shown in docs/embedding.md
            byte[] bytes = exchange.getRequestBody().readAllBytes();
            var outcome = billing.accept(bytes, exchange.getRequestHeaders().getFirst("Stripe-Signature"));
            exchange.sendResponseHeaders(outcome.httpStatus(), -1);
            // end
            exchange.close();
        });
        web.start();
        return web;
    }

    private static int post(URI endpoint, SignedEvent event) {
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .header("Stripe-Signature", event.signatureHeader())
                .POST(HttpRequest.BodyPublishers.ofByteArray(event.body()))
                .build();
        try {
            return HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void execute(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
