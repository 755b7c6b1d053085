package dev.missioncontrol.billing.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A plan as somebody wrote it, in code or in a file, right or wrong. {@link PlanCatalog#of} checks all drafts together
 * and says everything that is wrong at once; until then nothing is refused here.
 */
public final class PlanDraft {
    record DraftLimit(String name, OptionalLong most) {}

    record DraftPrice(String interval, String id, long amount, String currency) {}

    final String key;
    long rank;

    @Nullable
    String name;

    final List<String> aliases = new ArrayList<>();
    long seatsMin = 1;
    long seatsMax = SeatPolicy.MOST;
    final List<DraftPrice> prices = new ArrayList<>();
    final List<String> features = new ArrayList<>();
    final List<DraftLimit> limits = new ArrayList<>();
    final List<String> retiredPrices = new ArrayList<>();
    boolean retired;
    long trialDays;

    PlanDraft(String key) {
        this.key = key;
    }

    /** Its place among the plans, from 0. */
    public PlanDraft rank(long rank) {
        this.rank = rank;
        return this;
    }

    /** What people read; the key with a capital where absent. */
    public PlanDraft name(String name) {
        this.name = name;
        return this;
    }

    /** Other names that are accepted for it. */
    public PlanDraft aliases(Collection<String> more) {
        aliases.addAll(more);
        return this;
    }

    /** Other names that are accepted for it. */
    public PlanDraft aliases(String... more) {
        return aliases(List.of(more));
    }

    /** Bounds of its seats; without a call, 1 and up. */
    public PlanDraft seats(long min, long max) {
        seatsMin = min;
        seatsMax = max;
        return this;
    }

    /** Seats from {@code min} on. */
    public PlanDraft seatsAtLeast(long min) {
        return seats(min, SeatPolicy.MOST);
    }

    /** A price per seat and month, in minor units. */
    public PlanDraft monthly(String priceId, long amount, String currency) {
        return price(BillingInterval.MONTH.word(), priceId, amount, currency);
    }

    /** A price per seat and year, in minor units. */
    public PlanDraft yearly(String priceId, long amount, String currency) {
        return price(BillingInterval.YEAR.word(), priceId, amount, currency);
    }

    /** A price per seat and interval, the interval as a word. */
    public PlanDraft price(String interval, String priceId, long amount, String currency) {
        prices.add(new DraftPrice(interval, priceId, amount, currency));
        return this;
    }

    /** What it unlocks. */
    public PlanDraft features(Collection<String> more) {
        features.addAll(more);
        return this;
    }

    /** What it unlocks. */
    public PlanDraft features(String... more) {
        return features(List.of(more));
    }

    /** How many of something it grants; of what it does not name, and another plan does, it grants none. */
    public PlanDraft limit(String name, long most) {
        limits.add(new DraftLimit(name, OptionalLong.of(most)));
        return this;
    }

    /** Something that it grants without a limit. */
    public PlanDraft unlimited(String name) {
        limits.add(new DraftLimit(name, OptionalLong.empty()));
        return this;
    }

    /** Prices that are no longer sold but still known. */
    public PlanDraft retiredPrices(Collection<String> more) {
        retiredPrices.addAll(more);
        return this;
    }

    /** Marks the plan as no longer sold. */
    public PlanDraft retired(boolean retired) {
        this.retired = retired;
        return this;
    }

    /** Days of trial at a tenant's first checkout. */
    public PlanDraft trialDays(long days) {
        trialDays = days;
        return this;
    }
}
