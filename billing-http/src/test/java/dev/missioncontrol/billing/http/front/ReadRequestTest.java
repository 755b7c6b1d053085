package dev.missioncontrol.billing.http.front;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.junit.jupiter.api.Test;

/** A request whose body is here: it is there for who asks, until one takes it. */
class ReadRequestTest {
    private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);

    private final Request request = new ReadRequest(
            new Request.Wrapper(new PlannedRequest(new byte[0], new ScheduledExecutorScheduler())) {
                @Override
                public HttpFields getHeaders() {
                    return HttpFields.EMPTY;
                }
            },
            BODY);

    @Test
    void a_body_that_was_taken_is_kept_no_longer() {
        assertThat(request.getAttribute(Wire.BODY)).isSameAs(BODY);
        assertThat(request.removeAttribute(Wire.BODY)).isSameAs(BODY);
        assertThat(request.getAttribute(Wire.BODY)).isEqualTo(new byte[0]);
        assertThat(request.read()).isSameAs(Content.Chunk.EOF);
    }
}
