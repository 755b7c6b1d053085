package dev.missioncontrol.billing.http;

import dev.missioncontrol.billing.account.Access;
import dev.missioncontrol.billing.account.CurrentSubscription;
import dev.missioncontrol.billing.account.Entitlements;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.Limit;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.usecase.Planned;
import dev.missioncontrol.billing.usecase.ShowHistory;
import dev.missioncontrol.billing.usecase.TenantStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the API answers, in the order documented; absent values are null, never left out. */
final class Answers {
    private Answers() {}

    static Map<String, @Nullable Object> status(TenantStatus status) {
        CurrentSubscription current = status.current();
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("plan", current.plan());
        answer.put("status", current.status().word());
        answer.put("seats", current.seats());
        answer.put("currentPeriodEnd", text(current.currentPeriodEnd()));
        answer.put(
                "interval", current.interval().map(interval -> interval.word()).orElse(null));
        answer.put("providerStatus", current.providerStatus().orElse(null));
        access(answer, status.access());
        answer.put("cancelAt", text(current.cancelAt()));
        answer.put("trialEnd", text(current.trialEnd()));
        answer.put("provisional", current.provisional());
        answer.put("asOf", text(current.asOf()));
        answer.put("planned", status.planned().map(Answers::planned).orElse(null));
        return answer;
    }

    private static Map<String, @Nullable Object> planned(Planned planned) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("plan", planned.terms().plan().key());
        answer.put(
                "interval",
                planned.terms().interval().map(BillingInterval::word).orElse(null));
        answer.put("seats", planned.terms().seats());
        answer.put("at", planned.at().toString());
        return answer;
    }

    /** What a tenant may use now, and the version of what it has: a limit that is null is none. */
    static Map<String, @Nullable Object> entitlements(TenantStatus status, PlanCatalog catalog) {
        Entitlements may = Entitlements.of(status.current(), status.access(), catalog);
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("plan", may.plan());
        answer.put("features", may.features());
        answer.put("limits", limits(may.limits()));
        answer.put("seats", may.seats());
        access(answer, may.access());
        answer.put("version", status.version());
        answer.put("asOf", text(status.current().asOf()));
        return answer;
    }

    private static Map<String, @Nullable Object> limits(Map<String, Limit> limits) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        limits.forEach((name, limit) ->
                answer.put(name, limit.most().isPresent() ? limit.most().getAsLong() : null));
        return answer;
    }

    static void access(Map<String, @Nullable Object> answer, Access access) {
        answer.put("access", access.level().name().toLowerCase(Locale.ROOT));
        answer.put("accessUntil", text(access.until()));
    }

    static Map<String, @Nullable Object> history(ShowHistory.History history) {
        List<Object> entries = new ArrayList<>();
        for (ShowHistory.Change change : history.changes()) {
            Map<String, @Nullable Object> entry = new LinkedHashMap<>();
            entry.put("at", change.at().toString());
            entry.put("what", change.transition().type().name().toLowerCase(Locale.ROOT));
            entry.put("milestones", MilestoneAnswers.all(change.milestones()));
            entry.put("before", had(change.transition().before()));
            entry.put("after", had(change.transition().after()));
            entries.add(entry);
        }
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("entries", entries);
        answer.put("unreadable", history.unreadable());
        answer.put("before", history.before().isPresent() ? history.before().getAsLong() : null);
        return answer;
    }

    /** What an owner of the tenant would call it: nothing of how it came to be known. */
    static Map<String, @Nullable Object> had(CurrentSubscription current) {
        Map<String, @Nullable Object> had = new LinkedHashMap<>();
        had.put("plan", current.plan());
        had.put("status", current.status().word());
        had.put("seats", current.seats());
        had.put("currentPeriodEnd", text(current.currentPeriodEnd()));
        had.put("interval", current.interval().map(interval -> interval.word()).orElse(null));
        had.put("cancelAt", text(current.cancelAt()));
        return had;
    }

    static Map<String, Object> plans(PlanCatalog catalog) {
        List<Object> plans = new ArrayList<>();
        for (Plan plan : catalog.plans()) {
            if (plan.offered()) plans.add(plan(plan));
        }
        return Map.of("plans", plans);
    }

    private static Map<String, Object> plan(Plan plan) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("key", plan.key());
        answer.put("name", plan.name());
        answer.put("rank", plan.rank());
        answer.put(
                "seats", Map.of("min", plan.seats().min(), "max", plan.seats().max()));
        Map<String, Object> prices = new LinkedHashMap<>();
        plan.prices().entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(price -> {
            Map<String, Object> amount = new LinkedHashMap<>();
            amount.put("amount", price.getValue().unitAmount().minorUnits());
            amount.put("currency", price.getValue().unitAmount().currency());
            prices.put(price.getKey().word(), amount);
        });
        answer.put("prices", prices);
        answer.put("features", plan.features());
        answer.put("limits", limits(plan.limits()));
        answer.put("trialDays", plan.trialDays());
        return answer;
    }

    static @Nullable String text(Optional<?> value) {
        return value.map(Object::toString).orElse(null);
    }
}
