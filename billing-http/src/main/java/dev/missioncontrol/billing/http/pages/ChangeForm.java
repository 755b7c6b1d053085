package dev.missioncontrol.billing.http.pages;

import dev.missioncontrol.billing.http.pages.BillingPageView.Attempt;
import dev.missioncontrol.billing.http.pages.BillingPageView.FieldError;
import dev.missioncontrol.billing.http.pages.Forms.Look;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.Plan;
import java.util.Optional;

/**
 * The form by which a subscriber asks what one plan at one interval would come to, with the seats where it has any. Who keeps
 * a price that is no longer sold keeps it with other seats too, so no sum at today's is shown beside them.
 */
record ChangeForm(BillingPageView view, Plan plan, BillingInterval interval) {
    Html html() {
        if (plan.price(interval).isEmpty()) return Html.NONE;
        boolean own = plan.key().equals(view.held().plan().key());
        boolean same = own && view.held().interval().filter(interval::equals).isPresent();
        if (same && !perSeat()) return Html.NONE;
        ChangeActions actions = new ChangeActions(view);
        Wording wording = wording();
        String label = same
                ? wording.say("plan.change.seats")
                : own
                        ? wording.say("plan.change.every", "every", interval.word())
                        : wording.say("plan.change.to", "plan", plan.name());
        return actions.ask(
                        Forms.hidden("plan", plan.key()),
                        Forms.hidden("interval", interval.word()),
                        perSeat() ? seats() : Html.NONE,
                        perSeat() && !(same && view.held().total().isEmpty())
                                ? new SeatSum(plan.price(interval).orElseThrow(), interval, seatsShown(), wording)
                                        .html()
                                : Html.NONE,
                        actions.askButton(label, Look.PLAIN))
                .cls("buy");
    }

    private boolean perSeat() {
        return plan.seats().max() > 1;
    }

    private Html seats() {
        Optional<String> wrong = view.error()
                .filter(error -> BuyForm.isBesideField(error) && error.plan().equals(plan.key()))
                .map(FieldError::sentence);
        boolean focus = wrong.isPresent() && interval == view.offer().interval();
        String id = "seats-" + plan.key() + "-" + interval.word();
        return new SeatField(id, plan, view.held().seatsInUse(), value(), wrong, focus, wording()).html();
    }

    /** What was asked for last, else as many as there are, as near as this plan allows. */
    private long value() {
        return view.offer()
                .attempt()
                .filter(last -> last.plan().equals(plan.key()))
                .map(Attempt::seats)
                .orElse((long) plan.seats()
                        .clamp(Math.max(
                                view.held().seats(), view.held().seatsInUse().orElse(0))));
    }

    private long seatsShown() {
        return plan.seats().clamp(value());
    }

    private Wording wording() {
        return new Wording(view.chrome().locale());
    }
}
