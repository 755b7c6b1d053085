package dev.missioncontrol.billing.http.pages;

import dev.missioncontrol.billing.account.Milestone;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.PlanCatalog;
import java.time.Instant;
import java.util.Optional;

/** Tells milestones as sentences that stand alone behind their date. */
record Story(PlanCatalog catalog, Wording wording) {
    String sentence(Milestone milestone) {
        if (milestone instanceof Milestone.Bought it) return told("story.bought", terms(it.what()), it.paidUntil());
        if (milestone instanceof Milestone.TrialBegan it) return told("story.trial", terms(it.what()), it.until());
        if (milestone instanceof Milestone.TrialEnded it)
            return told("story.trial_ended", terms(it.what()), it.paidUntil());
        if (milestone instanceof Milestone.Renewed it) return told("story.renewed", terms(it.what()), it.paidUntil());
        if (milestone instanceof Milestone.PlanChanged it)
            return wording.say("story.changed", "from", name(it.from().plan()), "to", terms(it.to()));
        if (milestone instanceof Milestone.SeatsChanged it)
            return wording.say("story.seats", "from", it.from(), "to", it.to());
        if (milestone instanceof Milestone.IntervalChanged it) return told("story.interval", terms(it.to()));
        if (milestone instanceof Milestone.PaymentFailed it)
            return told("story.failed", name(it.plan()), it.accessUntil());
        if (milestone instanceof Milestone.Suspended it) return told("story.suspended", name(it.plan()));
        if (milestone instanceof Milestone.Recovered it)
            return told("story.recovered", name(it.plan()), it.paidUntil());
        if (milestone instanceof Milestone.Canceled it) return told("story.canceled", name(it.plan()), it.until());
        if (milestone instanceof Milestone.Kept it) return told("story.kept", name(it.plan()));
        if (milestone instanceof Milestone.Paused it) return told("story.paused", name(it.plan()));
        if (milestone instanceof Milestone.Resumed it) return told("story.resumed", name(it.plan()), it.paidUntil());
        return told("story.ended", name(((Milestone.Ended) milestone).plan()));
    }

    private String told(String key, String what) {
        return wording.say(key, "what", what);
    }

    private String told(String key, String what, Optional<Instant> at) {
        return at.map(date -> wording.say(key + ".at", "what", what, "at", date))
                .orElseGet(() -> told(key, what));
    }

    /** {@code Team, 5 seats, yearly}: seats only where a plan has more than one. */
    private String terms(Milestone.Terms terms) {
        boolean counted = catalog.plan(terms.plan()).map(Plan::perSeat).orElse(terms.seats() > 1);
        String plan = counted
                ? wording.say("story.terms.seats", "plan", name(terms.plan()), "seats", terms.seats())
                : name(terms.plan());
        return terms.interval()
                .map((BillingInterval every) -> wording.say("story.terms", "what", plan, "every", every.word()))
                .orElse(plan);
    }

    private String name(String key) {
        return catalog.plan(key).map(Plan::name).orElse(key);
    }
}
