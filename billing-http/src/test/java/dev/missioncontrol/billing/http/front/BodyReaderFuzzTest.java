package dev.missioncontrol.billing.http.front;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.fuzz.Fuzz;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Bodies that come in any pieces, with any pauses and ends. The input is a plan of that: pairs of what comes and how much. */
class BodyReaderFuzzTest {
    private static final int LARGEST = 1_024;

    private final Outstanding unsent = new Outstanding(Duration.ofMinutes(10), Long.MAX_VALUE);

    @RegisterExtension
    final RunningScheduler scheduler = new RunningScheduler();

    @Test
    void a_body_is_whole_too_large_or_broken_and_that_once() {
        Fuzz.of("body", BodyReaderFuzzTest.class, "fuzz/chunks")
                .atMost(16 * 1024)
                .run(input -> {
                    PlannedRequest coming = new PlannedRequest(input, scheduler);
                    Heard heard = new Heard();
                    BodyReader reader = new BodyReader(coming, LARGEST, unsent, heard);
                    do {
                        reader.run();
                    } while (coming.wasDemanded());
                    assertThat(heard.outcomes).as("outcomes").hasSize(1);
                    String outcome = heard.outcomes.get(0);
                    if (outcome.equals("whole")) assertThat(heard.body).isEqualTo(coming.given());
                    assertThat(outcome).isEqualTo(coming.expected(LARGEST));
                    return outcome + coming.waits() + heard.body.length / 512;
                });
    }

    private static final class Heard implements BodyReader.Outcome {
        final List<String> outcomes = new ArrayList<>();
        byte[] body = new byte[0];

        @Override
        public void whole(byte[] all) {
            outcomes.add("whole");
            body = all;
        }

        @Override
        public void tooLarge() {
            outcomes.add("too large");
        }

        @Override
        public void late() {
            outcomes.add("late");
        }

        @Override
        public void broken(Throwable cause) {
            outcomes.add("broken");
        }
    }
}
