package dev.missioncontrol.billing.app.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is handed to others: the jar, the folder beside it, and what is said of both. */
class DistributionIT {
    private static final Path TARGET = Path.of("target");
    private static final Path LIB = TARGET.resolve("lib");

    private static Set<String> lib() throws IOException {
        try (Stream<Path> files = Files.list(LIB)) {
            return files.map(file -> String.valueOf(file.getFileName())).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Set<String> thirdParties() throws IOException {
        return lib().stream()
                .filter(file -> !file.startsWith("billing-"))
                .map(file -> Artifact.of(Path.of(file)).orElseThrow().name())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void the_jar_names_every_jar_beside_it_and_none_that_is_not_there() throws IOException {
        try (JarFile jar = new JarFile(TARGET.resolve("billing.jar").toFile())) {
            String named = jar.getManifest().getMainAttributes().getValue("Class-Path");
            assertThat(Set.of(named.split(" ")))
                    .isEqualTo(lib().stream().map(file -> "lib/" + file).collect(Collectors.toSet()));
        }
    }

    @Test
    void every_third_party_is_named_with_its_licence_and_none_that_is_not_there() throws IOException {
        String notices = Files.readString(Path.of("../THIRD-PARTY.md"));
        Set<String> named = Pattern.compile("^- .*$", Pattern.MULTILINE)
                .matcher(notices)
                .results()
                .flatMap(line ->
                        Pattern.compile("`([^`]+)`").matcher(line.group()).results())
                .map(artifact -> artifact.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(named).isEqualTo(thirdParties());
    }

    @Test
    void the_bill_of_materials_names_every_jar_with_its_version_and_hash() throws IOException {
        assumeTrue("made".equals(System.getProperty("bill.of.materials")), "made by -Prelease alone");
        JsonNode components =
                new ObjectMapper().readTree(TARGET.resolve("bom.json").toFile()).path("components");
        Set<String> named = new TreeSet<>();
        for (JsonNode component : components) {
            assertThat(component.path("hashes"))
                    .as(component.path("name").asText())
                    .isNotEmpty();
            named.add(component.path("name").asText() + "-"
                    + component.path("version").asText() + ".jar");
        }
        // Annotations that libraries are compiled against, and nobody needs at run time.
        named.removeIf(jar -> jar.startsWith("jspecify-"));
        assertThat(named).isEqualTo(lib());
    }

    @Test
    void every_file_that_the_image_copies_is_there_and_what_it_runs_can_be_run() throws IOException {
        String image = Files.readString(Path.of("../deploy/Dockerfile"));
        List<String> copied = Pattern.compile("^COPY (?!--from)(.+) \\S+$", Pattern.MULTILINE)
                .matcher(image)
                .results()
                .flatMap(line -> Stream.of(line.group(1).split(" ")))
                .toList();
        assertThat(copied)
                .hasSizeGreaterThan(4)
                .allSatisfy(source -> assertThat(Path.of("..", source)).exists());
        List<String> run = Pattern.compile("\\./([a-z]+\\.sh)")
                .matcher(image)
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(run).containsOnly("archive.sh", "probe.sh").allSatisfy(script -> {
            assertThat(copied).contains("scripts/" + script);
            assertThat(Path.of("../scripts", script)).isExecutable();
        });
        assertThat(image).contains("USER 10001").contains("CMD [\"serve\"]").doesNotContain("curl");
    }

    /** A variable that nobody reads is a setting that is not set. */
    @Test
    void every_variable_that_deployments_set_is_one_that_we_read() throws IOException {
        String documented = Files.readString(Path.of("../docs/configuration.md"));
        for (String file : List.of("Dockerfile", "compose.yaml", "billing.service")) {
            List<String> set = Pattern.compile("\\b((?:BILLING|DATABASE|STRIPE)_[A-Z_]+)(?==|:)")
                    .matcher(Files.readString(Path.of("../deploy", file)))
                    .results()
                    .map(MatchResult::group)
                    .map(name -> name.replaceFirst("_FILE$", ""))
                    .toList();
            assertThat(set)
                    .as(file)
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(documented).contains("`" + name + "`"));
        }
    }
}
