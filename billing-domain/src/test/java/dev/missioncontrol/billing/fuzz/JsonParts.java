package dev.missioncontrol.billing.fuzz;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Where values and names stand in bytes that are more or less JSON. It believes nothing: what is broken already yields what
 * can still be told apart, so that an input can be broken again and again.
 */
final class JsonParts {
    /**
     * A stretch of bytes.
     *
     * @param from its first byte
     * @param to the byte after its last
     */
    record Part(int from, int to) {}

    /** Most that are looked for in one input: choosing among more finds nothing new. */
    private static final int MOST = 2_000;

    private final byte[] json;

    /** Every value, objects and lists among them. */
    final List<Part> values = new ArrayList<>();

    /** Every name with its value. */
    final List<Part> members = new ArrayList<>();

    private final Deque<Integer> open = new ArrayDeque<>();
    private int nameFrom = -1;

    private JsonParts(byte[] json) {
        this.json = json;
    }

    static JsonParts of(byte[] json) {
        JsonParts parts = new JsonParts(json);
        parts.scan();
        return parts;
    }

    private void scan() {
        Deque<Integer> names = new ArrayDeque<>();
        int at = 0;
        while (at < json.length && values.size() < MOST) {
            switch (json[at]) {
                case '{', '[' -> {
                    open.push(at);
                    names.push(nameFrom);
                    nameFrom = -1;
                    at++;
                }
                case '}', ']' -> {
                    at++;
                    if (open.isEmpty()) break;
                    nameFrom = names.pop();
                    value(open.pop(), at);
                }
                case '"' -> {
                    int end = endOfText(at);
                    if (isName(end)) nameFrom = at;
                    else value(at, end);
                    at = end;
                }
                default -> {
                    int end = endOfWord(at);
                    if (end > at) value(at, end);
                    at = Math.max(end, at + 1);
                }
            }
        }
    }

    private void value(int from, int to) {
        values.add(new Part(from, to));
        if (nameFrom >= 0) members.add(new Part(nameFrom, to));
        nameFrom = -1;
    }

    private int endOfText(int from) {
        int at = from + 1;
        while (at < json.length && json[at] != '"') at += json[at] == '\\' ? 2 : 1;
        return Math.min(at + 1, json.length);
    }

    private boolean isName(int after) {
        int at = after;
        while (at < json.length && json[at] == ' ') at++;
        return at < json.length && json[at] == ':';
    }

    private int endOfWord(int from) {
        int at = from;
        while (at < json.length && (Character.isLetterOrDigit(json[at]) || "+-.".indexOf(json[at]) >= 0)) at++;
        return at;
    }
}
