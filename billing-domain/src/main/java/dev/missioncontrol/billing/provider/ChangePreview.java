package dev.missioncontrol.billing.provider;

import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.plan.Money;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a change would cost, as the provider calculates it: discounts, tax and credit are in it.
 *
 * @param dueNow what is charged at once, 0 or more
 * @param credit what is kept for later invoices because more is given back than charged, 0 or more
 * @param lines what {@code dueNow} and {@code credit} are made of
 * @param recurring what each period costs from then on
 * @param effectiveAt when the change takes effect
 * @param nextPayment when the next period is paid
 * @param prorationDate what to pass on with the change, so that the amounts stay as shown
 */
public record ChangePreview(
        Money dueNow,
        Money credit,
        List<Line> lines,
        Money recurring,
        Instant effectiveAt,
        Optional<Instant> nextPayment,
        Optional<Instant> prorationDate) {
    /** Copies the lines. */
    public ChangePreview {
        lines = List.copyOf(lines);
    }

    /**
     * One line of the invoice that the change would make.
     *
     * @param description the provider's own words
     * @param amount negative where something is given back
     * @param proration whether it is for a part of a period
     * @param price what it is for, where the provider says so
     * @param quantity how many, where the provider says so
     */
    public record Line(
            String description, Money amount, boolean proration, Optional<PriceId> price, OptionalLong quantity) {}
}
