package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.AccessPolicy;
import dev.missioncontrol.billing.account.Milestone;
import dev.missioncontrol.billing.account.Milestones;
import dev.missioncontrol.billing.account.Transition;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.AuditEntry;
import dev.missioncontrol.billing.store.AuditRow;
import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.store.TenantRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Tells a tenant what changed and when, without anything of how it came to be known. */
public final class ShowHistory {
    /** Decisions looked through for one page; those that changed nothing a tenant would notice are left out. */
    public static final int PAGE = 100;

    private final Transactions transactions;
    private final AccessPolicy policy;

    ShowHistory(Transactions transactions, AccessPolicy policy) {
        this.transactions = transactions;
        this.policy = policy;
    }

    /**
     * A change.
     *
     * @param sequence which of the tenant's decisions it is
     * @param at when it was decided
     * @param transition what changed, before and after
     * @param milestones what of it a tenant would tell, perhaps nothing
     */
    public record Change(long sequence, Instant at, Transition transition, List<Milestone> milestones) {
        /** Copies the list. */
        public Change {
            milestones = List.copyOf(milestones);
        }
    }

    /**
     * Some changes, newest first.
     *
     * @param changes at most {@link #PAGE}, perhaps none
     * @param unreadable which decisions among them can't be read, newest first: whether they changed anything can't be said
     * @param before what to ask for to see earlier ones; absent at the beginning
     */
    public record History(List<Change> changes, List<Long> unreadable, OptionalLong before) {
        /** Copies the lists. */
        public History {
            changes = List.copyOf(changes);
            unreadable = List.copyOf(unreadable);
        }
    }

    /**
     * The tenant's changes.
     *
     * @param before what an earlier page said; absent for the newest
     */
    public History history(TenantId tenant, OptionalLong before) {
        return transactions.run(tenant, tx -> history(tx, tenant, before));
    }

    private History history(BillingTransaction tx, TenantId tenant, OptionalLong before) {
        long end = tx.accounts()
                        .tenant(tenant)
                        .filter(one -> one.deleted().isEmpty())
                        .map(TenantRecord::auditLength)
                        .orElse(0L)
                + 1;
        end = Math.min(end, before.orElse(end));
        long from = Math.max(1, end - PAGE);
        if (end <= from) return new History(List.of(), List.of(), OptionalLong.empty());
        List<Change> changes = new ArrayList<>();
        List<Long> unreadable = new ArrayList<>();
        for (AuditRow row : tx.listings().decisionsOf(tenant, from, (int) (end - from))) {
            if (row instanceof AuditRow.Readable one) change(one.entry()).ifPresent(changes::add);
            else unreadable.add(row.sequence());
        }
        Collections.reverse(changes);
        Collections.reverse(unreadable);
        return new History(changes, unreadable, from > 1 ? OptionalLong.of(from) : OptionalLong.empty());
    }

    private Optional<Change> change(AuditEntry entry) {
        return Transition.between(entry.before(), entry.after())
                .map(transition -> new Change(
                        entry.sequence(), entry.at(), transition, Milestones.in(transition, entry.at(), policy)));
    }
}
