package dev.missioncontrol.billing.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.provider.PlannedChange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A plan that its schedule was released for.
 *
 * @param schedule the schedule, as it was when it let go of the subscription
 * @param plan what was planned in it, still ahead
 */
record GivenUp(JsonNode schedule, PlannedChange plan) {
    /** A line of a subscription. */
    record Line(PriceId price, long quantity) {}

    /** What a released schedule planned, if that is still ahead when this was answered. */
    static Optional<GivenUp> of(JsonNode schedule, Answer answer) {
        return last(schedule)
                .flatMap(phase ->
                        Fields.instant(phase, "start_date").flatMap(at -> ScheduleCalls.marked(schedule, phase, at)))
                .filter(plan -> answer.at().isBefore(plan.at()))
                .map(plan -> new GivenUp(schedule, plan));
    }

    /** The last phase: a released schedule has no current one. */
    private static Optional<JsonNode> last(JsonNode schedule) {
        List<JsonNode> phases = Fields.objects(schedule.path("phases"));
        return phases.isEmpty() ? Optional.empty() : Optional.of(phases.get(phases.size() - 1));
    }

    String id() {
        return ScheduleCalls.id(schedule);
    }

    /** The request that it gave way to, by its key. */
    Optional<String> to() {
        return Fields.text(schedule.path("metadata"), ScheduleCalls.GIVEN_UP_KEY);
    }

    /** Whether it planned seats, and they gave way to a newer count: they are over, whatever becomes of that. */
    boolean countedAnew() {
        Optional<String> count = Fields.text(schedule.path("metadata"), ScheduleCalls.GIVEN_UP_TO_COUNT_KEY);
        return count.isPresent()
                && count.equals(to())
                && changes().map(Line::price).filter(plan.price()::equals).isPresent();
    }

    Optional<Instant> releasedAt() {
        return Fields.instant(schedule, "released_at");
    }

    /** The line that was to change, as it was then: seats that were changed beside the schedule are in none of its phases. */
    Optional<Line> changes() {
        Optional<Long> had = Fields.text(schedule.path("metadata"), ScheduleCalls.GIVEN_UP_OF_KEY)
                .filter(text -> text.matches("[0-9]{1,6}"))
                .map(Long::valueOf);
        return phased().map(line -> new Line(line.price(), had.orElse(line.quantity())));
    }

    /** The line in the place of what was planned, in the phase before. */
    Optional<Line> phased() {
        List<JsonNode> phases = Fields.objects(schedule.path("phases"));
        if (phases.size() < 2) return Optional.empty();
        List<JsonNode> before = Fields.objects(phases.get(phases.size() - 2).path("items"));
        List<JsonNode> after = Fields.objects(phases.get(phases.size() - 1).path("items"));
        Line planned = new Line(plan.price(), plan.quantity());
        for (int i = 0; i < Math.min(before.size(), after.size()); i++)
            if (line(after.get(i)).filter(planned::equals).isPresent()) return line(before.get(i));
        return Optional.empty();
    }

    private static Optional<Line> line(JsonNode item) {
        return ItemReader.price(item)
                .map(price -> new Line(price, Fields.number(item, "quantity").orElse(1)));
    }
}
