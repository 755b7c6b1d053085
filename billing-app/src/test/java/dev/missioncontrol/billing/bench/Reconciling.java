package dev.missioncontrol.billing.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * How fast both sides are compared, page by page, in a process of its own as an operator runs it, beside what the stand-in for the
 * provider serves to a client that only reads. The steps are those of the hourly sweep.
 */
final class Reconciling {
    private static final String LIMIT = "limit: subscriptions listed to a client that only reads";
    private static final long LOOK_AGAIN_NANOS = Duration.ofMillis(20).toNanos();

    /** What it ends with where nothing differs, and where something does. */
    private static final List<Integer> COMPARED = List.of(0, 3);

    private final Stage stage;
    private final Report report;
    private final Provider provider;

    Reconciling(Stage stage) {
        this.stage = stage;
        report = stage.report();
        provider = stage.provider();
    }

    void measure(int tenants) {
        provider.lists(tenants);
        new Clones(stage.postgres()).forgetOthers();
        for (int round = 0; round < stage.settings().rounds(); round++) {
            Stage.say("reconciling, round " + (round + 1) + " of "
                    + stage.settings().rounds());
            bare(tenants);
            once(tenants);
        }
    }

    private void bare(int tenants) {
        Load.Outcome outcome = new Load(1, provider.port())
                .run(stage.settings().time(), 0, connection -> new Supplier<>() {
                    private long after = -1;

                    @Override
                    public byte[] get() {
                        byte[] request = provider.page(after);
                        after = after + Provider.PAGE >= tenants - 1 ? -1 : after + Provider.PAGE;
                        return request;
                    }
                });
        report.add(Report.tag(LIMIT, tenants), outcome.perSecond() * Provider.PAGE, "1/s", "", "");
    }

    private void once(int tenants) {
        long before = provider.pages();
        Path said = stage.settings().folder().resolve("reconcile.txt");
        Process process = stage.tool(said, "reconcile", "--dry-run", "--anew");
        while (provider.pages() == before && process.isAlive()) LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        long from = System.nanoTime();
        OptionalLong memory = OptionalLong.empty();
        Duration cpu = Duration.ZERO;
        while (process.isAlive()) {
            OptionalLong most = Proc.mostResidentMegabytes(process.pid());
            if (most.isPresent()) memory = most;
            cpu = process.info().totalCpuDuration().orElse(cpu);
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
        double seconds = (System.nanoTime() - from) / 1e9;
        if (!COMPARED.contains(process.exitValue()))
            throw new IllegalStateException("reconcile ended with " + process.exitValue() + ": " + last(said));
        String name = Report.tag("reconcile: subscriptions compared", tenants);
        report.add(name, tenants / seconds, "1/s", Report.tag(LIMIT, tenants), last(said));
        report.add(name + ": its processor time", cpu.toNanos() / 1e3 / tenants, "µs", "", "for one, with its start");
        report.add(name + ": most memory, resident", memory);
    }

    private static String last(Path said) {
        try {
            List<String> lines = Files.readAllLines(said);
            return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
