package dev.missioncontrol.billing.stripe;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Parameters of a call, as Stripe takes them: form-encoded, with brackets for what is inside something. */
final class Form {
    private final List<String> pairs = new ArrayList<>();

    Form add(String name, Object value) {
        pairs.add(encode(name) + "=" + encode(value.toString()));
        return this;
    }

    Form add(String name, Optional<?> value) {
        value.ifPresent(present -> add(name, present));
        return this;
    }

    /** Each entry as {@code name[key]}. */
    Form add(String name, Map<String, String> entries) {
        entries.forEach((key, value) -> add(name + "[" + key + "]", value));
        return this;
    }

    /** These parameters and others after them. */
    Form with(Form others) {
        Form both = new Form();
        both.pairs.addAll(pairs);
        both.pairs.addAll(others.pairs);
        return both;
    }

    boolean isEmpty() {
        return pairs.isEmpty();
    }

    String encoded() {
        return String.join("&", pairs);
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
