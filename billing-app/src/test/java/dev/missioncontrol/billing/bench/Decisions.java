package dev.missioncontrol.billing.bench;

import dev.missioncontrol.billing.account.Access;
import dev.missioncontrol.billing.account.AccessPolicy;
import dev.missioncontrol.billing.account.BillingAccount;
import dev.missioncontrol.billing.account.CurrentSubscription;
import dev.missioncontrol.billing.account.TenantSigns;
import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.account.Transition;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.ASnapshot;
import dev.missioncontrol.billing.provider.EventContent;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import dev.missioncontrol.billing.store.AuditEntry;
import dev.missioncontrol.billing.store.TenantRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What the domain's own rules cost, without a database, a network or JSON: each of many different events is decided about for the same
 * account, so that it stays as large as it is and nothing can be worked out once for all.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Decisions {
    /** Different events in turn, a power of two. */
    private static final int EVENTS = 64;

    private static final TenantId TENANT = new TenantId("acorn-0");
    private static final String CUSTOMER = "cus_QacornAcorn0";
    private static final Instant BEGUN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

    /** Of the tenant: one goes on, the others ended long ago. */
    @Param({"1", "3", "20"})
    public int subscriptions;

    private final PlanCatalog catalog = DefaultCatalog.withPlaceholderPrices();
    private final AccessPolicy policy = AccessPolicy.STANDARD;
    private final ProviderEvent[] events = new ProviderEvent[EVENTS];
    private final CurrentSubscription[] amounts = new CurrentSubscription[EVENTS];
    private final List<TrackedSubscription> tracked = new ArrayList<>();
    private TrackedSubscription subject;
    private CurrentSubscription before;
    private TenantRecord record;
    private int next;

    /** The account as it is before each event, and the events. */
    @Setup
    public void account() {
        for (int number = 1; number < subscriptions; number++)
            tracked.add(settled(snapshot("sub_1Qold" + number, "canceled", number, Optional.of(BEGUN))));
        subject = settled(snapshot("sub_1Qnow", "active", 5, Optional.empty()));
        tracked.add(subject);
        before = CurrentSubscription.of(tracked, catalog);
        for (int number = 0; number < EVENTS; number++) {
            events[number] = event(number);
            amounts[number] = decided(events[number]).account().current(catalog);
        }
        record = new TenantRecord(TENANT, "p".repeat(26), BEGUN, Optional.empty(), "0".repeat(64), 7, 7);
    }

    /** All that a webhook decides: whose it is, what is known now, what the tenant has now, what changed with that. */
    @Benchmark
    public Optional<Transition> webhook() {
        ProviderEvent event = events[next++ & (EVENTS - 1)];
        return Transition.between(before, decided(event).account().current(catalog));
    }

    /** What a tenant has, out of all that is known of its subscriptions. */
    @Benchmark
    public CurrentSubscription fold() {
        return CurrentSubscription.of(tracked, catalog);
    }

    /** What a tenant may use, as every status asks. */
    @Benchmark
    public Access access() {
        return policy.access(amounts[next++ & (EVENTS - 1)], NOW);
    }

    /** The row of the audit chain for it: all fields as text, and SHA-256. */
    @Benchmark
    public AuditEntry audited() {
        ProviderEvent event = events[next & (EVENTS - 1)];
        CurrentSubscription after = amounts[next++ & (EVENTS - 1)];
        return AuditEntry.next(record, NOW, "webhook", Optional.of(event.id()), "taken", before, after);
    }

    private BillingAccount.Decision decided(ProviderEvent event) {
        TenantSigns signs = new TenantSigns(
                subject.tenant(),
                Optional.of(TENANT),
                Optional.empty(),
                event.content().metadata().tenant().flatMap(TenantId::parse));
        TenantId owner = ((TenantSigns.Owner.Bound) signs.owner()).tenant();
        return BillingAccount.of(owner, tracked).observe(subject, event, true, catalog);
    }

    private TrackedSubscription settled(SubscriptionSnapshot said) {
        return TrackedSubscription.unknown(said.id(), false)
                .boundTo(TENANT)
                .observe(said, BEGUN, true, catalog)
                .next();
    }

    private static ProviderEvent event(int number) {
        return new ProviderEvent(
                new EventId("evt_1Qevent" + number),
                "customer.subscription.updated",
                BEGUN.plusSeconds(1 + number),
                false,
                Optional.empty(),
                Optional.empty(),
                new EventContent.OfSubscription(snapshot("sub_1Qnow", "active", 2 + number, Optional.empty())),
                "");
    }

    private static SubscriptionSnapshot snapshot(String id, String status, long seats, Optional<Instant> ended) {
        return ASnapshot.of(id, BEGUN)
                .customer(CUSTOMER)
                .status(status)
                .monthly("price_team_monthly", seats, BEGUN.plus(Duration.ofDays(400)))
                .endedAt(ended)
                .tenant(TENANT.value())
                .said();
    }
}
