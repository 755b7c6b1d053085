package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.plan.BillingInterval;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What somebody wants a subscription to become, unchecked: {@code Change.to("team").yearly().seats(5)}. What is not said
 * stays; seats come as near as the plan allows.
 *
 * @param plan key or alias of the plan
 * @param interval how often it is paid
 * @param seats how many; refused later if the plan does not allow them
 * @param previewedAt the {@code prorationDate} of the preview that somebody agreed to, so that the same is charged
 * @param inUse how many seats are in use by the word of whoever asks, if the host has vouched for it: never given up
 */
public record Change(
        Optional<String> plan,
        Optional<BillingInterval> interval,
        OptionalLong seats,
        Optional<Instant> previewedAt,
        OptionalLong inUse) {
    /** One whose asker says nothing of the seats in use. */
    public Change(
            Optional<String> plan,
            Optional<BillingInterval> interval,
            OptionalLong seats,
            Optional<Instant> previewedAt) {
        this(plan, interval, seats, previewedAt, OptionalLong.empty());
    }

    private static final Change NOTHING =
            new Change(Optional.empty(), Optional.empty(), OptionalLong.empty(), Optional.empty());

    /** To this plan. */
    public static Change to(String planKeyOrAlias) {
        return new Change(Optional.of(planKeyOrAlias), Optional.empty(), OptionalLong.empty(), Optional.empty());
    }

    /** To so many seats of the same plan. */
    public static Change toSeats(long count) {
        return NOTHING.seats(count);
    }

    /** To this interval of the same plan. */
    public static Change to(BillingInterval other) {
        return NOTHING.every(other);
    }

    /** Paid by the year. */
    public Change yearly() {
        return every(BillingInterval.YEAR);
    }

    /** Paid by the month. */
    public Change monthly() {
        return every(BillingInterval.MONTH);
    }

    /** Paid at this interval. */
    public Change every(BillingInterval other) {
        return new Change(plan, Optional.of(other), seats, previewedAt, inUse);
    }

    /** With so many seats. */
    public Change seats(long count) {
        return new Change(plan, interval, OptionalLong.of(count), previewedAt, inUse);
    }

    /** At the price that was shown; a preview holds for ten minutes. */
    public Change previewedAt(Instant prorationDate) {
        return new Change(plan, interval, seats, Optional.of(prorationDate), inUse);
    }

    /** While so many seats are in use. */
    public Change whileInUse(OptionalLong count) {
        return new Change(plan, interval, seats, previewedAt, count);
    }
}
