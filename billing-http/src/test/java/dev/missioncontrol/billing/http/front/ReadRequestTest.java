package dev.missioncontrol.billing.http.front;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.junit.jupiter.api.Test;

/** A request whose body is here: it is there for who asks, until one takes it. */
class ReadRequestTest {
    private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);

    private static ReadRequest request() {
        return new ReadRequest(
                new Request.Wrapper(new PlannedRequest(new byte[0], new ScheduledExecutorScheduler())) {
                    @Override
                    public String getMethod() {
                        return "POST";
                    }

                    @Override
                    public HttpFields getHeaders() {
                        return HttpFields.EMPTY;
                    }
                },
                BODY);
    }

    @Test
    void a_body_that_was_taken_is_kept_no_longer() {
        ReadRequest request = request();
        assertThat(request.getAttribute(Wire.BODY)).isSameAs(BODY);
        assertThat(request.removeAttribute(Wire.BODY)).isSameAs(BODY);
        assertThat(request.getAttribute(Wire.BODY)).isEqualTo(new byte[0]);
        assertThat(request.read()).isSameAs(Content.Chunk.EOF);
    }

    @Test
    void nor_is_one_whose_route_is_done_with_it() {
        for (boolean well : new boolean[] {true, false}) {
            ReadRequest request = request();
            List<String> told = new ArrayList<>();
            Callback over = request.over(Callback.from(() -> told.add("well"), cause -> told.add("badly")));
            if (well) over.succeeded();
            else over.failed(new IllegalStateException("in a test"));
            assertThat(told).containsExactly(well ? "well" : "badly");
            assertThat(request.getAttribute(Wire.BODY)).isEqualTo(new byte[0]);
        }
    }
}
