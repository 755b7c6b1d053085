package dev.missioncontrol.billing.account;

import dev.missioncontrol.billing.id.SubscriptionId;
import java.util.List;

/**
 * More than one live subscription of a tenant.
 *
 * @param kept the one that was begun first
 * @param newer the others, in the order in which they were begun
 * @param sound whether all of them are in good standing, go on, and were read from the provider: then the newer ones can be
 *     ended without taking from the tenant what it has
 */
public record Duplicates(SubscriptionId kept, List<SubscriptionId> newer, boolean sound) {
    /** Copies the list. */
    public Duplicates {
        newer = List.copyOf(newer);
    }
}
