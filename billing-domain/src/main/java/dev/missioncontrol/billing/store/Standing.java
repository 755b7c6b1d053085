package dev.missioncontrol.billing.store;

import dev.missioncontrol.billing.provider.PlannedChange;
import java.util.Optional;

/**
 * What a tenant's status is made of.
 *
 * @param stored what it has, as last derived
 * @param planned what its subscription is going to become, as last known
 */
public record Standing(StoredSubscription stored, Optional<PlannedChange> planned) {}
