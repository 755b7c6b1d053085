package dev.missioncontrol.billing.provider;

import dev.missioncontrol.billing.id.PriceId;
import java.time.Instant;

/**
 * What a subscription becomes with a later period, unless it is taken back.
 *
 * @param price what it will be
 * @param quantity how many seats
 * @param at when
 */
public record PlannedChange(PriceId price, long quantity, Instant at) {}
