package dev.missioncontrol.billing.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * Keep-alive connections that each send a request when the last is answered. Written on bare sockets, so that the load takes
 * as little as it can of the processors that it shares with what is measured.
 */
final class Load {
    /** Stands among the statuses for each time that a connection was closed, and its request sent again on another. */
    private static final int CLOSED = 0;

    private final int connections;
    private final int[] ports;

    /** @param ports of the servers; the connections are spread over them evenly */
    Load(int connections, int... ports) {
        this.connections = connections;
        this.ports = ports;
    }

    /**
     * What came of it.
     *
     * @param perSecond answers with 2xx or 304 a second
     * @param statuses how many answers had each status
     */
    record Outcome(double perSecond, Latencies latencies, Map<Integer, Long> statuses) {
        boolean allGood() {
            return statuses.keySet().stream().allMatch(Load::good);
        }
    }

    /** A connection's requests that want to know what came of them. */
    interface Sender extends Supplier<byte[]> {
        /** After each request, before the next one is asked for. */
        void answered(int status);
    }

    private static boolean good(int status) {
        return status / 100 == 2 || status == 304;
    }

    /**
     * Sends for so long.
     *
     * @param requests the requests of the connection of this number, whole, one after the other
     * @param perSecond all connections together no faster than this; 0 as fast as they can
     */
    Outcome run(Duration time, int perSecond, IntFunction<Supplier<byte[]>> requests) {
        // Each sends at least once a second: a connection that idles for longer may be closed, and rightly.
        int used = perSecond == 0 ? connections : Math.min(connections, perSecond);
        ExecutorService threads = Executors.newFixedThreadPool(used);
        try {
            long from = System.nanoTime();
            List<Future<One>> running = new ArrayList<>();
            for (int number = 0; number < used; number++) {
                Supplier<byte[]> source = requests.apply(number);
                long first = perSecond == 0 ? 0 : Duration.ofSeconds(1).toNanos() * number / perSecond;
                long pace = perSecond == 0 ? 0 : Duration.ofSeconds(1).toNanos() * used / perSecond;
                int port = ports[number % ports.length];
                running.add(threads.submit(() -> send(port, source, from + time.toNanos(), from + first, pace)));
            }
            Latencies all = new Latencies();
            Map<Integer, Long> statuses = new TreeMap<>();
            for (Future<One> one : running) {
                all.addAll(one.get().latencies);
                one.get().statuses.forEach((status, count) -> statuses.merge(status, count, Long::sum));
            }
            double seconds = (System.nanoTime() - from) / 1e9;
            long goods = statuses.entrySet().stream()
                    .filter(entry -> good(entry.getKey()))
                    .mapToLong(Map.Entry::getValue)
                    .sum();
            return new Outcome(goods / seconds, all, statuses);
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("the load broke off", e);
        } finally {
            threads.shutdownNow();
        }
    }

    private record One(Latencies latencies, Map<Integer, Long> statuses) {}

    /** Where a pace is kept, latency counts from when a request was due: a stalled server doesn't hide behind its load. */
    private One send(int port, Supplier<byte[]> requests, long until, long first, long pace) throws IOException {
        One one = new One(new Latencies(), new TreeMap<>());
        try (Connection connection = new Connection(port)) {
            long due = first;
            while (System.nanoTime() < until) {
                byte[] request = requests.get();
                if (pace > 0) await(due);
                long begun = pace > 0 ? due : System.nanoTime();
                int status = connection.ask(request);
                one.latencies.add(System.nanoTime() - begun);
                if (requests instanceof Sender sender) sender.answered(status);
                one.statuses.merge(status, 1L, Long::sum);
                due += pace;
            }
            if (connection.reopened() > 0) one.statuses.merge(CLOSED, connection.reopened(), Long::sum);
        }
        return one;
    }

    private static void await(long due) {
        long left = due - System.nanoTime();
        if (left > 0) java.util.concurrent.locks.LockSupport.parkNanos(left);
    }

    /** One answer's status and body, for what is asked beside the load. */
    static int once(int port, byte[] request) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) Connection.LONGEST_ANSWER.toMillis());
            socket.getOutputStream().write(request);
            return new AnswerReader(socket.getInputStream()).status();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
