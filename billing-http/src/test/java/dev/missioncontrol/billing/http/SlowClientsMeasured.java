package dev.missioncontrol.billing.http;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Sends slow clients of each kind to a server on this machine and writes down what others wait meanwhile. Others ask at a steady
 * pace whether or not the last one was answered: a server that stands still for a second is counted for all of it.
 */
final class SlowClientsMeasured {
    /** Time between two of those who ask. */
    private static final Duration PACE = Duration.ofMillis(10);

    /** Who asks before anything is counted. */
    private static final int WARM_UP = 2_000;

    /** After it nobody waits any longer. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final URI live;
    private final PrintStream out;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Queue<Future<Long>> waits = new ConcurrentLinkedQueue<>();

    private SlowClientsMeasured(int port, PrintStream out) {
        this.out = out;
        live = URI.create("http://127.0.0.1:" + port + "/health/live");
    }

    /** @param args the port of a server on this machine, how many clients of each kind, and the file for the table */
    public static void main(String[] args) throws IOException, InterruptedException {
        int port = Integer.parseInt(args[0]);
        int each = Integer.parseInt(args[1]);
        try (PrintStream out = new PrintStream(args[2], StandardCharsets.UTF_8)) {
            warmUp(port, out);
            out.printf(
                    "%-18s %8s %8s %8s %8s %8s %8s %10s%n",
                    "clients", "asked", "failed", "p50 ms", "p90 ms", "p99 ms", "max ms", "gone in s");
            new SlowClientsMeasured(port, out).measure("none", List.of(), 0);
            for (SlowClients.Kind kind : SlowClientsTest.KINDS)
                new SlowClientsMeasured(port, out).measure(each + " " + kind.name(), List.of(kind), each);
        }
    }

    /** A JVM's first seconds are about the JVM. */
    private static void warmUp(int port, PrintStream out) throws InterruptedException {
        SlowClientsMeasured first = new SlowClientsMeasured(port, out);
        for (int i = 0; i < WARM_UP; i++) {
            first.ask();
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    private void measure(String name, List<SlowClients.Kind> kinds, int each) throws InterruptedException {
        ScheduledExecutorService steady = Executors.newSingleThreadScheduledExecutor();
        try (SlowClients clients = new SlowClients(live.getPort(), kinds, each)) {
            steady.scheduleAtFixedRate(this::ask, 0, PACE.toMillis(), TimeUnit.MILLISECONDS);
            while (clients.age().compareTo(SlowClientsTest.GONE_WITHIN) < 0 && (each == 0 || clients.open() > 0))
                TimeUnit.MILLISECONDS.sleep(PACE.toMillis());
            Duration gone = clients.age();
            String when = clients.open() == 0 ? String.format("%.1f", gone.toMillis() / 1e3) : clients.open() + " open";
            steady.shutdown();
            print(name, when);
        } finally {
            steady.shutdownNow();
        }
    }

    private void ask() {
        long asked = System.nanoTime();
        waits.add(http.sendAsync(
                        HttpRequest.newBuilder(live).timeout(PATIENCE).build(), HttpResponse.BodyHandlers.discarding())
                .thenApply(answer -> answer.statusCode() == 200 ? System.nanoTime() - asked : -1));
    }

    private void print(String name, String gone) throws InterruptedException {
        List<Long> sorted = new java.util.ArrayList<>();
        int failed = 0;
        for (Future<Long> wait : waits) {
            long nanos;
            try {
                nanos = wait.get();
            } catch (ExecutionException e) {
                nanos = -1;
            }
            if (nanos < 0) failed++;
            else sorted.add(nanos);
        }
        sorted.sort(null);
        out.printf(
                "%-18s %8d %8d %8.1f %8.1f %8.1f %8.1f %10s%n",
                name, waits.size(), failed, at(sorted, 50), at(sorted, 90), at(sorted, 99), at(sorted, 100), gone);
    }

    private static double at(List<Long> sorted, int percent) {
        if (sorted.isEmpty()) return Double.NaN;
        return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100)) / 1e6;
    }
}
