package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class AsyncAnswerTest {
    private final Executor here = AsyncAnswer.on(Runnable::run);

    @AfterEach
    void clear() {
        MDC.clear();
    }

    @Test
    void what_the_log_says_of_one_request_is_not_said_of_the_next_that_its_thread_makes_known() {
        here.execute(() -> MDC.put("trace_id", "the first one's"));
        here.execute(() -> assertThat(MDC.get("trace_id")).isNull());
    }

    @Test
    void nor_where_it_failed() {
        assertThatThrownBy(() -> here.execute(() -> {
                    MDC.put("trace_id", "the first one's");
                    throw new IllegalStateException("in a test");
                }))
                .isInstanceOf(IllegalStateException.class);
        here.execute(() -> assertThat(MDC.get("trace_id")).isNull());
    }
}
