package dev.missioncontrol.billing.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** How a server ends that is told to. */
class RunningTest {
    /** How long a process may take to end, in seconds. */
    private static final int LONGEST_SECONDS = 60;

    /** A server whose stop meets a class that is not there any more, since its jar was written over. */
    static final class BrokenStop {
        private BrokenStop() {}

        public static void main(String[] none) throws InterruptedException {
            Thread main = Thread.currentThread();
            Thread end = new Thread(() -> {
                while (main.getState() != Thread.State.WAITING) Thread.onSpinWait();
                System.exit(0);
            });
            end.start();
            Running.untilStopped(() -> {
                throw new NoClassDefFoundError("dev/missioncontrol/Gone");
            });
        }
    }

    @Test
    void a_stop_that_fails_says_why_and_is_no_success() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        BrokenStop.class.getName())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String all = said.lines().collect(Collectors.joining("\n"));
            assertThat(process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(all).isEqualTo(ExitCodes.FAILED);
            assertThat(all).contains("The stop failed", "NoClassDefFoundError: dev/missioncontrol/Gone");
        } finally {
            process.destroyForcibly();
        }
    }
}
