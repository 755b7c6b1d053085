package dev.missioncontrol.billing.http;

import dev.missioncontrol.billing.account.Milestone;
import dev.missioncontrol.billing.plan.BillingInterval;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What happened to a subscription, as facts that any program can make its own sentences of. */
final class MilestoneAnswers {
    private MilestoneAnswers() {}

    static List<Object> all(List<Milestone> milestones) {
        return milestones.stream().<Object>map(MilestoneAnswers::answer).toList();
    }

    private static Map<String, @Nullable Object> answer(Milestone milestone) {
        if (milestone instanceof Milestone.Bought it) return of("bought", it.what(), it.paidUntil());
        if (milestone instanceof Milestone.TrialBegan it) return of("trial_began", it.what(), it.until());
        if (milestone instanceof Milestone.TrialEnded it) return of("trial_ended", it.what(), it.paidUntil());
        if (milestone instanceof Milestone.Renewed it) return of("renewed", it.what(), it.paidUntil());
        if (milestone instanceof Milestone.PlanChanged it) return of("plan_changed", it.to(), Optional.empty());
        if (milestone instanceof Milestone.IntervalChanged it) return of("interval_changed", it.to(), Optional.empty());
        if (milestone instanceof Milestone.SeatsChanged it) {
            Map<String, @Nullable Object> answer = of("seats_changed", it.plan(), Optional.empty());
            answer.put("seats", it.to());
            return answer;
        }
        if (milestone instanceof Milestone.PaymentFailed it) return of("payment_failed", it.plan(), it.accessUntil());
        if (milestone instanceof Milestone.Suspended it) return of("suspended", it.plan(), Optional.empty());
        if (milestone instanceof Milestone.Recovered it) return of("recovered", it.plan(), it.paidUntil());
        if (milestone instanceof Milestone.Canceled it) return of("canceled", it.plan(), it.until());
        if (milestone instanceof Milestone.Kept it) return of("kept", it.plan(), Optional.empty());
        if (milestone instanceof Milestone.Paused it) return of("paused", it.plan(), Optional.empty());
        if (milestone instanceof Milestone.Resumed it) return of("resumed", it.plan(), it.paidUntil());
        Milestone.Ended ended = (Milestone.Ended) milestone;
        return of("ended", ended.plan(), ended.at());
    }

    private static Map<String, @Nullable Object> of(String what, Milestone.Terms terms, Optional<Instant> until) {
        Map<String, @Nullable Object> answer = of(what, terms.plan(), until);
        answer.put("seats", terms.seats());
        answer.put("interval", terms.interval().map(BillingInterval::word).orElse(null));
        return answer;
    }

    /** Every one has the same fields, so that a reader needs one type. */
    private static Map<String, @Nullable Object> of(String what, String plan, Optional<Instant> until) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("what", what);
        answer.put("plan", plan);
        answer.put("seats", null);
        answer.put("interval", null);
        answer.put("until", until.map(Instant::toString).orElse(null));
        return answer;
    }
}
