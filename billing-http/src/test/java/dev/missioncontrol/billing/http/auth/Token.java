package dev.missioncontrol.billing.http.auth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A token in the making, good as it begins; each change makes it another. */
record Token(Map<String, @Nullable Object> header, Map<String, @Nullable Object> claims, Signing signing) {
    static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");
    static final String ISSUER = "https://id.example";
    static final String AUDIENCE = "billing";
    private static final ObjectMapper JSON = new ObjectMapper();

    static Token of(String algorithm, @Nullable String keyId, Signing signing) {
        Map<String, @Nullable Object> header = new LinkedHashMap<>();
        header.put("alg", algorithm);
        if (keyId != null) header.put("kid", keyId);
        Map<String, @Nullable Object> claims = new LinkedHashMap<>();
        claims.put("iss", ISSUER);
        claims.put("aud", AUDIENCE);
        claims.put("tenant", "acme");
        claims.put("scope", "billing:read other");
        claims.put("exp", NOW.getEpochSecond() + 60);
        return new Token(header, claims, signing);
    }

    Token head(String name, @Nullable Object value) {
        Map<String, @Nullable Object> changed = new LinkedHashMap<>(header);
        changed.put(name, value);
        return new Token(changed, claims, signing);
    }

    Token claim(String name, @Nullable Object value) {
        Map<String, @Nullable Object> changed = new LinkedHashMap<>(claims);
        changed.put(name, value);
        return new Token(header, changed, signing);
    }

    Token headless(String name) {
        Map<String, @Nullable Object> changed = new LinkedHashMap<>(header);
        changed.remove(name);
        return new Token(changed, claims, signing);
    }

    Token without(String name) {
        Map<String, @Nullable Object> changed = new LinkedHashMap<>(claims);
        changed.remove(name);
        return new Token(header, changed, signing);
    }

    Token signed(Signing other) {
        return new Token(header, claims, other);
    }

    List<String> parts() {
        return Arrays.asList(text().split("\\.", -1));
    }

    String text() {
        return raw(json(header), json(claims));
    }

    /** These words, signed. */
    String raw(String head, String body) {
        String input = part(head) + "." + part(body);
        try {
            return input + "." + part(signing.over(input));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static String part(String text) {
        return part(text.getBytes(StandardCharsets.UTF_8));
    }

    static String part(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
