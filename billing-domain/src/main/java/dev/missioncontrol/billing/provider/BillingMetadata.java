package dev.missioncontrol.billing.provider;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What we write into the metadata of a provider's objects, and read back. Anybody with the provider's dashboard can edit
 * it, so it is a sign of whose an object is, never proof.
 *
 * @param tenant the tenant's id
 * @param installation the name of the installation that wrote it, where it has one
 * @param attempt the checkout attempt that made the object
 */
public record BillingMetadata(Optional<String> tenant, Optional<String> installation, Optional<String> attempt) {
    /** Key of the tenant's id. */
    public static final String TENANT_KEY = "tenantId";

    /** Key of the installation's name: two installations on one account must not grant to each other's tenants. */
    public static final String INSTALLATION_KEY = "billingInstallation";

    /** Key of the checkout attempt. */
    public static final String ATTEMPT_KEY = "billingAttempt";

    /** No metadata of ours. */
    public static final BillingMetadata NONE =
            new BillingMetadata(Optional.empty(), Optional.empty(), Optional.empty());

    /** Ours out of all the metadata of an object. */
    public static BillingMetadata of(Map<String, String> all) {
        return new BillingMetadata(
                Optional.ofNullable(all.get(TENANT_KEY)),
                Optional.ofNullable(all.get(INSTALLATION_KEY)),
                Optional.ofNullable(all.get(ATTEMPT_KEY)));
    }

    /** As the provider stores it. */
    public Map<String, String> asMap() {
        Map<String, String> map = new LinkedHashMap<>();
        tenant.ifPresent(value -> map.put(TENANT_KEY, value));
        installation.ifPresent(value -> map.put(INSTALLATION_KEY, value));
        attempt.ifPresent(value -> map.put(ATTEMPT_KEY, value));
        return map;
    }
}
