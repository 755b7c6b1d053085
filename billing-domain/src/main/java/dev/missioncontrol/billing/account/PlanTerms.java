package dev.missioncontrol.billing.account;

import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.Plan;
import java.util.Optional;

/**
 * What a tenant has of a plan, or wants of it.
 *
 * @param plan what
 * @param interval how often it is paid; absent where only the provider knows
 * @param seats how many
 */
public record PlanTerms(Plan plan, Optional<BillingInterval> interval, long seats) {}
