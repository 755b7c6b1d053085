package dev.missioncontrol.billing.http.pages;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A piece of a page, immutable. Text can only get in through {@link Text} or as the value of an attribute, and both are
 * escaped on the way out: there is no way to put in markup that somebody else wrote.
 */
public sealed interface Html permits Element, Html.Text, Html.Fragment {
    /** Nothing at all. */
    Html NONE = new Fragment(List.of());

    /** Writes the markup. */
    void writeTo(StringBuilder out);

    /** Text as it was written by anybody. */
    static Html text(String text) {
        return new Text(text);
    }

    /** An element without attributes; see {@link Element} for them. */
    static Element el(String name, Html... children) {
        return new Element(name, Map.of(), Arrays.asList(children));
    }

    /** An element that holds text. */
    static Element el(String name, String text) {
        return el(name, text(text));
    }

    /** Pieces one after the other. */
    static Html all(Html... parts) {
        return new Fragment(Arrays.asList(parts));
    }

    /** Pieces one after the other. */
    static Html all(Stream<? extends Html> parts) {
        return new Fragment(parts.map(part -> (Html) part).toList());
    }

    /** The markup as one string. */
    default String markup() {
        StringBuilder out = new StringBuilder();
        writeTo(out);
        return out.toString();
    }

    /** Text, unescaped as long as it is in here. */
    record Text(String value) implements Html {
        @Override
        public void writeTo(StringBuilder out) {
            escape(value, out);
        }
    }

    /** Pieces one after the other. */
    record Fragment(List<Html> parts) implements Html {
        /** Keeps a copy. */
        public Fragment {
            parts = List.copyOf(parts);
        }

        @Override
        public void writeTo(StringBuilder out) {
            parts.forEach(part -> part.writeTo(out));
        }
    }

    /** Escapes for text and for attributes in double quotes; control characters, which HTML forbids, become U+FFFD. */
    static void escape(String text, StringBuilder out) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                case '\t', '\n' -> out.append(c);
                default -> out.append(Character.isISOControl(c) ? '\uFFFD' : c);
            }
        }
    }
}
