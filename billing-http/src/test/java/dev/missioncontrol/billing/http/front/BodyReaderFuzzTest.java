package dev.missioncontrol.billing.http.front;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.fuzz.Fuzz;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Components;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bodies that come in any pieces, with any pauses and ends. The input is a plan of that: pairs of what comes and how much. */
class BodyReaderFuzzTest {
    private static final int LARGEST = 1_024;

    private final Outstanding unsent = new Outstanding(Duration.ofMinutes(10), Long.MAX_VALUE);
    private final Scheduler scheduler = new ScheduledExecutorScheduler("fuzz", true);

    @BeforeEach
    void start() throws Exception {
        scheduler.start();
    }

    @AfterEach
    void stop() throws Exception {
        scheduler.stop();
    }

    @Test
    void a_body_is_whole_too_large_or_broken_and_that_once() {
        Fuzz.of("body", BodyReaderFuzzTest.class, "fuzz/chunks")
                .atMost(16 * 1024)
                .run(input -> {
                    Coming coming = new Coming(input);
                    Heard heard = new Heard();
                    BodyReader reader = new BodyReader(coming, LARGEST, unsent, heard);
                    do {
                        coming.demanded = false;
                        reader.run();
                    } while (coming.demanded);
                    assertThat(heard.outcomes).as("outcomes").hasSize(1);
                    String outcome = heard.outcomes.get(0);
                    if (outcome.equals("whole")) assertThat(heard.body).isEqualTo(coming.given.toByteArray());
                    assertThat(outcome).isEqualTo(coming.expected());
                    return outcome + coming.waits + heard.body.length / 512;
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

    /** A request whose body comes as planned; where the plan ends, so does the body. */
    private final class Coming extends Request.Wrapper {
        private final byte[] plan;
        private final ByteArrayOutputStream given = new ByteArrayOutputStream();
        private boolean failed;
        private boolean waits;
        private boolean demanded;
        private int at;

        Coming(byte[] plan) {
            super((Request) Proxy.newProxyInstance(
                    Request.class.getClassLoader(), new Class<?>[] {Request.class}, (proxy, method, arguments) -> {
                        throw new UnsupportedOperationException(method.getName());
                    }));
            this.plan = plan;
        }

        @Override
        public Content.Chunk read() {
            if (at + 1 >= plan.length) return Content.Chunk.EOF;
            int what = plan[at] & 3;
            byte[] bytes = new byte[plan[at + 1] & 0xff];
            Arrays.fill(bytes, plan[at]);
            at += 2;
            if (what == 1) {
                waits = true;
                return null;
            }
            if (what == 2) {
                failed = true;
                return Content.Chunk.from(new EOFException("planned"), true);
            }
            given.writeBytes(bytes);
            return Content.Chunk.from(ByteBuffer.wrap(bytes), what == 3);
        }

        String expected() {
            return failed ? "broken" : given.size() > LARGEST ? "too large" : "whole";
        }

        /** As the server does it: never from within. */
        @Override
        public void demand(Runnable whenThereIsMore) {
            demanded = true;
        }

        @Override
        public Components getComponents() {
            return (Components) Proxy.newProxyInstance(
                    Components.class.getClassLoader(),
                    new Class<?>[] {Components.class},
                    (proxy, method, arguments) -> scheduler);
        }
    }
}
