package dev.missioncontrol.billing.provider;

import java.time.Instant;
import java.util.Optional;

/**
 * What a customer or its subscription is given off its invoices.
 *
 * @param reduction how much
 * @param lasts for how long it was given
 * @param until when it ends; absent where it goes on, or is for the next invoice alone
 */
public record Discount(Reduction reduction, PromotionCode.Lasts lasts, Optional<Instant> until) {}
