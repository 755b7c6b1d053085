package dev.missioncontrol.billing.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** An event as Stripe sent it to somebody, of any API version, and what must become of it here. */
record RecordedPayload(String file, ObjectNode event) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Stream<RecordedPayload> in(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files
                    .filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(RecordedPayload::read)
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RecordedPayload read(Path file) {
        try {
            return new RecordedPayload(file.getFileName().toString(), (ObjectNode) JSON.readTree(file.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Which installation of ours the metadata of these name, where they name one. */
    static Optional<String> installation(Path folder) {
        return in(folder)
                .flatMap(one -> one.event.findValuesAsText("billingInstallation").stream())
                .findFirst();
    }

    String type() {
        return event.path("type").asText();
    }

    boolean subscription() {
        return type().startsWith("customer.subscription.");
    }

    JsonNode object() {
        return event.path("data").path("object");
    }

    /** The same under an id of its own: recordings share theirs, and a second one would be a duplicate. */
    byte[] under(String id) {
        return event.deepCopy().put("id", id).toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The same subscription as if this tenant had bought it through us, in our mode. */
    byte[] boughtBy(String tenant, String id) {
        ObjectNode mine = event.deepCopy().put("id", id).put("livemode", false);
        mine.remove("account");
        ObjectNode object = (ObjectNode) mine.path("data").path("object");
        // Two recordings of one subscription are two purchases here.
        object.put("livemode", false).put("id", "sub_" + id);
        object.putObject("metadata").put("tenantId", tenant);
        return mine.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * What must become of it, where no customer of ours is known: by its mode, its type, and whether it or an earlier one of
     * its subscription names a tenant.
     */
    String outcome(Set<String> bound) {
        if (event.path("livemode").asBoolean() || event.hasNonNull("account")) return "ignored";
        Optional<String> subject = subject();
        if (subject.isEmpty()) return "ignored";
        if (object().path("metadata").hasNonNull("tenantId")) bound.add(subject.get());
        return bound.contains(subject.get()) ? "applied" : "unbound";
    }

    /** The subscription that it is, or belongs to. */
    private Optional<String> subject() {
        if (subscription()) return Optional.of(object().path("id").asText());
        boolean belongs = Stream.of("invoice.", "subscription_schedule.", "checkout.session.")
                .anyMatch(type()::startsWith);
        return Stream.of("subscription", "released_subscription")
                .flatMap(name -> object().findValuesAsText(name).stream())
                .filter(id -> belongs && id.startsWith("sub_"))
                .findFirst();
    }

    List<String> prices() {
        List<String> prices = new ArrayList<>();
        for (JsonNode item : items())
            prices.add(item.path("price")
                    .path("id")
                    .asText(item.path("plan").path("id").asText()));
        prices.removeIf(String::isBlank);
        return prices;
    }

    long seats() {
        long seats = 0;
        for (JsonNode item : items()) seats += item.path("quantity").asLong(1);
        return seats;
    }

    /** The oldest versions have one plan, and no items. */
    private List<JsonNode> items() {
        List<JsonNode> items = new ArrayList<>();
        object().at("/items/data").forEach(items::add);
        return items.isEmpty() ? List.of(object()) : items;
    }

    /** Where old versions have it; new ones have it at each item, and the earliest counts. */
    Optional<Instant> periodEnd() {
        Stream<JsonNode> ends = Stream.concat(
                Stream.of(object().path("current_period_end")),
                items().stream().map(item -> item.path("current_period_end")));
        return ends.filter(JsonNode::isNumber)
                .map(JsonNode::asLong)
                .min(Long::compare)
                .map(Instant::ofEpochSecond);
    }

    @Override
    public String toString() {
        return file;
    }
}
