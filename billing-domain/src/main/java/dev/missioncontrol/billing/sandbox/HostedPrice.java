package dev.missioncontrol.billing.sandbox;

import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.Money;

/**
 * A price as the sandbox knows it.
 *
 * @param id the price
 * @param interval how often it is paid
 * @param unitAmount for each and period
 * @param planName what people call what it buys
 */
public record HostedPrice(PriceId id, BillingInterval interval, Money unitAmount, String planName) {}
