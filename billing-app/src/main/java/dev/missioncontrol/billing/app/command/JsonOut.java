package dev.missioncontrol.billing.app.command;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * One JSON document, written as it becomes known, so that it may be longer than memory. One that breaks off stays open, so that nobody
 * can read it as a whole one. Absent values are null. ASCII alone: where the machine's own encoding lacks a character, a question mark
 * would stand in its place.
 */
final class JsonOut implements AutoCloseable {
    private final JsonGenerator json;

    JsonOut(PrintWriter out) {
        json = make(() -> new JsonFactoryBuilder()
                .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                .build()
                .createGenerator(out)
                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                // A failure closes it too, and brackets that nobody wrote would make half an answer look whole.
                .disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT)
                .useDefaultPrettyPrinter());
    }

    private interface Writing<T> {
        T write() throws IOException;
    }

    private interface Step {
        void write() throws IOException;
    }

    private static <T> T make(Writing<T> writing) {
        try {
            return writing.write();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonOut then(Step step) {
        make(() -> {
            step.write();
            return 0;
        });
        return this;
    }

    JsonOut object() {
        return then(json::writeStartObject);
    }

    JsonOut object(String name) {
        return then(() -> json.writeObjectFieldStart(name));
    }

    JsonOut end() {
        return then(json::writeEndObject);
    }

    JsonOut array(String name) {
        return then(() -> json.writeArrayFieldStart(name));
    }

    JsonOut endArray() {
        return then(json::writeEndArray);
    }

    JsonOut put(String name, String value) {
        return then(() -> json.writeStringField(name, value));
    }

    JsonOut put(String name, Optional<?> value) {
        return then(() -> {
            if (value.isPresent()) json.writeStringField(name, value.get().toString());
            else json.writeNullField(name);
        });
    }

    JsonOut put(String name, long value) {
        return then(() -> json.writeNumberField(name, value));
    }

    JsonOut put(String name, boolean value) {
        return then(() -> json.writeBooleanField(name, value));
    }

    JsonOut add(String element) {
        return then(() -> json.writeString(element));
    }

    @Override
    public void close() {
        then(() -> {
            json.writeRaw(System.lineSeparator());
            json.close();
        });
    }
}
