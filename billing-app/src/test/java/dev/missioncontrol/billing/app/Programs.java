package dev.missioncontrol.billing.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Programs of the machine that tests need. */
final class Programs {
    /** How long one may run, in seconds: npm fetches a package or two. */
    private static final int LONGEST_SECONDS = 300;

    private Programs() {}

    /** Where it is. */
    static String onPath(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElseThrow(() ->
                        new IllegalStateException(program + " is not on the PATH; install it to run these tests"));
    }

    /** Runs one to its end, which must be a good one, and answers with what it said. */
    static String run(Path folder, String... command) {
        List<String> whole = Stream.concat(
                        Stream.of(onPath(command[0])), Stream.of(command).skip(1))
                .toList();
        try {
            Path said = Files.createTempFile(folder, "said", ".txt");
            Process process = new ProcessBuilder(whole)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            boolean ended = process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS);
            if (!ended) process.destroyForcibly();
            String output = Files.readString(said, StandardCharsets.UTF_8);
            assertThat(ended).as("it ended: " + output).isTrue();
            assertThat(process.exitValue()).as(output).isZero();
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Copies the files of a folder, so that what a program puts there stays out of the sources. */
    static Path copy(Path from, Path to) {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList())
                Files.copy(file, to.resolve(file.getFileName()));
            return to;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
