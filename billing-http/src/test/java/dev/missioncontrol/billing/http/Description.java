package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;

/** The API's description as a tree, with its schemas made strict: a field that it does not name is an error. */
final class Description {
    static final String TEXT = text();
    static final JsonNode TREE = tree();
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemaRegistryConfig(
                    SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

    private Description() {}

    private static String text() {
        try (InputStream file = ApiDocument.class.getResourceAsStream(ApiDocument.FILE)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode tree() {
        Map<String, Object> yaml = new Yaml().load(TEXT);
        JsonNode tree = new ObjectMapper().valueToTree(yaml);
        tree.at("/components/schemas").forEach(schema -> {
            if (schema.has("properties")) ((ObjectNode) schema).put("unevaluatedProperties", false);
        });
        return tree;
    }

    /** Where {@code node} really is: itself, or what it refers to. */
    static String resolved(String pointer) {
        JsonNode reference = TREE.at(pointer).path("$ref");
        return reference.isTextual() ? resolved(reference.textValue().substring(1)) : pointer;
    }

    /** The pointer to what is described for an answer of this route. */
    static String answer(String method, String path, int status) {
        return resolved("/paths/" + escaped(path) + "/" + method + "/responses/" + status);
    }

    /** What is wrong with a value, by the schema at that pointer. */
    static List<String> faults(String schemaPointer, JsonNode value) {
        ObjectNode root = TREE.deepCopy();
        root.put("$ref", "#" + schemaPointer);
        Schema schema = SCHEMAS.getSchema(root);
        return schema.validate(value).stream().map(Error::toString).toList();
    }

    /** Holds an answer against its description; returns its body. */
    static JsonNode held(String method, String path, int status, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        String described = answer(method, path, status);
        assertThat(TREE.at(described).isMissingNode()).as(described).isFalse();
        String type = answer.headers().firstValue("Content-Type").orElse("");
        String schema = described + "/content/" + escaped(type) + "/schema";
        assertThat(TREE.at(schema).isMissingNode()).as(schema).isFalse();
        JsonNode body = json(answer.body());
        assertThat(faults(schema, body)).as(answer.body()).isEmpty();
        TREE.at(described + "/headers")
                .fieldNames()
                .forEachRemaining(name ->
                        assertThat(answer.headers().firstValue(name)).as(name).isPresent());
        if (status >= 400 && !path.startsWith("/health"))
            assertThat(body.path("status").intValue()).isEqualTo(status);
        return body;
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(text, e);
        }
    }

    /** Every example of a body, as the pointers to its schema and to itself. */
    static List<Example> examples() {
        List<Example> found = new ArrayList<>();
        collect("", TREE, found);
        return found;
    }

    /** The pointers to keys without a value, but for the values of examples. */
    static List<String> empty() {
        List<String> found = new ArrayList<>();
        empty("", TREE, found);
        return found;
    }

    private static void empty(String pointer, JsonNode node, List<String> found) {
        if (pointer.endsWith("/example") || pointer.endsWith("/examples")) return;
        if (node.isNull()) found.add(pointer);
        node.fields()
                .forEachRemaining(child -> empty(pointer + "/" + escaped(child.getKey()), child.getValue(), found));
    }

    /** An example of a body. */
    record Example(String schema, String pointer) {}

    private static void collect(String pointer, JsonNode node, List<Example> found) {
        if (node.has("schema") && node.has("example"))
            found.add(new Example(pointer + "/schema", pointer + "/example"));
        if (node.has("schema"))
            node.path("examples")
                    .fieldNames()
                    .forEachRemaining(name ->
                            found.add(new Example(pointer + "/schema", pointer + "/examples/" + name + "/value")));
        if (node.isObject())
            node.fields()
                    .forEachRemaining(
                            child -> collect(pointer + "/" + escaped(child.getKey()), child.getValue(), found));
        for (int i = 0; node.isArray() && i < node.size(); i++) collect(pointer + "/" + i, node.get(i), found);
    }

    static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
