package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.account.BillingEvent;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.store.JobState;
import dev.missioncontrol.billing.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A shop on a store in which a test holds some tenants, or breaks their rows. */
final class HeldShop {
    /** Before the other wherever both are due. */
    static final TenantId ACME = new TenantId("acme");

    static final TenantId GLOBEX = new TenantId("globex");

    static final PlanCatalog SOLD =
            PlanCatalog.of(Plan.draft("free").rank(0), Plan.draft("pro").rank(1).monthly("price_pro", 2000, "usd"));

    /** Past the first waits of a backoff, and well within a lease. */
    static final Duration SOON = Duration.ofSeconds(20);

    final SandboxPaymentProvider stripe = SandboxPaymentProvider.startingAt(Instant.parse("2027-01-01T00:00:00Z"));
    final HeldStore store = new HeldStore();

    /** What was told to the host. */
    final List<BillingEvent> told = new ArrayList<>();

    /** The events that arrived. */
    final List<EventId> taken = new ArrayList<>();

    /** What the work that is done by itself told. */
    final List<WorkNote> notes = new ArrayList<>();

    /** Whether events are lost from now on. */
    boolean lossy;

    final Billing billing = node(SOLD);

    HeldShop() {
        // Its sweep is done for an hour.
        billing.runDue();
        stripe.onEvent(event -> {
            if (lossy) return;
            taken.add(event.id());
            billing.accept(Deliveries.of(event, event.id(), "{}"));
        });
    }

    /** Another process on the same store, which sells this. */
    Billing node(PlanCatalog catalog) {
        return Billing.builder()
                .catalog(catalog)
                .provider(stripe)
                .store(store)
                .clock(stripe.clock())
                .onEvent(told::add)
                .onWork(notes::add)
                .build();
    }

    void buyBoth() {
        stripe.pay(billing.startCheckout(ACME, Checkout.of("pro")));
        stripe.pay(billing.startCheckout(GLOBEX, Checkout.of("pro")));
    }

    /** Somebody holds its row, as an operator may. */
    void hold(TenantId tenant) {
        store.faults.put(tenant, () -> StoreException.conflict("somebody holds it, in a test"));
    }

    /** By a fault of ours. */
    void damage(TenantId tenant) {
        store.faults.put(tenant, () -> new IllegalStateException("a row that can't be read, in a test"));
    }

    /** How many subscriptions wait to be fetched. */
    long marked() {
        return store.<Long>inTransaction(tx -> tx.measures().backlog().marked());
    }

    /** When a recurring job was done last. */
    Instant done(String name) {
        List<JobState> jobs = store.inTransaction(tx -> tx.measures().jobs());
        return jobs.stream()
                .filter(job -> job.name().equals(name))
                .findFirst()
                .flatMap(JobState::done)
                .orElseThrow();
    }
}
