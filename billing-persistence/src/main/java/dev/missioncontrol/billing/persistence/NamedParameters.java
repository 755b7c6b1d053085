package dev.missioncontrol.billing.persistence;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.statement.ParsedSql;
import org.jdbi.v3.core.statement.SqlParser;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Finds {@code :name} in our statements. JDBI's own parser reads any dialect, by a grammar that takes a hundred classes and their tables: part of
 * the memory and of the start of each server. All statements are written here, so that what they don't use need not be understood: a comment, a
 * {@code ?} and a quote without an end are refused.
 */
final class NamedParameters implements SqlParser {
    /** Statements are composed of a few parts, so there are some hundreds; more than these are parsed each time. */
    private static final int MOST_REMEMBERED = 1_000;

    private final Map<String, ParsedSql> parsed = new ConcurrentHashMap<>();

    @Override
    public ParsedSql parse(String sql, StatementContext context) {
        ParsedSql known = parsed.get(sql);
        if (known != null) return known;
        ParsedSql found = parse(sql);
        if (parsed.size() < MOST_REMEMBERED) parsed.put(sql, found);
        return found;
    }

    @Override
    public String nameParameter(String name, StatementContext context) {
        return ":" + name;
    }

    /** @throws IllegalArgumentException if it has something that no statement of ours has */
    static ParsedSql parse(String sql) {
        ParsedSql.Builder found = ParsedSql.builder();
        int copied = 0;
        int at = 0;
        while (at < sql.length()) {
            char here = sql.charAt(at);
            if (here == '\'' || here == '"') at = behindQuote(sql, at);
            else if (sql.startsWith("::", at)) at += 2;
            else if (here == ':' && startsName(sql, at + 1)) {
                int end = behindName(sql, at + 1);
                found.append(sql.substring(copied, at)).appendNamedParameter(sql.substring(at + 1, end));
                copied = end;
                at = end;
            } else if (here == '?' || sql.startsWith("--", at) || sql.startsWith("/*", at)) throw refused(sql, at);
            else at++;
        }
        return found.append(sql.substring(copied)).build();
    }

    /** A quote inside of one is written twice: it ends one and begins the next. */
    private static int behindQuote(String sql, int start) {
        int end = sql.indexOf(sql.charAt(start), start + 1);
        if (end < 0) throw refused(sql, start);
        return end + 1;
    }

    private static boolean startsName(String sql, int at) {
        return at < sql.length() && Character.isJavaIdentifierStart(sql.charAt(at));
    }

    private static int behindName(String sql, int start) {
        int end = start;
        while (end < sql.length() && Character.isJavaIdentifierPart(sql.charAt(end))) end++;
        return end;
    }

    private static IllegalArgumentException refused(String sql, int at) {
        return new IllegalArgumentException("not a statement of ours, at " + at + ": " + sql);
    }
}
