package dev.missioncontrol.billing.app.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.account.Drift;
import dev.missioncontrol.billing.usecase.WorkNote;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** How long ago the workers ran is counted by no clock that somebody sets. */
class WorkerMetersTest {
    private final MeterRegistry registry = new SimpleMeterRegistry();

    // It may begin anywhere, below nothing too.
    private long nanos = -5;

    private final WorkerMeters meters = new WorkerMeters(registry, () -> nanos);
    private final Executor workers = meters.timed(Runnable::run);

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    private double age(String of) {
        return registry.get("billing.worker.last." + of + ".age.seconds")
                .gauge()
                .value();
    }

    @Test
    void since_the_last_run_as_much_time_is_told_as_passed() {
        pass(Duration.ofSeconds(30));
        assertThat(age("run")).as("since the process began").isEqualTo(30);
        workers.execute(() -> pass(Duration.ofSeconds(5)));
        assertThat(age("run")).isZero();
        pass(Duration.ofMinutes(2));
        assertThat(age("run")).isEqualTo(120);
        assertThat(age("success")).isEqualTo(120);
    }

    @Test
    void what_a_sweep_finds_is_counted_by_its_kind_from_nothing_on() {
        assertThat(findings("unknown_price")).isZero();
        List<WorkNote> told = new ArrayList<>();
        WorkNote found = new WorkNote.Differs(
                WorkNote.About.NOTHING,
                new Drift(
                        Drift.Kind.UNKNOWN_PRICE,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        "free active 1",
                        "active price_1",
                        Drift.Remedy.PERSON,
                        "no plan has its price"));
        meters.findings(told::add).accept(found);
        meters.findings(told::add).accept(new WorkNote.Swept(WorkNote.About.NOTHING, "1 drift, 1 left"));
        assertThat(findings("unknown_price")).isOne();
        assertThat(findings("ownerless")).isZero();
        assertThat(told).hasSize(2).contains(found);
    }

    /** A figure that stands at none however much there is would be taken for a good sign. */
    @Test
    void what_no_sweep_tells_of_is_not_shown_as_none() {
        assertThat(registry.get("billing.sweep.findings").counters())
                .extracting(counter -> counter.getId().getTag("kind"))
                .contains("missing_there", "unreadable", "unanswered", "other_mode")
                .doesNotContain("nothing_there", "held", "seats_outside_plan");
    }

    private double findings(String kind) {
        return registry.get("billing.sweep.findings")
                .tag("kind", kind)
                .counter()
                .count();
    }

    @Test
    void a_run_with_trouble_is_none_without() {
        Consumer<RuntimeException> trouble = meters.counted(fault -> {});
        pass(Duration.ofSeconds(900));
        workers.execute(() -> trouble.accept(new IllegalStateException("in a test")));
        assertThat(age("run")).isZero();
        assertThat(age("success")).isEqualTo(900);
    }
}
