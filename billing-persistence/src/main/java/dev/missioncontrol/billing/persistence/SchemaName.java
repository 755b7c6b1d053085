package dev.missioncontrol.billing.persistence;

import java.util.regex.Pattern;

/**
 * The schema that holds all of billing's tables. It is written into statements as it is, so nothing but a plain lower-case
 * name is one.
 *
 * @param value a lower-case letter, then up to 62 lower-case letters, digits or underscores: PostgreSQL cuts names at 63
 */
record SchemaName(String value) {
    private static final Pattern PLAIN = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    /** Whether this is one. */
    static boolean is(String name) {
        return PLAIN.matcher(name).matches();
    }

    SchemaName {
        if (!is(value)) throw new IllegalArgumentException("a schema's name must match " + PLAIN.pattern());
    }

    /** As a statement names it: in quotes, since a plain name may be a word of SQL. */
    String quoted() {
        return '"' + value + '"';
    }

    @Override
    public String toString() {
        return value;
    }
}
