package dev.missioncontrol.billing.http.pages;

import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.Price;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What paying yearly saves, in words: in months where it is the same whole number for every plan, else in percent. */
final class Savings {
    private static final long MONTHS = 12;
    private static final long PERCENT = 100;

    private Savings() {}

    /** {@code save 2 months}, {@code save up to 20 %}, or nothing where no plan is cheaper by the year. */
    static Optional<String> of(List<Plan> plans, Wording wording) {
        List<Pair> pairs =
                plans.stream().flatMap(plan -> Pair.of(plan).stream()).toList();
        if (pairs.stream().noneMatch(pair -> pair.saved() > 0)) return Optional.empty();
        Set<Long> months = pairs.stream().map(Pair::wholeMonths).collect(Collectors.toSet());
        long whole = months.size() == 1 ? months.iterator().next() : 0;
        if (whole > 0) return Optional.of(wording.say("plans.save.months", "months", whole));
        long percent = pairs.stream().mapToLong(Pair::percent).max().orElse(0);
        return percent < 1 ? Optional.empty() : Optional.of(wording.say("plans.save.percent", "percent", percent));
    }

    /** Prices of one plan in one currency, in minor units. */
    private record Pair(long month, long year) {
        static Optional<Pair> of(Plan plan) {
            Optional<Price> month = plan.price(BillingInterval.MONTH);
            Optional<Price> year = plan.price(BillingInterval.YEAR);
            if (month.isEmpty() || year.isEmpty()) return Optional.empty();
            String currency = month.get().unitAmount().currency();
            if (!currency.equals(year.get().unitAmount().currency())) return Optional.empty();
            Pair pair = new Pair(
                    month.get().unitAmount().minorUnits(),
                    year.get().unitAmount().minorUnits());
            return pair.month > 0 ? Optional.of(pair) : Optional.empty();
        }

        long saved() {
            return month * MONTHS - year;
        }

        long wholeMonths() {
            return saved() > 0 && saved() % month == 0 ? saved() / month : 0;
        }

        long percent() {
            return saved() * PERCENT / (month * MONTHS);
        }
    }
}
