package dev.missioncontrol.billing.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who looks into docs/examples reads how each is started, and what is written there is there. */
class ExamplesReadmeTest {
    private static final Path EXAMPLES = Path.of("../docs/examples");

    @Test
    void every_example_is_said_and_how_it_is_started() throws IOException {
        String readme = Files.readString(EXAMPLES.resolve("README.md"));
        try (Stream<Path> all = Files.list(EXAMPLES)) {
            List<String> folders = all.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .toList();
            assertThat(folders).isNotEmpty();
            for (String folder : folders) assertThat(readme).contains("[" + folder + "](" + folder + ")");
        }
    }

    @Test
    void what_the_commands_name_is_there() throws IOException {
        String readme = Files.readString(EXAMPLES.resolve("README.md"));
        Matcher command = Pattern.compile("mvn -f docs/examples/(\\S+)").matcher(readme);
        List<String> started = command.results().map(found -> found.group(1)).toList();
        assertThat(started).containsExactlyInAnyOrder("plain-java", "spring-boot", "quarkus");
        for (String folder : started)
            assertThat(EXAMPLES.resolve(folder).resolve("pom.xml")).exists();
        assertThat(readme).contains("-Dexec.mainClass=shop.Shop");
        assertThat(Files.readString(EXAMPLES.resolve("plain-java/src/main/java/shop/Shop.java")))
                .contains("void main(", "8083");
        String spring = Files.readString(EXAMPLES.resolve("spring-boot/pom.xml"));
        Matcher version = Pattern.compile("<spring-boot.version>(\\S+)</").matcher(spring);
        assertThat(version.find()).isTrue();
        assertThat(readme).contains("spring-boot-maven-plugin:" + version.group(1) + ":run");
        assertThat(readme).contains("http://localhost:8081/", "http://localhost:8082/", "http://localhost:8083/");
        assertThat(Files.readString(EXAMPLES.resolve("spring-boot/src/main/resources/application.properties")))
                .contains("server.port=8081");
        assertThat(Files.readString(EXAMPLES.resolve("quarkus/src/main/resources/application.properties")))
                .contains("quarkus.http.port=8082");
    }
}
