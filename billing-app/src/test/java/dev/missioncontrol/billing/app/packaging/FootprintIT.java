package dev.missioncontrol.billing.app.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.app.Rehearsal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server keeps in memory is mostly classes: those that it has no use for are not loaded. Run as it is deployed. */
class FootprintIT {
    private static final long LONGEST_MINUTES = 3;
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final String OPTIONS = "@" + Path.of("..", "deploy", "jvm.options");

    @TempDir
    private static Path folder;

    private static String output;
    private static Set<String> loaded;

    @BeforeAll
    static void serve_with_the_options_of_the_distribution() throws IOException, InterruptedException {
        Path said = folder.resolve("said.txt");
        Path classes = folder.resolve("classes.txt");
        Process process = new ProcessBuilder(
                        JAVA,
                        OPTIONS,
                        "-Xlog:class+load=info:file=" + classes + "::filecount=0",
                        "-cp",
                        Path.of("target", "billing.jar").toString(),
                        Rehearsal.class.getName(),
                        "jdbc:h2:mem:footprint")
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        boolean ended = process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES);
        if (!ended) process.destroyForcibly();
        output = Files.readString(said);
        assertThat(ended && process.exitValue() == 0).as(output).isTrue();
        loaded = Files.readAllLines(classes).stream()
                .map(line -> line.replaceFirst("^(\\[[^]]*])+ (\\S+) source:.*", "$2"))
                .collect(Collectors.toSet());
        assertThat(loaded).contains(Rehearsal.class.getName());
    }

    @Test
    void the_jvm_takes_every_option_without_a_word() {
        assertThat(output).doesNotContain("VM warning", "[warning]", "Unrecognized", "deprecated");
    }

    /** One that it does not know, or that is misspelt, it would pass over. */
    @Test
    void the_jvm_has_set_every_option_of_the_file() throws IOException {
        String flags = saidBy(JAVA, OPTIONS, "-XX:+PrintFlagsFinal", "-version");
        List<String> named = Files.readAllLines(Path.of("..", "deploy", "jvm.options")).stream()
                .filter(line -> line.startsWith("-XX:"))
                .map(line -> line.replaceFirst("^-XX:[+-]?([A-Za-z]+).*", "$1"))
                .toList();
        assertThat(named).contains("UseSerialGC", "MaxInlineLevel", "InlineSmallCode", "FreqInlineSize");
        assertThat(named).allSatisfy(name -> assertThat(flags).containsPattern(" " + name + " +=.*command line"));
    }

    private static String saidBy(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void logs_are_set_up_without_xml() {
        assertThat(loaded)
                .noneMatch(name -> name.startsWith("ch.qos.logback.classic.joran.")
                        || name.startsWith("com.sun.org.apache.xerces."));
    }

    @Test
    void a_refusal_of_stripes_loads_no_model_of_payments() {
        assertThat(loaded).contains("com.stripe.model.StripeError").doesNotContain("com.stripe.model.PaymentIntent");
    }

    @Test
    void statements_are_read_without_a_grammar() {
        assertThat(loaded)
                .contains("org.jdbi.v3.core.statement.ParsedSql")
                .doesNotContain("org.jdbi.v3.core.inlined.org.antlr.v4.runtime.atn.$ATN");
    }

    @Test
    void threads_need_no_management() {
        assertThat(loaded).doesNotContain("com.sun.jmx.mbeanserver.JmxMBeanServer");
    }

    @Test
    void nothing_of_the_command_line_is_loaded_to_serve() {
        for (String prefix : List.of("picocli.", "com.sun.net.httpserver.", "jdk.internal.net.http."))
            assertThat(loaded).noneMatch(name -> name.startsWith(prefix));
    }
}
