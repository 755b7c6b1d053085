package dev.missioncontrol.billing.http.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tokens as they were once made, letter by letter, so that a library that begins to read them otherwise is seen. For each kind
 * of key the file has what it is checked with, one token that is believed, and those that must never be.
 */
class RefusedTokensTest {
    private static final String FILE = "/refused-tokens.jsonl";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Longest header that is written down; longer ones are tried where they are made. */
    private static final int LONGEST = 1_500;

    private static List<JsonNode> lines() throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        try (InputStream file = RefusedTokensTest.class.getResourceAsStream(FILE)) {
            for (String line : new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) lines.add(JSON.readTree(line));
        }
        return lines;
    }

    private static Map<String, JwtTenantAuthenticator> authenticators() throws IOException {
        Map<String, JwtTenantAuthenticator> all = new HashMap<>(Map.of("HS256", Believer.HS256.authenticator()));
        for (JsonNode line : lines())
            if (line.has("key"))
                all.put(
                        line.get("kind").asText(),
                        Believer.publicKey(line.get("key").asText()));
        return all;
    }

    private static Stream<Arguments> with(String field) throws IOException {
        Map<String, JwtTenantAuthenticator> all = authenticators();
        return lines().stream()
                .filter(line -> line.has(field))
                .map(line -> Arguments.of(
                        line.get("kind").asText(),
                        line.path("name").asText(),
                        all.get(line.get("kind").asText()),
                        line.get(field).asText()));
    }

    static Stream<Arguments> believed() throws IOException {
        return with("believed");
    }

    static Stream<Arguments> refused() throws IOException {
        return with("refused");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("believed")
    void the_good_one_is_believed(String kind, String name, JwtTenantAuthenticator authenticator, String header) {
        assertThat(ask(authenticator, header)).isInstanceOf(Authentication.Authenticated.class);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("refused")
    void none_of_these_is_believed(String kind, String name, JwtTenantAuthenticator authenticator, String header) {
        assertThat(ask(authenticator, header)).isInstanceOf(Authentication.Unauthenticated.class);
    }

    @Test
    void the_file_has_as_many_as_it_should() throws IOException {
        assertThat(refused().count()).isGreaterThan(40);
        assertThat(believed().count()).isEqualTo(3);
    }

    private static Authentication ask(JwtTenantAuthenticator authenticator, String header) {
        return authenticator.authenticate(new Credentials(Optional.of(header), Optional.empty()));
    }

    /** Makes the file anew, with new keys. @param args where to */
    public static void main(String[] args) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Believer kind : List.of(Believer.HS256, Believer.RS256, Believer.ES256)) {
            if (kind == Believer.RS256) lines.add(line(kind, "", "key", Signing.pem(Believer.RSA.getPublic())));
            if (kind == Believer.ES256) lines.add(line(kind, "", "key", Signing.pem(Believer.EC.getPublic())));
            lines.add(line(kind, "", "believed", "Bearer " + kind.token().text()));
            Stream<Attack> attacks = kind == Believer.HS256
                    ? Stream.of(ShapeAttacks.all(), SignatureAttacks.all(), ClaimAttacks.all())
                            .flatMap(all -> all)
                    : SignatureAttacks.all();
            attacks.forEach(attack -> {
                String header = attack.header().apply(kind);
                if (header.length() <= LONGEST) lines.add(line(kind, attack.name(), "refused", header));
            });
        }
        Files.write(Path.of(args[0]), lines);
    }

    private static String line(Believer kind, String name, String field, String value) {
        return Token.json(Map.of("kind", kind.name(), "name", name, field, value));
    }
}
