package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.PlanTerms;
import java.time.Instant;

/**
 * What a tenant's subscription becomes with a later period, unless it is resumed before.
 *
 * @param terms what it will have
 * @param at when
 */
public record Planned(PlanTerms terms, Instant at) {}
