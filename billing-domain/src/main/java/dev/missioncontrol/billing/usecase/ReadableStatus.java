package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.PlannedChange;
import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.store.StoreException;
import dev.missioncontrol.billing.store.StoredSubscription;
import java.util.List;
import java.util.Optional;

/** What a tenant has, for {@code explain}: as everybody is told it, or, where a row is broken, from those that can be read. */
final class ReadableStatus {
    private final ShowStatus status;

    ReadableStatus(ShowStatus status) {
        this.status = status;
    }

    /** The status as it is told to everybody, or the fault that keeps it from being told: one of the two. */
    record Whole(Optional<TenantStatus> status, Optional<RuntimeException> fault) {}

    /** Outside of a transaction: it has its own, and on a node may write what the catalogue of now makes of the tenant. */
    Whole whole(TenantId tenant) {
        try {
            return new Whole(Optional.of(status.statusInStore(tenant)), Optional.empty());
        } catch (StoreException away) {
            throw away;
        } catch (RuntimeException fault) {
            return new Whole(Optional.empty(), Optional.of(fault));
        }
    }

    /** The whole, or what was last derived; absent where not even that can be read. */
    Optional<TenantStatus> read(BillingTransaction tx, TenantId tenant, Whole whole, ReadableRows past) {
        return whole.fault().map(fault -> lastDerived(tx, tenant, fault, past)).orElse(whole.status());
    }

    private Optional<TenantStatus> lastDerived(
            BillingTransaction tx, TenantId tenant, RuntimeException fault, ReadableRows past) {
        List<String> before = past.words();
        Optional<StoredSubscription> stored =
                past.read("its row in subscriptions", () -> tx.accounts().current(tenant));
        Optional<PlannedChange> planned = stored.flatMap(one -> one.current().subscription())
                .flatMap(id -> past.read(
                        "the row of " + id + " in planned_changes",
                        () -> tx.accounts().planned(id)));
        // Neither row is at fault: it could not be derived by the catalogue of today, whose fault is told then.
        if (past.words().equals(before))
            past.tell("what it has by the catalogue of now, so that is as last derived: " + fault);
        return stored.map(one -> status.asLastDerived(one.current(), planned));
    }
}
