package dev.missioncontrol.billing.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.provider.PlannedChange;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.SubscriptionChange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Plans a change for the end of a period, by a subscription schedule of two phases: as it is, and as it will be. Stripe lets
 * go of the subscription a day after the change.
 */
final class ScheduleCalls {
    /** Metadata that says that a schedule is ours, and what it plans. */
    private static final String PRICE_KEY = "billingPlannedPrice";

    private static final String QUANTITY_KEY = "billingPlannedQuantity";

    /** Metadata that says for which request, by its key, a plan was given up: if that comes to nothing, it is planned again. */
    static final String GIVEN_UP_KEY = "billingGivenUpFor";

    /** Metadata that says, by its key too, that this request was a count: seats that were planned give way to it for good. */
    static final String GIVEN_UP_TO_COUNT_KEY = "billingGivenUpForCount";

    /** Metadata that says how many of the line there were then, where that was changed beside the schedule: its phase says otherwise. */
    static final String GIVEN_UP_OF_KEY = "billingGivenUpOf";

    private static final String SCHEDULES = "/v1/subscription_schedules";

    private final StripeCalls calls;

    ScheduleCalls(StripeCalls calls) {
        this.calls = calls;
    }

    /**
     * Marked by us and planning no more than the marks say, or planning nothing: one that we made and were interrupted before we
     * filled it. Who edits it in Stripe's dashboard leaves the marks as they are: what is planned then is no longer ours to give up.
     */
    static boolean ours(JsonNode schedule) {
        boolean marked = Fields.text(schedule.path("metadata"), PRICE_KEY).isPresent()
                && (ahead(schedule).isEmpty() || planned(schedule).isPresent());
        boolean empty = Fields.objects(schedule.path("phases")).size() == 1
                && Fields.text(schedule, "end_behavior").equals(Optional.of("release"));
        return marked || empty;
    }

    /** What it plans, if we planned it and it has not happened yet. */
    static Optional<PlannedChange> planned(JsonNode schedule) {
        List<JsonNode> ahead = ahead(schedule);
        if (ahead.size() != 1) return Optional.empty();
        return Fields.instant(schedule.path("current_phase"), "end_date")
                .flatMap(at -> marked(schedule, ahead.get(0), at));
    }

    /** The phases that have not begun. */
    private static List<JsonNode> ahead(JsonNode schedule) {
        Optional<Instant> now = Fields.instant(schedule.path("current_phase"), "end_date");
        return Fields.objects(schedule.path("phases")).stream()
                .filter(phase -> now.isPresent()
                        && Fields.instant(phase, "start_date")
                                .filter(start -> !start.isBefore(now.get()))
                                .isPresent())
                .toList();
    }

    /** What its marks say that it plans, if this phase, which is to come, has a line of that. */
    static Optional<PlannedChange> marked(JsonNode schedule, JsonNode phase, Instant at) {
        JsonNode marks = schedule.path("metadata");
        return Fields.identifier(marks, PRICE_KEY)
                .flatMap(price -> Fields.text(marks, QUANTITY_KEY)
                        .filter(text -> text.matches("[0-9]{1,6}"))
                        .map(text -> new PlannedChange(new PriceId(price), Long.parseLong(text), at)))
                .filter(plan -> Fields.objects(phase.path("items")).stream()
                        .anyMatch(item -> ItemReader.price(item)
                                        .filter(plan.price()::equals)
                                        .isPresent()
                                && Fields.number(item, "quantity").orElse(1) == plan.quantity()));
    }

    /**
     * Whether another change can be planned in it. Once a planned change has come, its current phase ends with the day, not with
     * the period; one that plans nothing yet may be about to be filled by who made it; and where seats were changed beside it,
     * to say again what its phase says would take back what is paid for.
     */
    static boolean canPlan(JsonNode schedule, SubscriptionAnswer before, PriceId from) {
        return planned(schedule).isPresent()
                && currentPhase(schedule)
                        .filter(now -> holds(now, before, from))
                        .isPresent();
    }

    /** Begun, and never filled. */
    static boolean unfilled(JsonNode schedule) {
        return ours(schedule)
                && planned(schedule).isEmpty()
                && Fields.objects(schedule.path("phases")).size() == 1;
    }

    /**
     * Plans a change in a schedule that is there, or in a new one; says when it will happen. Nothing where the subscription is
     * going to end by now, since a schedule that goes on would take that back, where a change waits for its payment, or where the
     * line that is to change is another by now.
     */
    Optional<Instant> plan(SubscriptionAnswer before, Optional<JsonNode> known, SubscriptionChange change, String key) {
        Answer made = known.map(schedule -> new Answer(
                        before.answer().call(), schedule, before.answer().date()))
                .orElseGet(() -> calls.post(
                        "making a schedule of subscription " + change.subscription(),
                        SCHEDULES,
                        new Form()
                                .add("from_subscription", change.subscription())
                                .add("expand[0]", "subscription"),
                        key + ":schedule"));
        String id = made.require(Fields.identifier(made.json(), "id"), "id of the schedule");
        JsonNode now = made.require(currentPhase(made.json()), "current phase");
        if (endsOrWaits(made.json()) || !holds(now, before, change.from())) {
            release(id, key);
            return Optional.empty();
        }
        Instant start = made.require(Fields.instant(now, "start_date"), "start of the current phase");
        Instant end = end(made.require(Fields.instant(now, "end_date"), "end of the current phase"), before, change);
        JsonNode said = known.isPresent() ? PlannedPhases.asCharged(now, before) : now;
        Form form = new Form()
                .add("end_behavior", "release")
                .add("proration_behavior", "none")
                .add("metadata[" + PRICE_KEY + "]", change.to())
                .add("metadata[" + QUANTITY_KEY + "]", change.quantity())
                .add("metadata[" + GIVEN_UP_KEY + "]", "")
                .add("metadata[" + GIVEN_UP_OF_KEY + "]", "")
                .add("phases[0][start_date]", start.getEpochSecond())
                .add("phases[0][end_date]", end.getEpochSecond());
        Fields.instant(now, "trial_end").ifPresent(trial -> form.add("phases[0][trial_end]", trial.getEpochSecond()));
        PlannedPhases.add(form, "phases[0]", said, Optional.empty());
        PlannedPhases.add(form, "phases[1]", said, Optional.of(change));
        form.add("phases[1][duration][interval]", "day").add("phases[1][duration][interval_count]", 1);
        String call = "planning a change of subscription " + change.subscription();
        if (known.isPresent()) calls.post(call, path(id), form, key + ":plan");
        else fill(call, id, form, key);
        return Optional.of(end);
    }

    /**
     * Fills a schedule that was just made. One that Stripe refuses to fill would govern the subscription for nothing, which could be
     * canceled in the portal no more. What passes is asked for again, and a key that was used for something else may have filled it.
     */
    private void fill(String call, String id, Form form, String key) {
        try {
            calls.post(call, path(id), form, key + ":plan");
        } catch (ProviderException e) {
            if (!e.retryable() && e.kind() != ProviderException.Kind.IDEMPOTENCY_CONFLICT) releaseAfter(e, id, key);
            throw e;
        }
    }

    private void releaseAfter(ProviderException refusal, String id, String key) {
        try {
            release(id, key);
        } catch (ProviderException again) {
            refusal.addSuppressed(again);
        }
    }

    private void release(String id, String key) {
        calls.post(
                "releasing schedule " + id,
                path(id) + "/release",
                new Form().add("preserve_cancel_date", true),
                key + ":release:" + id);
    }

    /** A phase ends with what is charged most often: what is paid for of the line that changes lasts until its own period is over. */
    private static Instant end(Instant phase, SubscriptionAnswer before, SubscriptionChange change) {
        return before.laterEnd(change.from()).filter(phase::isBefore).orElse(phase);
    }

    /** Whether the line that is to change is what it was: its price, and how many. */
    private static boolean holds(JsonNode phase, SubscriptionAnswer before, PriceId from) {
        return Fields.objects(phase.path("items")).stream()
                .filter(item -> ItemReader.price(item).filter(from::equals).isPresent())
                .anyMatch(
                        item -> before.has(from, Fields.number(item, "quantity").orElse(1)));
    }

    /** Whether the subscription was going to end when its schedule was made, or a change of it waited for its payment. */
    private static boolean endsOrWaits(JsonNode schedule) {
        JsonNode subscription = schedule.path("subscription");
        return subscription.path("pending_update").isObject()
                || Fields.text(schedule, "end_behavior").equals(Optional.of("cancel"))
                || Fields.isTrue(subscription, "cancel_at_period_end")
                || Fields.instant(subscription, "cancel_at").isPresent();
    }

    static String id(JsonNode schedule) {
        return Fields.identifier(schedule, "id").orElse("");
    }

    /**
     * Releases a schedule for a change that takes the place of what is planned, and notes for which: a process that is ended
     * in between, or a call that is not answered, leaves no other trace of the plan. Says what was planned by then.
     *
     * @param before the subscription as it was before that change
     */
    Optional<GivenUp> giveUp(SubscriptionAnswer before, JsonNode schedule, String key) {
        return giveUp(before, schedule, key, false);
    }

    /** The same for a count. */
    Optional<GivenUp> giveUpToCount(SubscriptionAnswer before, JsonNode schedule, String key) {
        return giveUp(before, schedule, key, true);
    }

    private Optional<GivenUp> giveUp(SubscriptionAnswer before, JsonNode schedule, String key, boolean toCount) {
        String id = before.answer().require(Fields.identifier(schedule, "id"), "id of its schedule");
        if (planned(schedule).isPresent()) {
            String had = changedBeside(before, schedule).map(String::valueOf).orElse("");
            boolean sameCount = says(schedule, GIVEN_UP_OF_KEY, had);
            boolean noted = sameCount
                    && says(schedule, GIVEN_UP_KEY, key)
                    && (!toCount || says(schedule, GIVEN_UP_TO_COUNT_KEY, key));
            // A request that is made again says less of what is noted already, and Stripe takes a key for the same
            // words alone.
            if (!noted) {
                Form note = new Form();
                if (toCount) note.add("metadata[" + GIVEN_UP_TO_COUNT_KEY + "]", key);
                if (!sameCount) note.add("metadata[" + GIVEN_UP_OF_KEY + "]", had);
                calls.post(
                        "noting what schedule " + id + " gives way to",
                        path(id),
                        note.add("metadata[" + GIVEN_UP_KEY + "]", key),
                        key + ":note:" + id);
            }
        }
        return release(before.answer(), schedule, key);
    }

    private static boolean says(JsonNode schedule, String key, String value) {
        return Fields.text(schedule.path("metadata"), key).orElse("").equals(value);
    }

    /** How many there are of the line that was to change, where its phase says otherwise. */
    private static Optional<Long> changedBeside(SubscriptionAnswer before, JsonNode schedule) {
        return GivenUp.of(schedule, before.answer())
                .flatMap(GivenUp::phased)
                .filter(line -> !before.has(line.price(), line.quantity()))
                .flatMap(line -> before.quantity(line.price()));
    }

    /** What was given up for a request, if that is still ahead and nothing else was planned since. */
    Optional<GivenUp> givenUp(SubscriptionAnswer before) {
        if (before.snapshot().customer().isEmpty()) return Optional.empty();
        Form query = new Form().add("customer", before.snapshot().customer()).add("limit", StripeCalls.LARGEST_PAGE);
        Answer newest = calls.get("listing schedules", SCHEDULES, query);
        String subscription = before.snapshot().id().value();
        // The newest that planned something. One that planned nothing is of a request that was stopped while it did so.
        return newest.data().stream()
                .filter(schedule ->
                        Fields.reference(schedule, "released_subscription").equals(Optional.of(subscription)))
                .filter(schedule ->
                        Fields.text(schedule.path("metadata"), PRICE_KEY).isPresent())
                .findFirst()
                .flatMap(schedule -> GivenUp.of(schedule, newest))
                .filter(plan -> plan.to().isPresent());
    }

    /**
     * Lets go of the subscription, and leaves no trace of the plan: it was taken back, or there is none. Says what was planned by
     * then: another thing, maybe, than when it was looked at.
     */
    Optional<GivenUp> release(Answer answer, JsonNode schedule, String key) {
        String id = answer.require(Fields.identifier(schedule, "id"), "id of its schedule");
        Answer released =
                calls.post("releasing schedule " + id, path(id) + "/release", new Form(), key + ":release:" + id);
        return GivenUp.of(released.json(), released);
    }

    private static Optional<JsonNode> currentPhase(JsonNode schedule) {
        Optional<Instant> start = Fields.instant(schedule.path("current_phase"), "start_date");
        return Fields.objects(schedule.path("phases")).stream()
                .filter(phase ->
                        start.isPresent() && Fields.instant(phase, "start_date").equals(start))
                .findFirst();
    }

    private static String path(String id) {
        return SCHEDULES + "/" + Form.encode(id);
    }
}
