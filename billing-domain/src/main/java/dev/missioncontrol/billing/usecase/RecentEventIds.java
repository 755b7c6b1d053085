package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.id.EventId;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/**
 * The ids of events that were stored a moment ago, as {@link RecentKeys} would know them, but in arrays that are made once, with the first id: an id is
 * remembered for seconds, and thousands of objects a second that live for so long fill the old part of the heap, which is then
 * collected with everybody waiting. Safe for many threads.
 */
final class RecentEventIds {
    /** Longest id that is remembered, in bytes: the provider's have 28. The store knows the others as well. */
    static final int LONGEST = 48;

    /** Chains for each id: most of them hold one id or none. */
    private static final int CHAINS_FOR_EACH = 2;

    private static final int NONE = -1;

    private final Duration recent;
    private final int most;

    /** The ids behind one another, as bytes, each in its place of {@link #LONGEST}: the places are written in turn. */
    private byte[] ids = {};

    private byte[] lengths = {};
    private long[] storedAt = {};

    /** For each hash the place that it begins with, and for each place the next of the same hash. */
    private int[] first = {};

    private int[] next = {};
    private int place;

    /**
     * @param recent how long one is remembered
     * @param most at most so many are; the oldest is forgotten first
     */
    RecentEventIds(Duration recent, int most) {
        this.recent = recent;
        this.most = most;
    }

    /** Applications that take their events without turns note none, and need no room. */
    private void makeRoom() {
        ids = new byte[most * LONGEST];
        lengths = new byte[most];
        storedAt = new long[most];
        first = new int[most * CHAINS_FOR_EACH];
        next = new int[most];
        Arrays.fill(first, NONE);
    }

    /** Whether it was noted, and not too long ago; a clock that was put back counts as long ago. */
    synchronized boolean has(EventId event, Instant now) {
        if (first.length == 0) return false;
        String id = event.value();
        for (int at = first[chain(id.hashCode())]; at != NONE; at = next[at]) {
            // The newest is first: an older note of the same id says nothing more.
            if (is(at, id)) return recent(storedAt[at], now.toEpochMilli());
        }
        return false;
    }

    private boolean recent(long then, long now) {
        return then <= now && now < then + recent.toMillis();
    }

    /** From now on it is recent, and the newest of all. */
    synchronized void note(EventId event, Instant now) {
        String id = event.value();
        if (id.length() > LONGEST) return;
        if (first.length == 0) makeRoom();
        forget(place);
        for (int index = 0; index < id.length(); index++) ids[place * LONGEST + index] = (byte) id.charAt(index);
        lengths[place] = (byte) id.length();
        storedAt[place] = now.toEpochMilli();
        int chain = chain(id.hashCode());
        next[place] = first[chain];
        first[chain] = place;
        place = (place + 1) % most;
    }

    /** What a place holds, if it holds anything: the oldest of all, and so the last of its chain. */
    private void forget(int old) {
        if (lengths[old] == 0) return;
        int chain = chain(hash(old));
        if (first[chain] == old) {
            first[chain] = NONE;
            return;
        }
        int before = first[chain];
        while (next[before] != old) before = next[before];
        next[before] = NONE;
    }

    private boolean is(int at, String id) {
        if (lengths[at] != id.length()) return false;
        for (int index = 0; index < id.length(); index++) {
            if (ids[at * LONGEST + index] != id.charAt(index)) return false;
        }
        return true;
    }

    /** What {@link String#hashCode()} says of the id that is there: characters of an id are ASCII. */
    private int hash(int at) {
        int hash = 0;
        for (int index = 0; index < lengths[at]; index++) hash = 31 * hash + ids[at * LONGEST + index];
        return hash;
    }

    private int chain(int hash) {
        return Math.floorMod(hash, first.length);
    }
}
