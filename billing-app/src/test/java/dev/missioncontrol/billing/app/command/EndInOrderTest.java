package dev.missioncontrol.billing.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.app.Tools;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** A process that is told to end waits for what holds a job, and for nothing else. */
class EndInOrderTest {
    /** How long it is looked whether something that should wait ends all the same. */
    private static final Duration LOOKED = Duration.ofMillis(500);

    @TempDir
    private Path folder;

    /** A command that holds a job and is told to end on its way, by a process that can be looked at. */
    @Command(name = "held")
    private static class Held extends ToolCommand {
        final List<Thread> hooks = new ArrayList<>();
        boolean ran;

        @Override
        boolean holdsJob() {
            return true;
        }

        @Override
        void atTheEnd(Thread thread) {
            hooks.add(thread);
        }

        @Override
        int run(Tools tools) {
            ran = true;
            out().println("one");
            hooks.forEach(Thread::start);
            tools.pause(Duration.ofMinutes(1));
            return ExitCodes.FINE;
        }
    }

    private int given(Held command, PrintWriter out, StringWriter err) {
        try (OperatorsDesk desk = new OperatorsDesk(folder)) {
            return new CommandLine(command)
                    .setOut(out)
                    .setErr(new PrintWriter(err))
                    .execute("--config", desk.with().toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void the_process_waits_until_what_was_printed_is_written() {
        Held command = new Held();
        List<Boolean> waited = new ArrayList<>();
        StringWriter written = new StringWriter() {
            @Override
            public void flush() {
                Thread hook = command.hooks.get(0);
                try {
                    hook.join(LOOKED.toMillis());
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                waited.add(hook.isAlive());
            }
        };
        StringWriter err = new StringWriter();

        assertThat(given(command, new PrintWriter(written), err)).isEqualTo(ExitCodes.FAILED);

        assertThat(err.toString()).contains("Stopped before its end.");
        assertThat(written.toString()).contains("one");
        assertThat(waited).isNotEmpty().doesNotContain(false);
    }

    @Test
    void what_is_given_while_the_process_ends_already_begins_nothing_and_says_so() {
        Held command = new Held() {
            @Override
            void atTheEnd(Thread thread) {
                throw new IllegalStateException("Shutdown in progress");
            }
        };
        StringWriter err = new StringWriter();

        assertThat(given(command, new PrintWriter(new StringWriter()), err)).isEqualTo(ExitCodes.FAILED);

        assertThat(command.ran).isFalse();
        assertThat(err.toString()).contains("Stopped before its end.").doesNotContain("Shutdown in progress");
    }

    @Test
    void what_holds_no_job_ends_with_the_process_at_once() {
        Held command = new Held() {
            @Override
            boolean holdsJob() {
                return false;
            }

            @Override
            int run(Tools tools) {
                return ExitCodes.FINE;
            }
        };

        assertThat(given(command, new PrintWriter(new StringWriter()), new StringWriter()))
                .isEqualTo(ExitCodes.FINE);

        assertThat(command.hooks).isEmpty();
    }
}
