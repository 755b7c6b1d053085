package dev.missioncontrol.billing.http.console;

import static dev.missioncontrol.billing.http.pages.Html.el;

import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.http.console.OverviewPage.Tile;
import dev.missioncontrol.billing.http.pages.Html;
import dev.missioncontrol.billing.store.Backlog;
import dev.missioncontrol.billing.store.Figures.Minute;
import dev.missioncontrol.billing.store.Figures.Sweep;
import dev.missioncontrol.billing.usecase.Overview;
import dev.missioncontrol.billing.usecase.SweepProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;

/** What comes from the provider, how long it waits, and what sweeps find. */
final class Traffic {
    /** How much of a day one point of a chart stands for: a day has 144 of them. */
    private static final long BUCKET_SECONDS = Duration.ofMinutes(10).toSeconds();

    private final Overview overview;
    private final Duration sweepInterval;

    /** @param sweepInterval how often a sweep is due */
    Traffic(Overview overview, Duration sweepInterval) {
        this.overview = overview;
        this.sweepInterval = sweepInterval;
    }

    List<Tile> tiles() {
        Backlog backlog = overview.backlog();
        List<Tile> tiles = new ArrayList<>();
        Duration lag = backlog.age(backlog.markedSince());
        tiles.add(new Tile(
                "Refresh lag",
                Show.span(lag),
                Show.count(backlog.marked(), "subscription waits", "subscriptions wait"),
                backlog.fetchesLate() ? "bad" : "",
                ""));
        long waiting = backlog.events().getOrDefault(EventOutcome.QUARANTINED, 0L)
                + backlog.events().getOrDefault(EventOutcome.DEAD, 0L);
        tiles.add(new Tile(
                "Needs a person",
                Show.number(waiting),
                "events quarantined or dead",
                waiting > 0 ? "bad" : "",
                "/console/inbox"));
        tiles.add(sweep());
        return tiles;
    }

    private Tile sweep() {
        List<Sweep> sweeps = overview.sweeps();
        if (sweeps.isEmpty()) return new Tile("Last sweep", "–", "none is through yet", "", "");
        Sweep last = sweeps.get(sweeps.size() - 1);
        boolean late = Duration.between(last.at(), overview.at()).compareTo(SweepProvider.lateAfter(sweepInterval)) > 0;
        return new Tile(
                "Last sweep",
                Show.ago(last.at(), overview.at()),
                last.drift() == 0
                        ? "both sides agree"
                        : Show.number(last.drift()) + " found, " + Show.number(last.mended()) + " repaired",
                late || last.drift() > last.mended() ? "warn" : "",
                "");
    }

    private NavigableMap<Instant, List<Minute>> buckets() {
        NavigableMap<Instant, List<Minute>> buckets = new TreeMap<>();
        for (Minute minute : overview.minutes()) {
            long second = minute.at().getEpochSecond();
            Instant bucket = Instant.ofEpochSecond(second - Math.floorMod(second, BUCKET_SECONDS));
            buckets.computeIfAbsent(bucket, any -> new ArrayList<>()).add(minute);
        }
        return buckets.descendingMap();
    }

    Html rate() {
        Tables table = Tables.of("Webhooks a minute in the last 24 hours", "From (UTC)")
                .figures("Webhooks a minute");
        buckets().forEach((at, minutes) -> {
            double perMinute = perMinute(minutes);
            table.rowAt(Html.text(Show.clock(at)), at.getEpochSecond())
                    .point(
                            String.format(Locale.ROOT, "%.1f", perMinute),
                            String.format(Locale.ROOT, "%.2f", perMinute));
        });
        return Charts.of(
                "Webhooks a minute",
                "Taken in during the last 24 hours, by ten minutes.",
                Charts.Kind.LINE,
                Charts.Unit.COUNT,
                "minute",
                table);
    }

    private static double perMinute(List<Minute> minutes) {
        long events = minutes.stream()
                .flatMap(minute -> minute.received().values().stream())
                .mapToLong(Long::longValue)
                .sum();
        long covered =
                minutes.stream().mapToLong(minute -> minute.covers().toMillis()).sum();
        return covered == 0 ? 0 : events * 60_000.0 / covered;
    }

    Html lag() {
        Tables table = Tables.of("Refresh lag in the last 24 hours", "From (UTC)")
                .figures("Longest wait")
                .figures("Most waiting");
        buckets().forEach((at, minutes) -> {
            Duration longest = minutes.stream()
                    .map(Minute::lag)
                    .max(Comparator.naturalOrder())
                    .orElse(Duration.ZERO);
            long marked = minutes.stream().mapToLong(Minute::marked).max().orElse(0);
            table.rowAt(Html.text(Show.clock(at)), at.getEpochSecond())
                    .point(Show.span(longest), Long.toString(longest.toSeconds()))
                    .figure(marked);
        });
        return Charts.of(
                "Refresh lag",
                "How long the oldest change has waited to be confirmed by the provider.",
                Charts.Kind.LINE,
                Charts.Unit.SECONDS,
                "minute",
                table);
    }

    Html outcomes() {
        Tables table = Tables.of("What became of events in the last 24 hours", "Outcome")
                .figures("Last 24 hours")
                .figures("Waiting now");
        for (EventOutcome outcome : EventOutcome.values()) {
            long events = overview.minutes().stream()
                    .mapToLong(minute -> minute.received().getOrDefault(outcome, 0L))
                    .sum();
            Long open = overview.backlog().events().get(outcome);
            table.row(
                            open == null
                                    ? Show.outcome(outcome)
                                    : el("a", Show.outcome(outcome))
                                            .attr("href", "/console/inbox?outcome=" + outcome.word()))
                    .figure(events)
                    .figure(open == null ? "" : Show.number(open));
        }
        return el(
                        "figure",
                        el(
                                "figcaption",
                                el("h3", "What became of events"),
                                el("p", "By their state at the end of the minute in which they came.")
                                        .cls("hint")),
                        table.frame())
                .cls("chart card");
    }

    Html sweeps() {
        Tables table = Tables.of("Sweeps", "Through (UTC)")
                .figures("Drift found")
                .figures("Repaired")
                .figures("Compared");
        List<Sweep> newestFirst = new ArrayList<>(overview.sweeps());
        Collections.reverse(newestFirst);
        for (Sweep sweep : newestFirst)
            table.rowAt(Html.text(Show.clock(sweep.at())), sweep.at().getEpochSecond())
                    .point(Show.number(sweep.drift()), Long.toString(sweep.drift()))
                    .point(Show.number(sweep.mended()), Long.toString(sweep.mended()))
                    .figure(sweep.listed());
        return Charts.of(
                "Sweeps",
                "Every sweep compares all subscriptions with the provider's: what differed, and what is repaired.",
                Charts.Kind.BARS,
                Charts.Unit.COUNT,
                "minute",
                table);
    }
}
