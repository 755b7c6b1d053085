package dev.missioncontrol.billing.http.pages;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.xyzsd.plurals.PluralCategory;

/**
 * A text with gaps, in the syntax of ICU's MessageFormat: {@code {name}}, {@code {seats, plural, =0 {none} one {# seat}
 * other {# seats}}}, {@code {every, select, month {monthly} other {yearly}}}, and an apostrophe before a brace that is meant.
 * Left out are what our texts have no use for: styles of numbers and dates (an argument is written by what it is, see
 * {@link Wording#write}), ordinals, offsets. The grammar is <a
 * href="https://unicode-org.github.io/icu/userguide/format_parse/messages/">ICU's</a>, and a test reads each text with ICU itself.
 */
record MessagePattern(List<Part> parts) {
    /** A piece of a text. */
    sealed interface Part permits Text, Argument, Plural, Select {}

    /** As it stands. */
    record Text(String value) implements Part {}

    /** What is given under this name, as the reader writes it. */
    record Argument(String name) implements Part {}

    /** By a number: an exact one first, else by the language's own forms. */
    record Plural(String name, Map<Long, MessagePattern> exact, Map<PluralCategory, MessagePattern> forms)
            implements Part {}

    /** By a word. */
    record Select(String name, Map<String, MessagePattern> choices) implements Part {}

    /** Keeps a copy. */
    MessagePattern {
        parts = List.copyOf(parts);
    }

    /** @throws IllegalArgumentException where it is not in this syntax, with the place */
    static MessagePattern parse(String text) {
        return new Parser(text).whole();
    }

    /** Names of all that has to be given. */
    Set<String> arguments() {
        Set<String> names = new TreeSet<>();
        for (Part part : parts) {
            if (part instanceof Argument argument) names.add(argument.name());
            if (part instanceof Plural plural) {
                names.add(plural.name());
                plural.exact().values().forEach(one -> names.addAll(one.arguments()));
                plural.forms().values().forEach(one -> names.addAll(one.arguments()));
            }
            if (part instanceof Select select) {
                names.add(select.name());
                select.choices().values().forEach(one -> names.addAll(one.arguments()));
            }
        }
        return names;
    }

    private static final class Parser {
        private final String text;
        private int at;

        Parser(String text) {
            this.text = text;
        }

        MessagePattern whole() {
            MessagePattern all = message("", false);
            if (at < text.length()) throw wrong("a brace that nothing opens");
            return all;
        }

        /** Up to the brace that ends it; {@code counted} is what # stands for, empty outside a plural. */
        private MessagePattern message(String counted, boolean inBraces) {
            List<Part> parts = new ArrayList<>();
            StringBuilder plain = new StringBuilder();
            while (at < text.length() && text.charAt(at) != '}') {
                char c = text.charAt(at);
                if (c == '\'') quoted(plain, !counted.isEmpty());
                else if (c == '{') {
                    flush(plain, parts);
                    at++;
                    parts.add(argument(counted));
                } else if (c == '#' && !counted.isEmpty()) {
                    flush(plain, parts);
                    at++;
                    parts.add(new Argument(counted));
                } else {
                    plain.append(c);
                    at++;
                }
            }
            flush(plain, parts);
            if (inBraces) expect('}');
            return new MessagePattern(parts);
        }

        private static void flush(StringBuilder plain, List<Part> parts) {
            if (!plain.isEmpty()) parts.add(new Text(plain.toString()));
            plain.setLength(0);
        }

        /** An apostrophe quotes only before what has a meaning; two are one (ICU's DOUBLE_OPTIONAL). */
        private void quoted(StringBuilder plain, boolean inPlural) {
            at++;
            if (at < text.length() && text.charAt(at) == '\'') {
                plain.append('\'');
                at++;
            } else if (at < text.length() && (inPlural ? "{}#" : "{}").indexOf(text.charAt(at)) >= 0) {
                int end = text.indexOf('\'', at);
                if (end < 0) end = text.length();
                plain.append(text, at, end);
                at = Math.min(text.length(), end + 1);
            } else plain.append('\'');
        }

        private Part argument(String counted) {
            String name = word();
            if (name.isEmpty()) throw wrong("a name is missing");
            if (peek() == '}') {
                at++;
                return new Argument(name);
            }
            expect(',');
            String kind = word();
            expect(',');
            return switch (kind) {
                case "plural" -> plural(name);
                case "select" -> select(name, counted);
                default -> throw wrong("neither plural nor select");
            };
        }

        private Part plural(String name) {
            Map<Long, MessagePattern> exact = new LinkedHashMap<>();
            Map<PluralCategory, MessagePattern> forms = new LinkedHashMap<>();
            while (peek() != '}') {
                boolean number = peek() == '=';
                if (number) at++;
                String selector = word();
                MessagePattern form = branch(name);
                if (number) exact.put(Long.parseLong(selector), form);
                else forms.put(category(selector), form);
            }
            at++;
            if (!forms.containsKey(PluralCategory.OTHER)) throw wrong("\"other\" is missing");
            return new Plural(name, exact, forms);
        }

        private PluralCategory category(String selector) {
            return Arrays.stream(PluralCategory.values())
                    .filter(form -> form.name().toLowerCase(Locale.ROOT).equals(selector))
                    .findFirst()
                    .orElseThrow(() -> wrong("no form of a plural"));
        }

        private Part select(String name, String counted) {
            Map<String, MessagePattern> choices = new LinkedHashMap<>();
            while (peek() != '}') choices.put(word(), branch(counted));
            at++;
            if (!choices.containsKey("other")) throw wrong("\"other\" is missing");
            return new Select(name, choices);
        }

        private MessagePattern branch(String counted) {
            expect('{');
            return message(counted, true);
        }

        /** Letters, digits and _ between blanks; may be empty. */
        private String word() {
            blanks();
            int from = at;
            while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) at++;
            String word = text.substring(from, at);
            blanks();
            return word;
        }

        private char peek() {
            blanks();
            if (at >= text.length()) throw wrong("it ends too early");
            return text.charAt(at);
        }

        private void expect(char c) {
            if (at < text.length() && c != '}') blanks();
            if (at >= text.length() || text.charAt(at) != c) throw wrong("expected " + c);
            at++;
        }

        private void blanks() {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) at++;
        }

        private IllegalArgumentException wrong(String what) {
            return new IllegalArgumentException("at " + at + ", " + what + ": " + text);
        }
    }
}
