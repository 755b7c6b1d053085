package dev.missioncontrol.billing.http.front;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Bodies that are waited for share so many bytes. */
class BodyReaderTest {
    private static final int LARGEST = 1_024;
    private static final int MOST_TOGETHER = 1_000;

    @RegisterExtension
    final RunningScheduler scheduler = new RunningScheduler();

    private final Outstanding unsent = new Outstanding(Duration.ofHours(1), MOST_TOGETHER);
    private final List<String> told = new ArrayList<>();

    /** A client that has sent this, and then sends the rest. */
    private BodyReader reading(String client, int sent, int rest) {
        byte[] plan = {0, (byte) sent, PlannedRequest.WAITS, 0, 0, (byte) rest};
        BodyReader reader =
                new BodyReader(new PlannedRequest(plan, scheduler), LARGEST, unsent, new BodyReader.Outcome() {
                    @Override
                    public void whole(byte[] body) {
                        told.add(client + " whole " + body.length);
                        if (client.equals("poison")) throw new LinkageError("in a test");
                    }

                    @Override
                    public void tooLarge() {
                        told.add(client + " too large");
                    }

                    @Override
                    public void late() {
                        told.add(client + " late");
                    }

                    @Override
                    public void broken(Throwable cause) {
                        told.add(client + " broken");
                    }
                });
        reader.run();
        return reader;
    }

    @Test
    void who_was_begun_first_is_let_go_where_all_are_too_much() {
        BodyReader first = reading("first", 250, 5);
        for (int i = 0; i < 3; i++) reading("other", 250, 5);
        assertThat(told).isEmpty();
        BodyReader last = reading("last", 250, 5);
        assertThat(told).containsExactly("first late");
        first.run();
        last.run();
        assertThat(told).endsWith("last whole 255").doesNotContain("first whole 255");
    }

    @Test
    void one_whose_route_throws_is_ended_all_the_same() {
        reading("poison", 200, 5).run();
        assertThat(told).containsExactly("poison whole 205", "poison broken");
    }

    @Test
    void one_that_comes_to_its_end_gives_its_room_back() {
        for (int i = 0; i < 20; i++) reading("client", 200, 5).run();
        assertThat(told).hasSize(20).containsOnly("client whole 205");
    }
}
