package dev.missioncontrol.billing.http.pages;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The texts of the pages in one language, by key, read from files {@code words/PART_LANGUAGE.properties} in UTF-8. One part
 * for each thing a page does, so that two who write words do not meet in one file.
 */
final class Messages {
    /** The files of a language. */
    static final List<String> PARTS = List.of("page", "notices", "plans", "changes", "records", "refusals");

    private static final Map<String, Messages> READ = new ConcurrentHashMap<>();

    private final Map<String, MessagePattern> patterns;

    private Messages(Map<String, MessagePattern> patterns) {
        this.patterns = patterns;
    }

    /** The texts of one of {@link Languages#SPOKEN}, read once. */
    static Messages of(String language) {
        return READ.computeIfAbsent(language, Messages::read);
    }

    /** @throws IllegalStateException if there is none: a test keeps every key that the pages use in every language */
    MessagePattern pattern(String key) {
        return find(key).orElseThrow(() -> new IllegalStateException("no words for " + key));
    }

    Optional<MessagePattern> find(String key) {
        return Optional.ofNullable(patterns.get(key));
    }

    Map<String, MessagePattern> all() {
        return Map.copyOf(patterns);
    }

    private static Messages read(String language) {
        Map<String, MessagePattern> patterns = new HashMap<>();
        for (String part : PARTS) {
            texts(part, language).forEach((key, text) -> {
                if (patterns.put((String) key, MessagePattern.parse((String) text)) != null)
                    throw new IllegalStateException("two texts for " + key);
            });
        }
        return new Messages(patterns);
    }

    /** One file as it stands. */
    static Properties texts(String part, String language) {
        String name = "words/" + part + "_" + language + ".properties";
        Properties texts = new Properties();
        try (InputStream own = Messages.class.getResourceAsStream(name)) {
            if (own == null) throw new IllegalStateException("the pages' " + name + " is missing from the jar");
            texts.load(new InputStreamReader(own, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("the pages' " + name + " can't be read", e);
        }
        return texts;
    }
}
