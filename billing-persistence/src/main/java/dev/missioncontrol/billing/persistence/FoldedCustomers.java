package dev.missioncontrol.billing.persistence;

import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.Accounts;
import dev.missioncontrol.billing.store.CustomerBinding;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;

/** Bindings in a folded transaction: read at once, and forgotten as soon as one is written. */
final class FoldedCustomers {
    private final Handle handle;
    private final Accounts plain;
    private final String provider;
    private final Set<CustomerId> customers = new HashSet<>();
    private final Set<TenantId> tenants = new HashSet<>();
    private final List<CustomerBinding> known = new ArrayList<>();

    FoldedCustomers(Handle handle, Accounts plain, String provider, Collection<CustomerId> expected) {
        this.handle = handle;
        this.plain = plain;
        this.provider = provider;
        if (expected.isEmpty()) return;
        customers.addAll(expected);
        known.addAll(JdbiAccounts.bindings(handle, provider, customers, Set.of()));
    }

    /** Reads those of held tenants, and once more those of the customers: they may have been bound while it waited. */
    void of(Collection<TenantId> held) {
        tenants.addAll(held);
        known.clear();
        known.addAll(JdbiAccounts.bindings(handle, provider, customers, tenants));
    }

    Optional<CustomerBinding> of(TenantId tenant, String provider) {
        if (!tenants.contains(tenant)) return plain.customerOf(tenant, provider);
        return first(one -> one.tenant().equals(tenant) && one.provider().equals(provider));
    }

    Optional<CustomerBinding> of(CustomerId customer, String provider) {
        if (!provider.equals(this.provider) || !customers.contains(customer))
            return plain.bindingOf(customer, provider);
        return first(one -> one.customer().equals(customer) && one.provider().equals(provider));
    }

    private Optional<CustomerBinding> first(Predicate<CustomerBinding> wanted) {
        return known.stream().filter(wanted).findFirst();
    }

    void forget() {
        customers.clear();
        tenants.clear();
        known.clear();
    }
}
