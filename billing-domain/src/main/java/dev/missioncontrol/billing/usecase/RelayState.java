package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.id.TenantId;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How far a receiver has come. A value; its text is the cursor of the receiver's job.
 *
 * @param position all events up to here were taken, or wait with their tenant
 * @param away how often nobody answered in a row, and since when
 * @param waiting tenants whose events are held back, by tenant
 */
record RelayState(long position, Optional<Trouble> away, Map<TenantId, Waiting> waiting) {
    /** How long an event is tried before it is given up. */
    static final Duration GIVE_UP_AFTER = Duration.ofDays(3);

    /** The first wait after a failure. */
    static final Duration FIRST_WAIT = Duration.ofSeconds(5);

    /** The longest wait, unless the receiver asks for more. */
    static final Duration LONGEST_WAIT = Duration.ofHours(1);

    /** The longest wait that a receiver may ask for. */
    static final Duration LONGEST_ASKED = Duration.ofHours(6);

    /**
     * Fewest tries before an event is given up: as many as three days have where the receiver asks for the longest wait each time.
     * A clock that is days ahead gives up nothing after one.
     */
    static final int FEWEST_TRIES = (int) GIVE_UP_AFTER.dividedBy(LONGEST_ASKED);

    /** Most tenants that are held back apart; with more, nothing new is sent until some of them got through. */
    static final int MOST_WAITING = 100;

    static final RelayState BEGINNING = new RelayState(0, Optional.empty(), Map.of());

    /**
     * Failures in a row.
     *
     * @param attempts at least 1
     * @param since the first of them
     * @param due when to try again
     * @param at the last of them. All three are by the store's clock; nodes of before wrote them by their own, which may have been wrong
     */
    record Trouble(int attempts, Instant since, Instant due, Instant at) {
        /** As nodes of before write it: it was at the earliest when the longest of waits would have begun. */
        static Trouble before(int attempts, Instant since, Instant due) {
            Instant earliest = due.minus(LONGEST_ASKED);
            return new Trouble(attempts, since, due, earliest.isAfter(since) ? earliest : since);
        }

        static Trouble after(Optional<Trouble> before, Instant now, Object what, Optional<Duration> asked) {
            int attempts = before.map(Trouble::attempts).orElse(0) + 1;
            Duration wait = asked.filter(longer -> longer.compareTo(LONGEST_ASKED) <= 0)
                    .filter(longer -> longer.compareTo(wait(attempts, what)) > 0)
                    .orElseGet(() -> wait(attempts, what));
            Instant since = before.map(Trouble::since)
                    .filter(first -> first.isBefore(now))
                    .orElse(now);
            return new Trouble(attempts, since, now.plus(wait), now);
        }

        private static Duration wait(int attempts, Object what) {
            return Backoff.between(FIRST_WAIT, LONGEST_WAIT, attempts, what);
        }

        /** What is ahead of this clock is by one that was wrong: nobody waits for it, or it would be for as long as that was ahead. */
        boolean waits(Instant now) {
            return !now.isBefore(at) && now.isBefore(due);
        }

        boolean hopeless(Instant now) {
            return attempts >= FEWEST_TRIES && !since.plus(GIVE_UP_AFTER).isAfter(now);
        }
    }

    /**
     * A tenant whose events are held back.
     *
     * @param from the position of the one that was not taken
     * @param trouble how often it was not
     */
    record Waiting(long from, Optional<Trouble> trouble) {
        boolean due(Instant now) {
            return trouble.filter(one -> one.waits(now)).isEmpty();
        }
    }

    RelayState {
        waiting = Map.copyOf(waiting);
    }

    /** Somebody answered, so that they are not away. */
    RelayState at(long next) {
        return new RelayState(next, Optional.empty(), waiting);
    }

    /** Nobody was asked: whether they are away is as it was. */
    RelayState past(long next) {
        return new RelayState(next, away, waiting);
    }

    /** Nothing waits for them any more: whether they are away is nobody's question until something does. */
    RelayState idle() {
        return new RelayState(position, Optional.empty(), waiting);
    }

    RelayState away(Trouble trouble) {
        return new RelayState(position, Optional.of(trouble), waiting);
    }

    RelayState with(TenantId tenant, Waiting one) {
        Map<TenantId, Waiting> more = new LinkedHashMap<>(waiting);
        more.put(tenant, one);
        return new RelayState(position, away, more);
    }

    RelayState without(TenantId tenant) {
        Map<TenantId, Waiting> fewer = new LinkedHashMap<>(waiting);
        fewer.remove(tenant);
        return new RelayState(position, away, fewer);
    }

    /** Tenants whose time has come, those that wait longest first. */
    List<TenantId> due(Instant now) {
        return waiting.entrySet().stream()
                .filter(one -> one.getValue().due(now))
                .sorted(Map.Entry.comparingByValue(Comparator.comparingLong((Waiting one) -> one.from())))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** A line for the position, a line for the absence, a line for each tenant; fields by blanks. */
    String text() {
        List<String> lines = new ArrayList<>();
        lines.add("1 " + position);
        away.ifPresent(trouble -> lines.add("away " + text(trouble)));
        waiting.forEach((tenant, one) ->
                lines.add("wait " + URLEncoder.encode(tenant.value(), StandardCharsets.UTF_8) + " " + one.from()
                        + one.trouble().map(trouble -> " " + text(trouble)).orElse("")));
        return String.join("\n", lines);
    }

    /** Nodes of before read the first three words, and pass over what follows. */
    private static String text(Trouble trouble) {
        return trouble.attempts() + " " + trouble.since() + " " + trouble.due() + " " + trouble.at();
    }

    /** @throws IllegalArgumentException if it was not written by {@link #text} */
    static RelayState of(String text) {
        if (text.isEmpty()) return BEGINNING;
        long position = 0;
        Optional<Trouble> away = Optional.empty();
        Map<TenantId, Waiting> waiting = new LinkedHashMap<>();
        try {
            for (String line : text.split("\n")) {
                List<String> words = List.of(line.split(" "));
                switch (words.get(0)) {
                    case "1" -> position = Long.parseLong(words.get(1));
                    case "away" -> away = Optional.of(trouble(words.subList(1, words.size())));
                    case "wait" ->
                        waiting.put(
                                new TenantId(URLDecoder.decode(words.get(1), StandardCharsets.UTF_8)),
                                new Waiting(
                                        Long.parseLong(words.get(2)),
                                        words.size() == 3
                                                ? Optional.empty()
                                                : Optional.of(trouble(words.subList(3, words.size())))));
                    default -> throw new IllegalArgumentException("no progress of a receiver: " + line);
                }
            }
        } catch (java.time.DateTimeException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("no progress of a receiver", e);
        }
        return new RelayState(position, away, waiting);
    }

    private static Trouble trouble(List<String> words) {
        int attempts = Integer.parseInt(words.get(0));
        Instant since = Instant.parse(words.get(1));
        Instant due = Instant.parse(words.get(2));
        return words.size() == 3
                ? Trouble.before(attempts, since, due)
                : new Trouble(attempts, since, due, Instant.parse(words.get(3)));
    }

    /** Since when something is not taken: the earliest of all first failures. */
    Optional<Instant> failingSince() {
        return Stream.concat(away.stream(), waiting.values().stream().flatMap(one -> one.trouble().stream()))
                .map(Trouble::since)
                .min(Comparator.naturalOrder());
    }

    /** Whether nothing is sent to anybody before its time. */
    boolean paused(Instant now) {
        return away.filter(trouble -> trouble.waits(now)).isPresent();
    }
}
