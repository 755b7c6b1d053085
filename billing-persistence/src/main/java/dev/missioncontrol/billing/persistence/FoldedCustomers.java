package dev.missioncontrol.billing.persistence;

import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.Accounts;
import dev.missioncontrol.billing.store.CustomerBinding;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Bindings in a folded transaction: read with all else, and forgotten as soon as one is written. */
final class FoldedCustomers {
    private final Pipeline pipeline;
    private final Accounts plain;
    private final String provider;
    private final Set<CustomerId> customers = new HashSet<>();
    private final Set<TenantId> tenants = new HashSet<>();
    private final Set<CustomerBinding> known = new LinkedHashSet<>();

    /** Asks for the bindings of customers that are expected, as {@link FoldedSubscriptions} does. */
    FoldedCustomers(Pipeline pipeline, Accounts plain, String provider, Collection<CustomerId> expected) {
        this.pipeline = pipeline;
        this.plain = plain;
        this.provider = provider;
        customers.addAll(expected);
        askOfCustomers();
    }

    private void askOfCustomers() {
        pipeline.ask(JdbiAccounts.bindings(provider, customers), JdbiAccounts::binding, known::addAll);
    }

    /** Tenants that somebody was bound to when it was looked. */
    Set<TenantId> tenants() {
        return known.stream().map(CustomerBinding::tenant).collect(Collectors.toSet());
    }

    /**
     * Asks for those of held tenants, and once more for customers that were nobody's: they may have been bound while it waited. Whoever
     * was bound before is found by the tenant, unless it is another's by now: then it is asked for alone.
     */
    void askOf(Collection<TenantId> held) {
        known.forEach(one -> customers.remove(one.customer()));
        tenants.addAll(held);
        pipeline.ask(JdbiAccounts.bindings(tenants), JdbiAccounts::binding, this::haveChanged);
        if (!customers.isEmpty()) askOfCustomers();
    }

    private void haveChanged(List<CustomerBinding> read) {
        known.clear();
        known.addAll(read);
    }

    Optional<CustomerBinding> of(TenantId tenant, String provider) {
        if (!tenants.contains(tenant)) return plain.customerOf(tenant, provider);
        return first(one -> one.tenant().equals(tenant) && one.provider().equals(provider));
    }

    Optional<CustomerBinding> of(CustomerId customer, String provider) {
        Optional<CustomerBinding> found =
                first(one -> one.customer().equals(customer) && one.provider().equals(provider));
        boolean looked = provider.equals(this.provider) && customers.contains(customer);
        return found.isPresent() || looked ? found : plain.bindingOf(customer, provider);
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
