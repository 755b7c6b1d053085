package dev.missioncontrol.billing.app.observe;

import static org.assertj.core.api.Assertions.assertThat;

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
}
