package dev.missioncontrol.billing;

import static dev.missioncontrol.billing.account.SubscriptionStatus.ACTIVE;
import static dev.missioncontrol.billing.account.SubscriptionStatus.PAST_DUE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.account.BillingEvent;
import dev.missioncontrol.billing.account.Transition;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.plan.SeatPolicy;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.usecase.Checkout;
import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleDescriptor.Requires;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The lines that {@code docs/embedding.md} shows, run with the domain as the named module that a modular host has. */
class EmbeddingModulePathTest {
    private static final Instant JAN_1 = Instant.parse("2027-01-01T00:00:00Z");

    private final TenantId acme = new TenantId("acme");
    private final PlanCatalog catalog = DefaultCatalog.withPlaceholderPrices();

    @Test
    void the_domain_is_a_module_that_needs_no_other_at_run_time() {
        Module domain = Billing.class.getModule();
        assertThat(domain.isNamed()).isTrue();
        assertThat(domain.getName()).isEqualTo("dev.missioncontrol.billing.domain");
        assertThat(domain.getDescriptor().requires().stream()
                        .filter(other -> !other.modifiers().contains(Requires.Modifier.STATIC))
                        .map(Requires::name))
                .containsExactly("java.base");
    }

    @Test
    void every_package_is_there_for_a_host() throws IOException {
        Module domain = Billing.class.getModule();
        assertThat(domain.getDescriptor().exports())
                .extracting(exported -> exported.source())
                .containsExactlyInAnyOrderElementsOf(packagesOf(Path.of("target/classes")));
    }

    /** The module under test holds the tests' packages too; a host gets these. */
    private static Set<String> packagesOf(Path classes) throws IOException {
        try (Stream<Path> files = Files.walk(classes)) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .map(file -> classes.relativize(file).getParent())
                    .filter(Objects::nonNull)
                    .map(folder -> folder.toString().replace(File.separatorChar, '.'))
                    .collect(Collectors.toSet());
        }
    }

    @Test
    void a_provider_is_swapped_in_a_hosts_test() {
        // shown in docs/embedding.md
        var stripe = SandboxPaymentProvider.startingAt(JAN_1);
        var billing = Billing.builder()
                .catalog(catalog)
                .provider(stripe)
                .store(new InMemoryBillingStore())
                .clock(stripe.clock())
                .build();
        stripe.deliverTo(billing);

        var checkout = billing.startCheckout(acme, Checkout.of("team").seats(5));
        stripe.pay(checkout);
        stripe.declineNextPayment(acme);
        stripe.advance(Duration.ofDays(31));

        assertThat(billing.status(acme).status()).isEqualTo(PAST_DUE);
        // end
    }

    @Test
    void a_host_asks_and_is_told() {
        var provider = SandboxPaymentProvider.startingAt(JAN_1);
        var store = new InMemoryBillingStore();
        List<BillingEvent> told = new ArrayList<>();
        byte[] body = {};
        String signature = null;

        // shown in docs/embedding.md
        Billing billing = Billing.builder()
                .catalog(catalog)
                .provider(provider)
                .store(store)
                .returnTo(URI.create("https://app.example/billing"))
                .onEvent(told::add)
                .build();

        // shown in README.md
        URI page = billing.startCheckout(acme, Checkout.of("team").yearly().seats(5))
                .url();
        var status = billing.status(acme);
        boolean mayExport = billing.entitlements(acme).has("export");
        int answer = billing.accept(body, signature).httpStatus();
        // end

        assertThat(page).hasScheme("https");
        assertThat(status.status()).isEqualTo(ACTIVE);
        assertThat(status.plan()).isEqualTo("free");
        assertThat(mayExport).isFalse();
        assertThat(answer).as("a sandbox sends no bytes, so it believes none").isEqualTo(503);

        provider.deliverTo(billing);
        provider.pay(billing.startCheckout(acme, Checkout.of("team").yearly().seats(5)));
        assertThat(billing.status(acme).plan()).isEqualTo("team");
        assertThat(told).extracting(BillingEvent::type).containsExactly(Transition.Type.SUBSCRIPTION_STARTED);
    }

    @Test
    void a_host_writes_its_catalogue_in_code() {
        // shown in docs/embedding.md
        PlanCatalog catalog = PlanCatalog.of(
                Plan.draft("free").rank(0),
                Plan.draft("pro").rank(1).seats(1, 1).trialDays(14).monthly("price_pro_m", 2000, "usd"),
                Plan.draft("team").rank(2).seatsAtLeast(2).monthly("price_team_m", 1500, "usd"));
        // end

        assertThat(catalog.plans()).extracting(Plan::key).containsExactly("free", "pro", "team");
        assertThat(catalog.plan("team").orElseThrow().seats()).isEqualTo(SeatPolicy.atLeast(2));
    }

    @Test
    void work_runs_on_the_hosts_own_threads() {
        var provider = SandboxPaymentProvider.startingAt(JAN_1);
        Billing billing = Billing.builder()
                .catalog(catalog)
                .provider(provider)
                .store(new InMemoryBillingStore())
                .clock(provider.clock())
                .build();
        var timer = Executors.newSingleThreadScheduledExecutor();
        var executor = Executors.newFixedThreadPool(2);

        // shown in docs/embedding.md
        try (Workers workers = billing.startWorkers(timer, executor)) {
            // the application runs
        }
        // end

        assertThat(timer.shutdownNow()).as("ticks left behind").allMatch(tick -> ((Future<?>) tick).isCancelled());
        executor.shutdownNow();
    }
}
