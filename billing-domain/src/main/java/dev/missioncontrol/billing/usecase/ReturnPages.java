package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.id.TenantId;
import java.net.URI;
import java.util.function.Function;

/** Which page of the host's each tenant returns to. */
record ReturnPages(Function<TenantId, URI> addresses) {
    /** @throws IllegalArgumentException if what the host names is not an address with {@code http://} or {@code https://} and a host */
    ReturnPage of(TenantId tenant) {
        return new ReturnPage(BillingSettings.requirePage(addresses.apply(tenant)));
    }
}
