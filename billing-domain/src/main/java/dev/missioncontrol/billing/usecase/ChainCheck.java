package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.CurrentSubscription;
import dev.missioncontrol.billing.store.AuditEntry;
import dev.missioncontrol.billing.store.TenantRecord;
import dev.missioncontrol.billing.usecase.AuditFault.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks one tenant's chain, row by row in the order of their sequence: remembers the last row, never the chain. */
final class ChainCheck {
    private final TenantRecord tenant;
    private final List<AuditFault> faults = new ArrayList<>();
    private long expected = 1;
    private long rows;
    private String head = "";
    private Optional<CurrentSubscription> state = Optional.empty();

    ChainCheck(TenantRecord tenant) {
        this.tenant = tenant;
    }

    void next(AuditEntry row) {
        rows++;
        if (row.sequence() < expected) {
            fault(row.sequence(), Kind.INSERTED, "there is another row with this number, or none can have it");
            return;
        }
        if (row.sequence() > tenant.auditLength()) {
            fault(row.sequence(), Kind.INSERTED, "the tenant's chain ends at " + tenant.auditLength());
            return;
        }
        if (row.sequence() > expected) removed(row.sequence() - 1);
        else if (!row.previousHash().equals(head))
            fault(
                    row.sequence(),
                    Kind.CHANGED,
                    "it does not follow the row before, which was written anew or is another");
        if (!row.pseudonym().equals(tenant.pseudonym()))
            fault(row.sequence(), Kind.CHANGED, "it is of another tenant's chain: " + row.pseudonym());
        if (!row.computedHash().equals(row.hash()))
            fault(row.sequence(), Kind.CHANGED, "its hash is not that of what it says");
        if (state.filter(had -> !had.sameStateAs(row.before())).isPresent())
            fault(row.sequence(), Kind.STATE_DIFFERS, "it begins from another state than the row before left");
        state = Optional.of(row.after());
        head = row.hash();
        expected = row.sequence() + 1;
    }

    private void removed(long last) {
        String which = last == expected ? "row " + expected + " is" : "rows " + expected + " to " + last + " are";
        fault(expected, Kind.REMOVED, which + " not there");
        state = Optional.empty();
    }

    /** @param stored what the tenant has; absent if it never had anything, or what it had was erased */
    void end(Optional<CurrentSubscription> stored) {
        if (expected <= tenant.auditLength()) {
            removed(tenant.auditLength());
            return;
        }
        if (!head.equals(tenant.auditHead()))
            fault(tenant.auditLength(), Kind.CHANGED, "the tenant remembers another last row");
        if (tenant.deleted().isEmpty() && !agree(stored))
            fault(
                    tenant.auditLength(),
                    Kind.STATE_DIFFERS,
                    "the tenant has " + word(stored) + ", by the last row " + word(state));
    }

    void unreadable(RuntimeException why) {
        fault(expected, Kind.UNREADABLE, "a row from here on can't be read: " + why.getMessage());
    }

    void stateUnreadable(RuntimeException why) {
        fault(tenant.auditLength(), Kind.UNREADABLE, "what the tenant has can't be read: " + why.getMessage());
    }

    private boolean agree(Optional<CurrentSubscription> stored) {
        if (state.isPresent() && stored.isPresent()) return state.get().sameStateAs(stored.get());
        return state.or(() -> stored).flatMap(CurrentSubscription::subscription).isEmpty();
    }

    private static String word(Optional<CurrentSubscription> has) {
        return has.map(one -> one.plan() + ", " + one.status().word() + ", " + one.seats() + " seats"
                        + one.subscription().map(id -> ", from " + id).orElse(""))
                .orElse("nothing");
    }

    private void fault(long sequence, Kind kind, String sentence) {
        faults.add(new AuditFault(tenant.id(), sequence, kind, sentence));
    }

    long rows() {
        return rows;
    }

    List<AuditFault> faults() {
        return faults;
    }
}
