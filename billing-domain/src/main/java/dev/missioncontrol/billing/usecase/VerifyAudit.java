package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.AuditEntry;
import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.store.StoreException;
import dev.missioncontrol.billing.store.StoredSubscription;
import dev.missioncontrol.billing.store.TenantPage;
import dev.missioncontrol.billing.store.TenantRecord;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Checks that no row of the audit was changed, removed or put in, the last one included, and that folding it gives what
 * each tenant has. Reads a page at a time, whatever there is of tenants and rows.
 */
public final class VerifyAudit {
    /** Tenants read at once. */
    static final int TENANTS_A_PAGE = 200;

    /** Rows read at once. */
    static final int ROWS_A_PAGE = 500;

    /** How often a chain that is being written meanwhile is read, before its tenant is held. */
    static final int MOST_TRIES = 3;

    private final Transactions transactions;

    VerifyAudit(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * What was looked at.
     *
     * @param tenants how many chains; 0 for a tenant that was never seen
     * @param rows how many rows
     * @param faults how many faults
     * @param unreadable ids in rows of tenants that are none, as people can be shown them: whose audit that is can't be said
     */
    public record Verification(long tenants, long rows, long faults, List<String> unreadable) {
        /** Copies the list. */
        public Verification {
            unreadable = List.copyOf(unreadable);
        }

        /** Whether all is as it was written, and all could be looked at. */
        public boolean sound() {
            return faults == 0 && unreadable.isEmpty();
        }

        private Verification and(ChainCheck chain) {
            return new Verification(
                    tenants + 1, rows + chain.rows(), faults + chain.faults().size(), unreadable);
        }

        private Verification and(List<String> more) {
            return new Verification(
                    tenants,
                    rows,
                    faults,
                    Stream.concat(unreadable.stream(), more.stream()).toList());
        }
    }

    /**
     * Checks one tenant's chain, or all of them.
     *
     * @param each is told of every fault, in the order of tenants and rows
     */
    public Verification verify(Optional<TenantId> one, Consumer<AuditFault> each) {
        Verification sum = new Verification(0, 0, 0, List.of());
        if (one.isPresent()) return add(sum, one.get(), each);
        Optional<TenantId> after = Optional.empty();
        do {
            Optional<TenantId> last = after;
            TenantPage page = transactions.run(tx -> tx.listings().tenants(last, TENANTS_A_PAGE));
            for (TenantId tenant : page.tenants()) sum = add(sum, tenant, each);
            sum = sum.and(page.unreadable());
            after = page.next();
        } while (after.isPresent());
        return sum;
    }

    private Verification add(Verification sum, TenantId tenant, Consumer<AuditFault> each) {
        Optional<ChainCheck> checked = check(tenant);
        checked.ifPresent(chain -> chain.faults().forEach(each));
        return checked.map(sum::and).orElse(sum);
    }

    private Optional<ChainCheck> check(TenantId tenant) {
        for (int tries = 1; ; tries++) {
            boolean held = tries == MOST_TRIES;
            Optional<Optional<ChainCheck>> read = transactions.run(tx -> read(tx, tenant, held));
            if (read.isPresent()) return read.get();
        }
    }

    /** Nothing if the chain moved while it was read. */
    private static Optional<Optional<ChainCheck>> read(BillingTransaction tx, TenantId tenant, boolean held) {
        Optional<TenantRecord> record = tx.accounts().tenant(tenant);
        if (record.isEmpty()) return Optional.of(Optional.empty());
        TenantRecord begun = held
                ? tx.accounts()
                        .lockTenant(
                                tenant, record.get().pseudonym(), record.get().created())
                : record.get();
        ChainCheck chain = new ChainCheck(begun);
        boolean readable = rows(tx, chain, tenant);
        if (readable) end(tx, chain, tenant);
        boolean moved = !tx.accounts().tenant(tenant).equals(Optional.of(begun));
        return moved && !held ? Optional.empty() : Optional.of(Optional.of(chain));
    }

    private static void end(BillingTransaction tx, ChainCheck chain, TenantId tenant) {
        Optional<StoredSubscription> has;
        try {
            has = tx.accounts().current(tenant);
        } catch (StoreException e) {
            throw e;
        } catch (RuntimeException unreadable) {
            chain.stateUnreadable(unreadable);
            return;
        }
        chain.end(has.map(StoredSubscription::current));
    }

    private static boolean rows(BillingTransaction tx, ChainCheck chain, TenantId tenant) {
        long from = Long.MIN_VALUE;
        while (true) {
            List<AuditEntry> page;
            try {
                page = tx.journal().audit(tenant, from, ROWS_A_PAGE);
            } catch (StoreException e) {
                throw e;
            } catch (RuntimeException unreadable) {
                chain.unreadable(unreadable);
                return false;
            }
            page.forEach(chain::next);
            if (page.size() < ROWS_A_PAGE) return true;
            from = page.get(page.size() - 1).sequence() + 1;
        }
    }
}
