package dev.missioncontrol.billing.app.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Nothing with a vulnerability that we know of comes back, by whatever way it is pulled in. */
class FloorsTest {
    /** Everything that this module sees stands on this class path: all modules, and what their tests bring. */
    private static final List<Path> CLASS_PATH = Arrays.stream(
                    System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                            .split(File.pathSeparator))
            .map(Path::of)
            .toList();

    private static Map<String, String> floors() throws IOException {
        Map<String, String> floors = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("../.ci/floors.txt"))) {
            if (line.startsWith("#")) continue;
            String[] words = line.split("\\s+", 3);
            assertThat(words[2]).as("the reason for " + words[0]).containsPattern("CVE-[0-9]{4}-[0-9]+|goes with");
            floors.put(words[0].split(":")[1], words[1]);
        }
        return floors;
    }

    @Test
    void nothing_on_the_class_path_is_below_its_floor() throws IOException {
        Map<String, String> floors = floors();
        List<Artifact> here = CLASS_PATH.stream()
                .flatMap(file -> Artifact.of(file).stream())
                .filter(artifact -> floors.containsKey(artifact.name()))
                .toList();
        assertThat(here)
                .filteredOn(artifact -> artifact.isBelow(floors.get(artifact.name())))
                .isEmpty();
        assertThat(here)
                .extracting(Artifact::name)
                .as("floors of what is not there any more can go")
                .containsAll(floors.keySet());
    }

    @Test
    void versions_are_compared_by_number() {
        assertThat(new Artifact("a", "12.1.9").isBelow("12.1.12")).isTrue();
        assertThat(new Artifact("a", "12.1.12").isBelow("12.1.12")).isFalse();
        assertThat(new Artifact("a", "13").isBelow("12.1.12")).isFalse();
        assertThat(new Artifact("a", "2.0-jre").isBelow("2.0.1")).isTrue();
        assertThat(Artifact.of(Path.of("lib/jetty-ee10-servlet-12.1.12.jar")))
                .contains(new Artifact("jetty-ee10-servlet", "12.1.12"));
    }
}
