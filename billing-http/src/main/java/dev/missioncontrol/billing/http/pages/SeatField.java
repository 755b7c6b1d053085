package dev.missioncontrol.billing.http.pages;

import static dev.missioncontrol.billing.http.pages.Html.el;

import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.SeatPolicy;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A number of seats: a number input between two buttons that only the script can use, with its bounds and what is wrong.
 *
 * @param id of the input, unique in the page
 * @param plan whose seats
 * @param inUse how many can't be given up, if that is known
 * @param value shown, allowed or not
 * @param error what is allowed, if the last number was not
 * @param focus whether the page opens with the cursor in it
 * @param wording for its numbers
 */
record SeatField(
        String id, Plan plan, OptionalInt inUse, long value, Optional<String> error, boolean focus, Wording wording) {
    Html html() {
        SeatPolicy seats = plan.seats();
        String describedBy = error.isPresent() ? id + "-error " + id + "-hint" : id + "-hint";
        Element input = el("input")
                .id(id)
                .attr("type", "number")
                .attr("name", "seats")
                .attr("inputmode", "numeric")
                .attr("autocomplete", "off")
                .attr("min", least(seats))
                .attr("max", seats.max())
                .attr("step", 1)
                .attr("value", value)
                .attr("aria-describedby", describedBy)
                .flag("required");
        if (error.isPresent()) input = input.attr("aria-invalid", "true").flag("autofocus", focus);
        return el(
                        "div",
                        el("label", wording.say("seats.label")).attr("for", id),
                        el(
                                        "div",
                                        step(-1, "−", wording.say("seats.less")),
                                        input,
                                        step(1, "+", wording.say("seats.more")))
                                .cls("stepper"),
                        error.<Html>map(sentence ->
                                        el("p", sentence).cls("error").id(id + "-error"))
                                .orElse(Html.NONE),
                        el("p", bounds(seats)).cls("hint").id(id + "-hint"))
                .cls("seats");
    }

    private Html step(int by, String sign, String says) {
        return el("button", sign)
                .cls("step")
                .attr("type", "button")
                .attr("data-step", by)
                .attr("aria-label", says);
    }

    private int least(SeatPolicy seats) {
        return seats.fewest(inUse);
    }

    private String bounds(SeatPolicy seats) {
        if (least(seats) > seats.min()) return wording.say("seats.in_use", "used", inUse.orElse(0));
        if (seats.max() == SeatPolicy.MOST) return wording.say("seats.from", "plan", plan.name(), "least", seats.min());
        return wording.say("seats.range", "least", seats.min(), "most", seats.max());
    }
}
