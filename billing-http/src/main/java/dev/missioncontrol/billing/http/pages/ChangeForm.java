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
    /** The form for the seats of what is held, where no plan's card has it: it, or its price, is sold no more. */
    static Optional<ChangeForm> ofHeld(BillingPageView view) {
        Plan plan = view.held().plan();
        return view.held()
                .interval()
                .filter(every -> !plan.sold() || plan.price(every).isEmpty())
                .map(every -> new ChangeForm(view, plan, every))
                .filter(form -> form.plan().perSeat() && view.held().subscribed() && view.changeable());
    }

    /** The one of a plan's card. */
    Html html() {
        return plan.price(interval).isEmpty() || same() && !plan.perSeat() ? Html.NONE : form();
    }

    Html form() {
        ChangeActions actions = new ChangeActions(view);
        return actions.ask(
                        Forms.hidden("plan", plan.key()),
                        Forms.hidden("interval", interval.word()),
                        plan.perSeat() ? seats() : Html.NONE,
                        plan.perSeat() ? sum() : Html.NONE,
                        actions.askButton(label(), Look.PLAIN))
                .cls("buy");
    }

    private String label() {
        if (same()) return wording().say("plan.change.seats");
        return own()
                ? wording().say("plan.change.every", "every", interval.word())
                : wording().say("plan.change.to", "plan", plan.name());
    }

    private boolean own() {
        return plan.key().equals(view.held().plan().key());
    }

    private boolean same() {
        return own() && view.held().interval().filter(interval::equals).isPresent();
    }

    private Html sum() {
        return plan.price(interval)
                .filter(price -> !same() || view.held().total().isPresent())
                .map(price -> new SeatSum(price, interval, seatsShown(), wording()).html())
                .orElse(Html.NONE);
    }

    private Html seats() {
        Optional<String> wrong = view.error()
                .filter(error -> BuyForm.isBesideField(error) && error.plan().equals(plan.key()) && asked())
                .map(FieldError::sentence);
        boolean focus = wrong.isPresent()
                && (kept().isPresent() || interval == view.offer().interval());
        String id = "seats-" + plan.key() + "-" + interval.word();
        return new SeatField(id, plan, view.held().seatsInUse(), value(), wrong, focus, wording()).html();
    }

    /** The form that is seen beside those of the plan's card, with the same plan's seats. */
    private Optional<ChangeForm> kept() {
        return own() ? ofHeld(view) : Optional.empty();
    }

    /**
     * Whether what was asked for last was asked for here. Of two forms that are seen it is the one at that interval; what is no
     * number, or names an interval without a form, is said in the card of what is held.
     */
    private boolean asked() {
        return kept().map(form -> interval == posted().orElse(form.interval())).orElse(true);
    }

    /** The interval that was asked for last, where the plan's card has a form for it. */
    private Optional<BillingInterval> posted() {
        return last().map(Attempt::interval)
                .filter(every -> plan.sold() && plan.price(every).isPresent());
    }

    private Optional<Attempt> last() {
        return view.offer().attempt().filter(last -> last.plan().equals(plan.key()));
    }

    /** What was asked for last, else as many as there are, as near as this plan allows. */
    private long value() {
        return last().filter(any -> asked()).map(Attempt::seats).orElse((long) plan.seats()
                .clamp(Math.max(view.held().seats(), view.held().seatsInUse().orElse(0))));
    }

    private long seatsShown() {
        return plan.seats().clamp(value());
    }

    private Wording wording() {
        return new Wording(view.chrome().locale());
    }
}
