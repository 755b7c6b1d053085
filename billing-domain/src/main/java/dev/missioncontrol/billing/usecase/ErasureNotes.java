package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.AuditEntry;
import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.store.TenantRecord;
import java.util.Optional;

/** What the audit says of a tombstone: why it is one, and what becomes of its customer. It outlives all else of the tenant. */
final class ErasureNotes {
    /** Before who asked for it and why; behind it what becomes of the customer. Once more, where that is decided only later. */
    private static final String ERASED = "erased on an operator's word";

    private static final String NO_CUSTOMER = " (it had no customer)";
    private static final String WITH_CUSTOMER = " (with its customer at the provider)";

    /** Newest rows of a tenant's audit that are looked through for that: after it, nothing is decided any more. */
    private static final int LOOKED_BACK = 100;

    private ErasureNotes() {}

    /**
     * @param why who asked for it, if that is known, and the reason, as {@link OperatorsWord#clause} has them
     * @param deleteCustomer whether the customer goes with it, if there is one
     */
    static String of(String why, Optional<CustomerId> customer, boolean deleteCustomer) {
        if (customer.isEmpty()) return ERASED + why + NO_CUSTOMER;
        return deleteCustomer ? withCustomer(why) : ERASED + why;
    }

    static String withCustomer(String why) {
        return ERASED + why + WITH_CUSTOMER;
    }

    static boolean hadNoCustomer(BillingTransaction tx, TenantId tenant) {
        return says(tx, tenant, NO_CUSTOMER);
    }

    /** Whether the customer was to be deleted. */
    static boolean customerGoes(BillingTransaction tx, TenantId tenant) {
        return says(tx, tenant, WITH_CUSTOMER);
    }

    private static boolean says(BillingTransaction tx, TenantId tenant, String ofCustomer) {
        long rows = tx.accounts().tenant(tenant).map(TenantRecord::auditLength).orElse(0L);
        return tx.journal().audit(tenant, Math.max(1, rows - LOOKED_BACK + 1), LOOKED_BACK).stream()
                .map(AuditEntry::rule)
                .filter(rule -> rule.startsWith(ERASED))
                .anyMatch(rule -> rule.endsWith(ofCustomer));
    }
}
