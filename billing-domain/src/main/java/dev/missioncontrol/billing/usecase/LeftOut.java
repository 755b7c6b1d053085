package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.Drift;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.store.StoreException;
import java.util.Optional;

/**
 * What a comparison goes past, so that nobody behind it waits for a person: what is stored and can't be read, and, where an operator
 * is told of each, what somebody holds. Only a provider or a store that is away ends it, since all others would meet the same.
 */
final class LeftOut {
    private static final String NOT_COMPARED = "not compared";

    private LeftOut() {}

    /** Does one. Returns what left it out, if it can't be read; who is in the way is thrown. */
    static Optional<Drift> unlessUnreadable(Optional<TenantId> tenant, Optional<SubscriptionId> id, Runnable one) {
        try {
            one.run();
            return Optional.empty();
        } catch (RuntimeException fault) {
            return Optional.of(unreadable(tenant, id, fault));
        }
    }

    /** The same, also where somebody is in the way. */
    static Optional<Drift> unlessHindered(Optional<TenantId> tenant, Optional<SubscriptionId> id, Runnable one) {
        try {
            return unlessUnreadable(tenant, id, one);
        } catch (StoreException fault) {
            if (!FaultIsolation.isConflict(fault)) throw fault;
            return Optional.of(held(tenant, id));
        }
    }

    /** @throws RuntimeException the fault itself, if it says nothing of what is stored */
    static Drift unreadable(Optional<TenantId> tenant, Optional<SubscriptionId> id, RuntimeException fault) {
        if (fault instanceof StoreException || fault instanceof ProviderException) throw fault;
        return of(
                Drift.Kind.UNREADABLE,
                tenant,
                id,
                "can't be read",
                "a row of it, or of its tenant, is not as it was written: mend it by hand. The fault: " + fault);
    }

    /** @param id as it is stored, and no tenant's */
    static Drift tenant(String id) {
        return of(
                Drift.Kind.UNREADABLE,
                Optional.empty(),
                Optional.empty(),
                "can't be read",
                "a row of tenants has the id " + id + ", which is none: mend it by hand");
    }

    /** What the provider refuses to answer for this tenant, whenever it is asked. */
    static Drift unanswered(TenantId tenant, ProviderException refused) {
        return of(
                Drift.Kind.UNANSWERED,
                Optional.of(tenant),
                Optional.empty(),
                "an open checkout",
                "asked for in vain, and again with the next sweep: " + refused);
    }

    private static Drift held(Optional<TenantId> tenant, Optional<SubscriptionId> id) {
        return of(
                Drift.Kind.HELD,
                tenant,
                id,
                "held",
                "somebody holds it in the database: once that is over, reconcile again");
    }

    private static Drift of(
            Drift.Kind kind, Optional<TenantId> tenant, Optional<SubscriptionId> id, String here, String reason) {
        return new Drift(kind, tenant, id, Optional.empty(), here, NOT_COMPARED, Drift.Remedy.PERSON, reason);
    }
}
