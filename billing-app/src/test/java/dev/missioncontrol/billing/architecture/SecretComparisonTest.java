package dev.missioncontrol.billing.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static dev.missioncontrol.billing.architecture.House.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What somebody sends is held against a secret in constant time: how long it takes says nothing of what was right. */
class SecretComparisonTest {
    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(new House.WithoutTestJars())
            .importPackages(ROOT);

    /** A comparison of something that is called like a secret, on either side, also as a method reference. */
    private static final String NAME =
            "\\w*(?i:secret|csrf|signature|ticket|cookie|hmac|password|apiKey|logintoken|bearer|mac)\\b(?:\\(\\))?";

    private static final Pattern COMPARED =
            Pattern.compile(NAME + "(?:\\.value\\(\\))?\\.(?:equals|equalsIgnoreCase|contentEquals|compareTo)\\("
                    + "|(?:\\.equals|\\.contentEquals|Objects\\.equals)\\((?:[^()]*[ ,.(])?" + NAME + "[,)]"
                    + "|" + NAME + "::equals");

    /** What we were configured with, held against itself, and a word of a standard: no secret that somebody sends. */
    private static final Set<String> NO_SECRETS = Set.of(
            "if (!secret.equals(secret.strip()))",
            "if (stripe && !signing.isEmpty() && !signing.equals(webhookSecrets)) {",
            "boolean meantForIt = (jwk.getKeyUse() == null || KeyUse.SIGNATURE.equals(jwk.getKeyUse()))");

    @Test
    void whatever_takes_signatures_tokens_of_forms_or_keys_compares_in_constant_time() {
        Set<String> comparing = new TreeSet<>();
        HOUSE.stream()
                .flatMap(one -> one.getMethodCallsFromSelf().stream())
                .filter(call -> call.getTargetOwner().isEquivalentTo(MessageDigest.class))
                .filter(call -> call.getName().equals("isEqual"))
                .map(JavaMethodCall::getOriginOwner)
                .forEach(one -> comparing.add(one.getSimpleName()));
        assertThat(comparing)
                .as("signatures of webhooks, tokens of forms, keys of the double")
                .contains("SignatureVerifier", "FormToken", "Wire");
    }

    @Test
    void no_bytes_are_compared_in_a_way_that_ends_at_the_first_difference() {
        noClasses()
                .should()
                .callMethod(Arrays.class, "equals", byte[].class, byte[].class)
                .orShould()
                .callMethod(Arrays.class, "compare", byte[].class, byte[].class)
                .orShould()
                .callMethod(Arrays.class, "mismatch", byte[].class, byte[].class)
                .check(HOUSE);
    }

    @Test
    void nothing_that_is_called_like_a_secret_is_compared_by_equals() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : sources()) {
            for (String line : Files.readAllLines(file)) {
                boolean code = !line.strip().startsWith("*") && !line.strip().startsWith("/");
                if (code && COMPARED.matcher(line).find() && !NO_SECRETS.contains(line.strip()))
                    found.add(file.getFileName() + ": " + line.strip());
            }
        }
        assertThat(found).as("MessageDigest.isEqual is for these").isEmpty();
    }

    /** Cookies and tickets are keys of a table, which compares them as it likes: by their hash, then. */
    @Test
    void cookies_and_tickets_are_looked_for_by_their_hash() throws IOException {
        String sessions = Files.readString(sources().stream()
                .filter(file -> file.endsWith("http/Sessions.java"))
                .findFirst()
                .orElseThrow());
        assertThat(sessions)
                .contains(
                        "browsers.redeem(ticket, hash(given), session, hash(cookie), terms)",
                        "browsers.find(session, hash(cookie))",
                        "browsers.close(session, hash(cookie))",
                        "browsers.open(session, hash(cookie), who, terms)",
                        "browsers.open(ticket, hash(given), who, tickets)")
                .doesNotContain(", cookie", ", given");
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> modules = Files.list(Path.of(".."))) {
            List<Path> roots = modules.map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .toList();
            List<Path> files = new ArrayList<>();
            for (Path root : roots) {
                try (Stream<Path> all = Files.walk(root)) {
                    all.filter(file -> file.toString().endsWith(".java")).forEach(files::add);
                }
            }
            assertThat(files).hasSizeGreaterThan(400);
            return files;
        }
    }
}
