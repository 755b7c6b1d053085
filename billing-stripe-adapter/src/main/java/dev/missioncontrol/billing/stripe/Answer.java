package dev.missioncontrol.billing.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.missioncontrol.billing.provider.ProviderException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/**
 * What a call was answered with.
 *
 * @param call what was being done, for messages
 * @param json the answer, always an object
 * @param date the {@code Date} header as it came
 */
record Answer(String call, JsonNode json, Optional<String> date) {
    /** Stripe's clock when it answered, in seconds. */
    Instant at() {
        String text = date.orElseThrow(() -> malformed("it has no Date header, and nothing else says how fresh it is"));
        try {
            return Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text));
        } catch (DateTimeParseException e) {
            throw malformed("its Date header is no date");
        }
    }

    /** What the answer can't do without. */
    <T> T require(Optional<T> value, String what) {
        return value.orElseThrow(() -> malformed("it has no " + what));
    }

    /** The objects of a list, which it must be. */
    List<JsonNode> data() {
        if (!json.path("data").isArray()) throw malformed("it is no list");
        return Fields.objects(json.path("data"));
    }

    /** Whether the list goes on after {@link #data()}. */
    boolean hasMore() {
        return Fields.isTrue(json, "has_more");
    }

    /** A link that a browser can be sent to. */
    Optional<URI> url(String name) {
        return url(json, name);
    }

    /** The same, of an object inside the answer. */
    Optional<URI> url(JsonNode owner, String name) {
        JsonNode value = owner.path(name);
        if (!value.isTextual()) return Optional.empty();
        try {
            URI url = new URI(value.textValue());
            if (url.getHost() != null && ("https".equals(url.getScheme()) || "http".equals(url.getScheme())))
                return Optional.of(url);
        } catch (URISyntaxException e) {
            throw malformed("its " + name + " is no link");
        }
        throw malformed("its " + name + " is no link");
    }

    /** An amount in minor units. */
    long amount(JsonNode owner, String name) {
        return Fields.number(owner, name).orElseThrow(() -> malformed("it has no amount " + name));
    }

    ProviderException malformed(String why) {
        return new ProviderException(
                ProviderException.Kind.MALFORMED_ANSWER, call + ": Stripe's answer can't be read, " + why);
    }
}
