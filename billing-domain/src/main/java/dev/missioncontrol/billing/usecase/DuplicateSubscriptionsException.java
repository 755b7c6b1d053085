package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.Duplicates;
import dev.missioncontrol.billing.id.TenantId;

/** A tenant pays for more than one subscription: told to whoever listens for trouble, never thrown. */
public final class DuplicateSubscriptionsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient TenantId tenant;
    private final transient Duplicates found;

    DuplicateSubscriptionsException(TenantId tenant, Duplicates found, boolean ended) {
        super(
                "tenant " + tenant + " pays for more than one subscription: " + found.kept() + " and the newer "
                        + found.newer() + (ended ? ", which are ended now" : "; end one of them at the provider"),
                null,
                false,
                false);
        this.tenant = tenant;
        this.found = found;
    }

    /** Whose. */
    public TenantId tenant() {
        return tenant;
    }

    /** Which. */
    public Duplicates found() {
        return found;
    }
}
