package dev.missioncontrol.billing.http;

import dev.missioncontrol.billing.http.pages.BillingPageView.Attempt;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.usecase.Change;
import dev.missioncontrol.billing.usecase.Rejection;
import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a form of the billing page asks for.
 *
 * @param unreadable why nothing may be done by it: it names an interval that there is not
 */
record AskedChange(
        Optional<String> plan,
        Optional<BillingInterval> interval,
        OptionalLong seats,
        Optional<Instant> previewedAt,
        OptionalLong inUse,
        Optional<Rejection> unreadable) {
    /** Of a form that was not ours: those of the page name intervals that there are. */
    private static final Rejection NO_INTERVAL =
            new Rejection(Rejection.Code.INTERVAL_NOT_SOLD, "interval", "Plans are sold by the month or by the year.");

    /** What is no number is none of a plan's, and is said to be beside the field. */
    private static final long NO_NUMBER = Long.MIN_VALUE;

    static AskedChange of(Context ctx, OptionalLong inUse) {
        Optional<String> every = text(ctx, "interval");
        Optional<BillingInterval> interval = every.flatMap(BillingInterval::of);
        return new AskedChange(
                text(ctx, "plan"),
                interval,
                seats(ctx),
                text(ctx, "previewedAt").map(AskedChange::instant),
                inUse,
                every.isPresent() && interval.isEmpty() ? Optional.of(NO_INTERVAL) : Optional.empty());
    }

    static Optional<String> text(Context ctx, String name) {
        return FormFields.of(ctx, name).filter(text -> !text.isBlank());
    }

    /** How many seats a form names, if any. */
    static OptionalLong seats(Context ctx) {
        return text(ctx, "seats").map(AskedChange::seats).orElse(OptionalLong.empty());
    }

    private static OptionalLong seats(String text) {
        try {
            return OptionalLong.of(Long.parseLong(text.strip()));
        } catch (NumberFormatException e) {
            return OptionalLong.of(NO_NUMBER);
        }
    }

    /** A moment that is none is one of which no preview holds any more. */
    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            return Instant.EPOCH;
        }
    }

    Change change() {
        return new Change(plan, interval, seats, previewedAt, inUse);
    }

    /** The same, to be reckoned anew. */
    Change anew() {
        return new Change(plan, interval, seats, Optional.empty(), inUse);
    }

    /** What the forms of the page show again: not what is no number, which their fields can't show. */
    Optional<Attempt> attempt() {
        return plan.filter(any -> seats.isPresent() && seats.getAsLong() != NO_NUMBER)
                .map(key -> new Attempt(key, interval.orElse(BillingInterval.STANDARD), seats.getAsLong()));
    }
}
