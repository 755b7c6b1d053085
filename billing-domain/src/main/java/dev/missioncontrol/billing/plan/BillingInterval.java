package dev.missioncontrol.billing.plan;

import java.util.Locale;
import java.util.Optional;

/** How often a subscription is paid for. Stripe's {@code recurring.interval}, as far as plans are sold here. */
public enum BillingInterval {
    MONTH,
    YEAR;

    /** What is meant where nothing is said. */
    public static final BillingInterval STANDARD = MONTH;

    /** The word used on the wire and in files: {@code month} or {@code year}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The interval with this {@link #word()}, or nothing for any other text. */
    public static Optional<BillingInterval> of(String word) {
        return "month".equals(word) ? Optional.of(MONTH) : "year".equals(word) ? Optional.of(YEAR) : Optional.empty();
    }
}
