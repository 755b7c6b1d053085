package dev.missioncontrol.billing.http.pages;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An element with attributes and children, immutable: every method answers another one. What the content security policy
 * forbids can't be written: inline styles, inline script, event handlers; nor can a link that is neither ours nor the web's.
 */
public record Element(String name, Map<String, String> attributes, List<Html> children) implements Html {
    private static final Pattern NAME = Pattern.compile("[a-z][a-zA-Z0-9-]*");
    private static final Pattern ADDRESS = Pattern.compile("(?:/(?![/\\\\])|[?#]|https?://|mailto:).*");
    private static final Set<String> ADDRESSES = Set.of("href", "src", "action", "formaction");
    private static final Set<String> VOID = Set.of("meta", "link", "input", "br", "hr", "path", "circle");
    private static final Set<String> WITHOUT_TEXT = Set.of("script", "style");

    /** @throws IllegalArgumentException for a name that is none, or for inline code */
    public Element {
        if (!NAME.matcher(name).matches()) throw new IllegalArgumentException("not an element: " + name);
        attributes = new LinkedHashMap<>(attributes);
        children = List.copyOf(children);
        if (WITHOUT_TEXT.contains(name) && !children.isEmpty())
            throw new IllegalArgumentException("inline code is forbidden in " + name);
    }

    /**
     * This element with an attribute.
     *
     * @throws IllegalArgumentException for inline code, or an address outside {@code /path ?query #part http(s): mailto:}
     */
    public Element attr(String attribute, String value) {
        if (!NAME.matcher(attribute).matches() || attribute.equals("style") || attribute.startsWith("on"))
            throw new IllegalArgumentException("not an attribute that a page may have: " + attribute);
        if (ADDRESSES.contains(attribute) && !isAddress(value))
            throw new IllegalArgumentException("not an address that a page may lead to, in " + attribute);
        Map<String, String> more = new LinkedHashMap<>(attributes);
        more.put(attribute, value);
        return new Element(name, more, children);
    }

    /** This element with a number as an attribute. */
    public Element attr(String attribute, long value) {
        return attr(attribute, Long.toString(value));
    }

    /** This element with an attribute that needs no value, if {@code present}. */
    public Element flag(String attribute, boolean present) {
        return present ? attr(attribute, "") : this;
    }

    /** This element with an attribute that needs no value. */
    public Element flag(String attribute) {
        return flag(attribute, true);
    }

    /** This element with classes, separated by blanks. */
    public Element cls(String classes) {
        return attr("class", classes);
    }

    /** This element with an id. */
    public Element id(String id) {
        return attr("id", id);
    }

    /** This element with more in it, after what it holds. */
    public Element with(Html... more) {
        List<Html> longer = new ArrayList<>(children);
        longer.addAll(Arrays.asList(more));
        return new Element(name, attributes, longer);
    }

    /** This element with more text in it. */
    public Element with(String text) {
        return with(Html.text(text));
    }

    /** Whether a page may lead to this address. */
    static boolean isAddress(String value) {
        return ADDRESS.matcher(value).matches() && value.chars().noneMatch(Character::isISOControl);
    }

    @Override
    public void writeTo(StringBuilder out) {
        out.append('<').append(name);
        attributes.forEach((attribute, value) -> {
            out.append(' ').append(attribute);
            if (value.isEmpty() && !attribute.equals("value")) return;
            out.append("=\"");
            Html.escape(value, out);
            out.append('"');
        });
        out.append('>');
        if (VOID.contains(name)) return;
        children.forEach(child -> child.writeTo(out));
        out.append("</").append(name).append('>');
    }
}
