package dev.missioncontrol.billing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The Java that a page of the documentation shows is the tests' own, line by line, so that it compiles and does what the page
 * says. A test marks what is shown with {@code // shown in docs/PAGE.md}, or {@code // shown in README.md}, before and {@code // end}
 * after. What one page shows may begin within what another shows, and ends with it.
 */
class DocumentedCodeTest {
    private static final Path ROOT = Path.of("..");
    private static final String MARK = "// shown in ";

    static Stream<Path> pages() throws IOException {
        return Stream.concat(Stream.of(ROOT.resolve("README.md")), files(ROOT.resolve("docs"), ".md"))
                .filter(page -> !shownOn(page).isEmpty());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void a_page_shows_what_the_tests_mark_for_it(Path page) throws IOException {
        String opening = MARK + ROOT.relativize(page);
        Set<String> marked = new TreeSet<>();
        for (Path module : modules())
            for (Path test : files(module.resolve("src/test/java"), ".java").toList())
                marked.addAll(blocks(test, opening, "// end"));
        assertThat(shownOn(page)).isEqualTo(marked);
    }

    private static Set<String> shownOn(Path page) {
        return new TreeSet<>(blocks(page, "```java", "```"));
    }

    /** What stands between these lines, without indentation (a test's code is further to the right than a page's) and without other marks. */
    private static List<String> blocks(Path file, String opening, String closing) {
        List<String> blocks = new ArrayList<>();
        List<String> lines = lines(file);
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).equals(opening)) continue;
            int end = i + 1 + lines.subList(i + 1, lines.size()).indexOf(closing);
            assertThat(end)
                    .as("%s has no '%s' for line %d", file, closing, i + 1)
                    .isGreaterThan(i);
            blocks.add(lines.subList(i + 1, end).stream()
                    .filter(line -> !line.startsWith(MARK))
                    .collect(Collectors.joining("\n")));
        }
        return blocks;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream().map(String::strip).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> modules() throws IOException {
        try (Stream<Path> modules = Files.list(ROOT)) {
            return modules.filter(module -> Files.isDirectory(module.resolve("src/test/java")))
                    .toList();
        }
    }

    private static Stream<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).toList().stream();
        }
    }
}
