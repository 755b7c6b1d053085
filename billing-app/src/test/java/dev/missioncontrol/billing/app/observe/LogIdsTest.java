package dev.missioncontrol.billing.app.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.account.BillingEvent;
import dev.missioncontrol.billing.account.CurrentSubscription;
import dev.missioncontrol.billing.account.Transition;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class LogIdsTest {
    private final ExecutorService one = Executors.newSingleThreadExecutor();

    @AfterEach
    void end() {
        MDC.clear();
        one.shutdownNow();
    }

    @Test
    void work_that_is_given_away_keeps_the_ids_of_who_gave_it_and_leaves_none() throws Exception {
        List<String> seen = new ArrayList<>();
        MDC.put("run", "7");
        LogIds.carried(one).execute(() -> seen.add(MDC.get("run")));
        Future<String> after = one.submit(() -> MDC.get("run"));
        assertThat(after.get()).isNull();
        assertThat(seen).containsExactly("7");
    }

    @Test
    void each_run_has_a_number_of_its_own() throws Exception {
        List<String> seen = new ArrayList<>();
        for (int run = 0; run < 2; run++) LogIds.numbered(one).execute(() -> seen.add(MDC.get("run")));
        var numbered = LogIds.numbered(one);
        for (int run = 0; run < 2; run++) numbered.execute(() -> seen.add(MDC.get("run")));
        one.submit(() -> {}).get();
        assertThat(seen).containsExactly("1", "1", "1", "2");
    }

    @Test
    void lines_of_an_event_that_is_sent_have_the_trace_that_its_receiver_is_told() {
        CurrentSubscription none = CurrentSubscription.none(DefaultCatalog.withPlaceholderPrices());
        BillingEvent event = new BillingEvent(
                "acme-1",
                new TenantId("acme"),
                1,
                Instant.EPOCH,
                new Transition(Transition.Type.SEATS_CHANGED, none, none));
        try (LogIds.Held ids = LogIds.of(event)) {
            assertThat(LogIds.traceparent())
                    .contains("00-" + MDC.get("trace_id") + "-" + MDC.get("span_id") + "-00")
                    .get()
                    .asString()
                    .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00");
        }
        assertThat(MDC.get("span_id")).isNull();
    }
}
