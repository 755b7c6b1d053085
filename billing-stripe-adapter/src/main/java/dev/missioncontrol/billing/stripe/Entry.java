package dev.missioncontrol.billing.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.missioncontrol.billing.plan.CatalogFault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An object in a catalogue's file that remembers where it is, and writes down what is wrong with its fields. */
final class Entry {
    private final String where;
    private final JsonNode json;
    private final List<CatalogFault> faults;

    Entry(String where, JsonNode json, List<CatalogFault> faults) {
        this.where = where;
        this.json = json;
        this.faults = faults;
    }

    /** Whether it is an object at all; says so if not. */
    boolean isObject() {
        if (!json.isObject()) fault(where, "must be an object, not " + kind(json));
        return json.isObject();
    }

    /** Says which fields nobody knows: a misspelt one would otherwise be left out without a word. */
    void allow(String... known) {
        List<String> names = List.of(known);
        for (String name : names()) {
            if (!names.contains(name))
                fault(where + "." + name, "is not known; fields are " + String.join(", ", names));
        }
    }

    List<String> names() {
        return json.properties().stream().map(Map.Entry::getKey).toList();
    }

    boolean has(String name) {
        return json.has(name);
    }

    boolean isNull(String name) {
        return json.path(name).isNull();
    }

    Entry entry(String name) {
        return new Entry(at(name), json.path(name), faults);
    }

    String text(String name, String standIn) {
        JsonNode value = json.path(name);
        if (value.isTextual()) return value.textValue();
        fault(at(name), wrong(value, "a text"));
        return standIn;
    }

    long number(String name, long standIn) {
        JsonNode value = json.path(name);
        if (value.isIntegralNumber() && value.canConvertToLong()) return value.longValue();
        fault(at(name), wrong(value, "a whole number"));
        return standIn;
    }

    boolean flag(String name) {
        JsonNode value = json.path(name);
        if (!value.isMissingNode() && !value.isBoolean()) fault(at(name), wrong(value, "true or false"));
        return value.isBoolean() && value.booleanValue();
    }

    /** The elements of a list; none where it is missing and may be. */
    List<JsonNode> list(String name, boolean required) {
        JsonNode value = json.path(name);
        if (value.isArray()) {
            List<JsonNode> elements = new ArrayList<>();
            value.forEach(elements::add);
            return elements;
        }
        if (required || !value.isMissingNode()) fault(at(name), wrong(value, "a list"));
        return List.of();
    }

    /** The texts of a list; none where it is missing. */
    List<String> strings(String name) {
        List<String> texts = new ArrayList<>();
        List<JsonNode> elements = list(name, false);
        for (int i = 0; i < elements.size(); i++) {
            if (elements.get(i).isTextual()) texts.add(elements.get(i).textValue());
            else fault(at(name) + "[" + i + "]", wrong(elements.get(i), "a text"));
        }
        return texts;
    }

    /** The texts of an object by name; none where it is missing. */
    Map<String, String> texts(String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (!json.has(name) || !entry(name).isObject()) return texts;
        json.path(name).properties().forEach(field -> {
            if (field.getValue().isTextual())
                texts.put(field.getKey(), field.getValue().textValue());
            else fault(name + ".\"" + field.getKey() + "\"", wrong(field.getValue(), "a plan's key"));
        });
        return texts;
    }

    private String at(String name) {
        return where.equals("file") ? name : where + "." + name;
    }

    private void fault(String at, String what) {
        faults.add(new CatalogFault(at, what));
    }

    private static String wrong(JsonNode value, String wanted) {
        return value.isMissingNode()
                ? "is missing; it must be " + wanted
                : "must be " + wanted + ", not " + kind(value);
    }

    private static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "a list";
            case OBJECT -> "an object";
            case STRING -> "a text";
            case NUMBER -> "the number " + value.asText();
            case BOOLEAN -> "true or false";
            case NULL -> "null";
            default -> "nothing";
        };
    }
}
