package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.account.Drift;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.BillingMetadata;
import dev.missioncontrol.billing.provider.CheckoutSession;
import dev.missioncontrol.billing.provider.CheckoutSessionRequest;
import dev.missioncontrol.billing.provider.CustomerRequest;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.store.AuditEntry;
import dev.missioncontrol.billing.store.BillingStore;
import dev.missioncontrol.billing.store.InboxEvent;
import dev.missioncontrol.billing.usecase.Reconcile.Finding;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A shop on the sandbox as operators meet it: events that can be lost, and customers that were there before us. */
final class OperatedShop {
    static final Instant JAN_1 = Instant.parse("2027-01-01T00:00:00Z");
    static final TenantId ACME = new TenantId("acme");
    static final TenantId GLOBEX = new TenantId("globex");

    final PlanCatalog catalog = DefaultCatalog.withPlaceholderPrices();
    final SandboxPaymentProvider stripe = SandboxPaymentProvider.startingAt(JAN_1);
    final BillingStore store;
    final Billing billing;
    final Operations operations;

    /** Whether events are lost from now on. */
    boolean lossy;

    private int made;

    OperatedShop() {
        this(new InMemoryBillingStore());
    }

    OperatedShop(BillingStore store) {
        this.store = store;
        billing = Billing.builder()
                .catalog(catalog)
                .provider(stripe)
                .store(store)
                .clock(stripe.clock())
                .build();
        operations = billing.operations();
        stripe.onEvent(event -> {
            if (lossy) return;
            billing.accept(Deliveries.withPayload(event));
            billing.runDue();
        });
    }

    SubscriptionId buy(TenantId tenant, Checkout wanted) {
        return stripe.pay(billing.startCheckout(tenant, wanted));
    }

    /** A customer of the provider that we did not make. */
    CustomerId customer(TenantId owner) {
        return stripe.createCustomer(
                new CustomerRequest(owner, Optional.empty(), Optional.empty(), BillingMetadata.NONE),
                "customer-" + ++made);
    }

    /** A subscription to the plan pro that we did not sell. */
    SubscriptionId subscription(TenantId owner, CustomerId customer, BillingMetadata metadata) {
        PriceId price = catalog.named("pro")
                .orElseThrow()
                .prices()
                .get(BillingInterval.MONTH)
                .id();
        CheckoutSession session = stripe.createCheckoutSession(
                new CheckoutSessionRequest(
                        owner,
                        customer,
                        price,
                        1,
                        "https://app.example/done",
                        URI.create("https://app.example/left"),
                        metadata,
                        0,
                        false,
                        Optional.empty(),
                        false,
                        Optional.empty()),
                "session-" + ++made);
        return stripe.pay(session.id());
    }

    /** A subscription of acme's customer whose metadata name globex: it is nobody's. */
    SubscriptionId quarantined() {
        CustomerId customer = customer(ACME);
        billing.bind(ACME, customer);
        BillingMetadata globex = new BillingMetadata(Optional.of("globex"), Optional.empty(), Optional.empty());
        return subscription(ACME, customer, globex);
    }

    List<AuditEntry> audit(TenantId tenant) {
        return store.inTransaction(tx -> tx.journal().audit(tenant, 1, 999));
    }

    InboxEvent stored(EventId id) {
        return store.<Optional<InboxEvent>>inTransaction(tx -> tx.inbox().event(id))
                .orElseThrow();
    }

    boolean known(SubscriptionId id) {
        return store.inTransaction(tx -> tx.accounts().subscription(id).isPresent());
    }

    List<Finding> dryRun() {
        return reconcile(false);
    }

    List<Finding> apply() {
        return reconcile(true);
    }

    private List<Finding> reconcile(boolean apply) {
        List<Finding> findings = new ArrayList<>();
        Reconcile.Result result = operations.reconcile(
                apply ? Reconcile.Request.toMend() : Reconcile.Request.toLook(), findings::add, OperatedShop::noPause);
        if (!(result instanceof Reconcile.Result.Finished)) throw new IllegalStateException("not finished: " + result);
        return findings;
    }

    /** What differs, each by its name. */
    static List<Drift.Kind> kinds(List<Finding> findings) {
        return findings.stream().map(finding -> finding.drift().kind()).toList();
    }

    /** The sandbox costs nothing to ask, so nobody waits. */
    static void noPause(Duration time) {
        if (!time.isZero()) throw new IllegalStateException("waited for " + time);
    }

    /** What {@link #stopped} says. */
    static final String STOPPED = "told to end";

    /** For who is told to end. */
    static void stopped(Duration time) {
        throw new IllegalStateException(STOPPED);
    }

    static Finding only(List<Finding> findings) {
        assertThat(findings).hasSize(1);
        return findings.get(0);
    }
}
