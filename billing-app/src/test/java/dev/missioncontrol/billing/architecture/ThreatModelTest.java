package dev.missioncontrol.billing.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The threat model says what is true: each row names a test that is there, or says that only its design holds it. */
class ThreatModelTest {
    private static final Path FILE = Path.of("../docs/threat-model.md");
    private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT|Contract))`");

    @Test
    void every_test_that_is_named_exists() throws IOException {
        Set<String> named = new TreeSet<>();
        Matcher names = TEST.matcher(Files.readString(FILE));
        while (names.find()) named.add(names.group(1));
        assertThat(named).hasSizeGreaterThan(20);
        assertThat(tests()).containsAll(named);
    }

    @Test
    void every_row_of_an_attack_names_a_test_or_says_that_it_is_held_by_design() throws IOException {
        List<String> bare = new ArrayList<>();
        int rows = 0;
        boolean attacks = false;
        for (String line : Files.readAllLines(FILE)) {
            if (!line.startsWith("|")) attacks = false;
            else if (line.endsWith("| shown by |")) attacks = true;
            else if (attacks && !line.startsWith("|---")) {
                rows++;
                String shown = line.substring(line.lastIndexOf('|', line.length() - 2));
                if (!TEST.matcher(shown).find() && !shown.contains("by design")) bare.add(line);
            }
        }
        assertThat(rows).isGreaterThan(25);
        assertThat(bare).isEmpty();
    }

    private static Set<String> tests() throws IOException {
        try (Stream<Path> modules = Files.list(Path.of(".."))) {
            Set<String> found = new TreeSet<>();
            for (Path folder : modules.map(module -> module.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> all = Files.walk(folder)) {
                    found.addAll(all.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".java"))
                            .map(name -> name.substring(0, name.length() - ".java".length()))
                            .collect(Collectors.toSet()));
                }
            }
            return found;
        }
    }
}
