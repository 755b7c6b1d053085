package dev.missioncontrol.billing.store;

import dev.missioncontrol.billing.account.CurrentSubscription;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.TenantId;
import java.util.Optional;

/**
 * What a tenant has, as last derived: one row a tenant, for reading fast and for other people's SQL.
 *
 * @param tenant whose
 * @param customer its customer at the provider
 * @param current what it has
 * @param catalogHash the catalogue it was derived by; another one means that it must be derived again
 */
public record StoredSubscription(
        TenantId tenant, Optional<CustomerId> customer, CurrentSubscription current, String catalogHash) {}
