package dev.missioncontrol.billing.account;

import dev.missioncontrol.billing.id.TenantId;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What says whose a subscription is.
 *
 * @param bound the tenant it is bound to already
 * @param byCustomer the tenant that our binding of its customer names
 * @param byCheckout the tenant whose checkout, started by us, made it
 * @param byMetadata the tenant that its metadata names, where the installation beside it is ours
 */
public record TenantSigns(
        Optional<TenantId> bound,
        Optional<TenantId> byCustomer,
        Optional<TenantId> byCheckout,
        Optional<TenantId> byMetadata) {

    /** Whose it is. */
    public sealed interface Owner {
        /** This tenant's. */
        record Bound(TenantId tenant, Optional<String> finding) implements Owner {}

        /** The signs disagree: never a guess. */
        record Disputed(Set<TenantId> tenants) implements Owner {}

        /** There is no sign. */
        record Unknown() implements Owner {}
    }

    /** Bound, it stays where it is, whatever the signs say later. Unbound, the signs that there are must agree. */
    public Owner owner() {
        Set<TenantId> said = named();
        if (bound.isPresent()) {
            said.remove(bound.get());
            Optional<String> finding =
                    said.isEmpty() ? Optional.empty() : Optional.of("its signs name " + said + ", it stays");
            return new Owner.Bound(bound.get(), finding);
        }
        if (said.isEmpty()) return new Owner.Unknown();
        if (said.size() > 1) return new Owner.Disputed(said);
        return new Owner.Bound(said.iterator().next(), Optional.empty());
    }

    /** Every tenant that a sign names. */
    public Set<TenantId> named() {
        Set<TenantId> said = new TreeSet<>();
        byCustomer.ifPresent(said::add);
        byCheckout.ifPresent(said::add);
        byMetadata.ifPresent(said::add);
        return said;
    }
}
