package dev.missioncontrol.billing.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The maps of large packages, which stand in their package-info: whoever follows one arrives. */
class PackageMapTest {
    /** Classes, and kinds of them ({@code Jdbi*}), as a map names them. */
    private static final Pattern NAMED = Pattern.compile("\\{@code ([A-Z*][A-Za-z*]+)}");

    private static List<Path> maps() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(".."))) {
            return files.filter(file -> file.toString().contains("/src/main/java/"))
                    .filter(file -> file.endsWith("package-info.java"))
                    .toList();
        }
    }

    private static boolean leads(Path map, String name) throws IOException {
        PathMatcher wanted = FileSystems.getDefault().getPathMatcher("glob:" + name + ".java");
        try (Stream<Path> classes = Files.list(map.getParent())) {
            return classes.map(Path::getFileName).anyMatch(wanted::matches);
        }
    }

    @Test
    void every_class_that_a_packages_map_names_is_in_that_package() throws IOException {
        int named = 0;
        for (Path map : maps())
            for (MatchResult found :
                    NAMED.matcher(Files.readString(map)).results().toList()) {
                named++;
                assertThat(leads(map, found.group(1)))
                        .as(map + " names " + found.group(1))
                        .isTrue();
            }
        assertThat(named).as("classes that are named").isGreaterThan(50);
    }
}
