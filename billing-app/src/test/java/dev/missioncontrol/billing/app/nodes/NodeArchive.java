package dev.missioncontrol.billing.app.nodes;

import dev.missioncontrol.billing.app.Rehearsal;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The JVM of nodes, with an archive of their classes as it is deployed with: made once for all tests, it takes a third of its processor
 * time from each start, and there are dozens.
 */
final class NodeArchive {
    /** How each node is started. */
    static final List<String> JAVA = List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1");

    /** A rehearsal on a busy machine. */
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private NodeArchive() {}

    /** What uses the archive; nothing where there is none, and nodes start as they are. */
    static List<String> options() {
        return Made.OPTIONS;
    }

    private static final class Made {
        private static final List<String> OPTIONS = make();

        private static List<String> make() {
            try {
                Path folder = Files.createTempDirectory(Path.of("target"), "nodes");
                Path archive = folder.resolve("nodes.jsa");
                Path log = folder.resolve("rehearsal.log");
                List.of(folder, archive, log).forEach(one -> one.toFile().deleteOnExit());
                boolean ended = rehearse(archive, log.toFile());
                // Whatever became of the rehearsal: an archive of half of it is one.
                return ended && Files.exists(archive) ? List.of("-XX:SharedArchiveFile=" + archive) : List.of();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        /** Returns whether it came to its end. */
        private static boolean rehearse(Path archive, File log) throws IOException, InterruptedException {
            List<String> command = new ArrayList<>(JAVA);
            command.addAll(List.of(
                    "-XX:ArchiveClassesAtExit=" + archive,
                    "-cp",
                    Node.JAR.toString(),
                    Rehearsal.class.getName(),
                    "jdbc:h2:mem:rehearsal"));
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log);
            Node.forget(builder.environment());
            Process process = builder.start();
            try {
                return process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS);
            } finally {
                process.destroyForcibly().waitFor();
            }
        }
    }
}
