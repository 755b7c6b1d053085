package dev.missioncontrol.billing.persistence;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A statement with names for its values, read once: JDBI takes it with its names, {@link Pipeline} with their places. */
final class Sql {
    private static final Pattern NAME = Pattern.compile(":([a-z]\\w*)");

    private final String named;
    private final String placed;
    private final List<String> names = new ArrayList<>();

    Sql(String named) {
        this.named = named;
        Matcher name = NAME.matcher(named);
        while (name.find()) names.add(name.group(1));
        placed = name.replaceAll("?");
    }

    /** With a name, such as {@code :tenant}, for each value. */
    String named() {
        return named;
    }

    /** With a question mark for each value. */
    String placed() {
        return placed;
    }

    /** Which value stands in which place. */
    List<String> names() {
        return names;
    }

    Bound with(String name, Value value) {
        return new Bound(this).with(name, value);
    }

    @Override
    public String toString() {
        return named;
    }
}
