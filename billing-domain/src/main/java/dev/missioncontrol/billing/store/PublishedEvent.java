package dev.missioncontrol.billing.store;

import dev.missioncontrol.billing.account.BillingEvent;

/**
 * An event that the application of this process has taken, and that others may read.
 *
 * @param position from 1, in the order in which events can be read: none appears before one that was read already
 * @param event what happened
 */
public record PublishedEvent(long position, BillingEvent event) {}
