package dev.missioncontrol.billing.simulation;

import dev.missioncontrol.billing.account.BillingAccount;
import dev.missioncontrol.billing.account.CurrentSubscription;
import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.AuditEntry;
import dev.missioncontrol.billing.store.StoredSubscription;
import dev.missioncontrol.billing.store.TenantRecord;
import dev.missioncontrol.billing.usecase.TenantStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What must hold once a world is quiet. */
final class Check {
    private static final int MOST_ROWS = 1_000;

    private final World world;

    Check(World world) {
        this.world = world;
    }

    /** @param complete whether nothing was lost, or a sweep has made it good */
    void afterQuiet(boolean complete) {
        acknowledgedIsDurable();
        if (world.truth.customersOf[0] > 1 || world.truth.customersOf[1] > 1)
            throw new Violation("at most one customer", "a tenant has more");
        if (!complete) return;
        for (TruthSubscription one : world.truth.subscriptions) belongsToItsBuyer(one);
        for (int tenant = 0; tenant < Truth.TENANTS; tenant++) equalsTheProvider(tenant);
    }

    void journals() {
        for (int tenant = 0; tenant < Truth.TENANTS; tenant++) {
            TenantId id = new TenantId(Truth.tenant(tenant));
            Optional<TenantRecord> record =
                    world.store.inTransaction(tx -> tx.accounts().tenant(id));
            if (record.isPresent()) journal(record.get(), world.told.get(tenant));
        }
    }

    private void acknowledgedIsDurable() {
        for (EventId id : world.network.acknowledged)
            if (world.store.inTransaction(tx -> tx.inbox().event(id).isEmpty()))
                throw new Violation("acknowledged implies durable", id.toString());
    }

    /** Signs that disagree may have sent it into quarantine; one without a sign may wait for an operator; nothing else. */
    private void belongsToItsBuyer(TruthSubscription one) {
        boolean stray = one.owner < 0;
        boolean mayWait = one.disputable || one.metadataTenant.isEmpty() && unboundCustomer(one);
        Optional<TrackedSubscription> row = world.tracked(new SubscriptionId(one.id));
        if (row.isEmpty() && !mayWait) throw new Violation("every subscription is known", one.id);
        if (row.filter(TrackedSubscription::fetchDue).isPresent())
            throw new Violation("nothing is left to do", row.toString());
        if (row.isEmpty() || one.disputable) return;
        int buyer = stray ? -1 - one.owner : one.owner;
        Optional<Integer> holder = row.get().tenant().map(tenant -> Truth.index(tenant.value()));
        if (holder.filter(index -> index != buyer).isPresent()) throw new Violation("isolation", row.toString());
        if (holder.isEmpty() && !mayWait) throw new Violation("a subscription with a sign is bound", row.toString());
    }

    private boolean unboundCustomer(TruthSubscription one) {
        return world.store.inTransaction(tx -> tx.accounts()
                .bindingOf(new dev.missioncontrol.billing.id.CustomerId(one.customer), "simulated")
                .isEmpty());
    }

    private void equalsTheProvider(int tenant) {
        TenantId id = new TenantId(Truth.tenant(tenant));
        List<TruthSubscription> held = new ArrayList<>();
        for (TruthSubscription one : world.truth.subscriptions) {
            boolean its = world.tracked(new SubscriptionId(one.id))
                    .flatMap(TrackedSubscription::tenant)
                    .filter(id::equals)
                    .isPresent();
            if (its) held.add(one);
        }
        SimulatedNode node = world.nodes.get(0);
        TenantStatus status = node.billing().status(id);
        CurrentSubscription current = status.current();
        String answered = current.plan() + " " + current.status().word() + " " + current.seats() + " "
                + current.currentPeriodEnd().map(Object::toString).orElse("-") + " "
                + status.access().level();
        world.trace.note(answered);
        Optional<StoredSubscription> stored =
                world.store.inTransaction(tx -> tx.accounts().current(id));
        CurrentSubscription derived = world.store.inTransaction(
                tx -> BillingAccount.of(id, tx.accounts().subscriptionsOf(id)).current(world.catalog));
        if (stored.filter(row -> !row.current().sameStateAs(derived)).isPresent())
            throw new Violation("what is stored is derived by today's catalogue", stored.toString());
        boolean runOut = stored.filter(row -> row.current().over(node.now())).isPresent();
        if (!runOut && stored.filter(row -> !row.current().sameStateAs(current)).isPresent())
            throw new Violation("what is stored is what is answered", stored.toString());
        Optional<String> expected = new Oracle(world.catalog == Catalogs.WITH_LATE, node.now()).answer(held);
        if (expected.filter(text -> !text.equals(answered)).isPresent())
            throw new Violation("equal to the provider", id + " has " + answered + ", not " + expected.get());
        if (!Oracle.everBought(held).contains(current.plan()))
            throw new Violation("unknown never grants", id + " has " + answered);
    }

    private void journal(TenantRecord record, List<Long> told) {
        List<AuditEntry> rows = world.store.inTransaction(tx -> tx.journal().audit(record.id(), 1, MOST_ROWS));
        CurrentSubscription state = CurrentSubscription.none(Catalogs.WITHOUT_LATE);
        String head = "";
        long transitions = 0;
        for (AuditEntry row : rows) {
            if (!row.previousHash().equals(head) || !row.computedHash().equals(row.hash()))
                throw new Violation("the audit is a chain", row.toString());
            if (!row.before().sameStateAs(state))
                throw new Violation("folding the audit gives the state", row.toString());
            if (!row.before().sameStateAs(row.after())) transitions++;
            head = row.hash();
            state = row.after();
        }
        Optional<StoredSubscription> stored =
                world.store.inTransaction(tx -> tx.accounts().current(record.id()));
        CurrentSubscription last = state;
        if (stored.filter(one -> !one.current().sameStateAs(last)).isPresent())
            throw new Violation("folding the audit gives the state", "ends with " + last);
        if (transitions != record.eventLength())
            throw new Violation("one audit row and one event for each transition", record.toString());
        long next = 1;
        for (long sequence : told) {
            if (sequence > next) throw new Violation("events are told in order", told.toString());
            if (sequence == next) next++;
        }
        if (next != record.eventLength() + 1) throw new Violation("every event is told", told.toString());
    }
}
