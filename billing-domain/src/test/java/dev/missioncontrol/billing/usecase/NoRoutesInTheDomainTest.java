package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Hosts embed the domain with routes of their own, or none. */
class NoRoutesInTheDomainTest {
    @Test
    void no_sentence_of_the_domain_sends_anybody_to_a_route_of_the_server() throws IOException {
        try (Stream<Path> all = Files.walk(Path.of("src/main/java"))) {
            List<Path> sources =
                    all.filter(file -> file.toString().endsWith(".java")).toList();
            assertThat(sources).hasSizeGreaterThan(100);
            for (Path source : sources)
                assertThat(Files.readString(source)).as(source.toString()).doesNotContain("/api/billing");
        }
    }
}
