package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.AccessPolicy;
import dev.missioncontrol.billing.account.Milestone;
import dev.missioncontrol.billing.account.Milestones;
import dev.missioncontrol.billing.account.Transition;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.AuditEntry;
import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.store.TenantRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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
     * @param at when it was decided
     * @param transition what changed, before and after
     * @param milestones what of it a tenant would tell, perhaps nothing
     */
    public record Change(Instant at, Transition transition, List<Milestone> milestones) {
        /** Copies the list. */
        public Change {
            milestones = List.copyOf(milestones);
        }
    }

    /**
     * Some changes, newest first.
     *
     * @param changes at most {@link #PAGE}, perhaps none
     * @param before what to ask for to see earlier ones; absent at the beginning
     */
    public record History(List<Change> changes, OptionalLong before) {
        /** Copies the list. */
        public History {
            changes = List.copyOf(changes);
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
        if (end <= from) return new History(List.of(), OptionalLong.empty());
        List<Change> changes = new ArrayList<>();
        for (AuditEntry entry : tx.journal().audit(tenant, from, (int) (end - from)))
            Transition.between(entry.before(), entry.after())
                    .ifPresent(transition -> changes.add(
                            new Change(entry.at(), transition, Milestones.in(transition, entry.at(), policy))));
        Collections.reverse(changes);
        return new History(changes, from > 1 ? OptionalLong.of(from) : OptionalLong.empty());
    }
}
