package dev.missioncontrol.billing.plan;

import dev.missioncontrol.billing.id.PriceId;

/**
 * What one seat of a plan costs per interval.
 *
 * @param id the price at the provider
 * @param unitAmount per seat and interval; shown to people, never charged by us
 */
public record Price(PriceId id, Money unitAmount) {}
