package dev.missioncontrol.billing.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A server in a process of its own. */
final class Server implements AutoCloseable {
    /** What this program runs on. */
    static final Path OWN_JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    private static final Duration LONGEST_START = Duration.ofMinutes(3);
    private static final long LOOK_AGAIN_NANOS = Duration.ofMillis(5).toNanos();

    private final Process process;
    private final int port;

    private Server(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** The product as it is packaged, begun with the options that its distribution sets. */
    static Server product(Path java, Path jar, List<String> options, Map<String, String> variables, Path log) {
        List<String> command = new ArrayList<>(List.of(java.toString()));
        command.addAll(options);
        command.addAll(List.of("-jar", jar.toString(), "serve"));
        return start(command, variables, "BILLING_PORT", log);
    }

    /** One of the product's commands; what it says is all that is in the file. */
    static Process tool(Path jar, List<String> options, Map<String, String> variables, Path said, String... arguments) {
        List<String> command = new ArrayList<>(List.of(OWN_JAVA.toString()));
        command.addAll(options);
        command.addAll(List.of("-jar", jar.toString()));
        command.addAll(List.of(arguments));
        return begin(command, variables, ProcessBuilder.Redirect.to(said.toFile()));
    }

    /** A Javalin that does nothing, and one that checks a token too. */
    static Server bare(Path java, List<String> options, Map<String, String> variables, Path log) {
        List<String> command = new ArrayList<>(List.of(java.toString()));
        command.addAll(options);
        command.addAll(List.of(
                "-Dlogback.configurationFile=bench/silent.xml",
                "-cp",
                System.getProperty("java.class.path"),
                BareServer.class.getName()));
        return start(command, variables, BareServer.PORT, log);
    }

    private static Server start(List<String> command, Map<String, String> variables, String portName, Path log) {
        int port = freePort();
        Map<String, String> all = new HashMap<>(variables);
        all.put(portName, Integer.toString(port));
        return new Server(begin(command, all, ProcessBuilder.Redirect.appendTo(log.toFile())), port);
    }

    private static Process begin(List<String> command, Map<String, String> variables, ProcessBuilder.Redirect said) {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said);
        builder.environment().keySet().removeIf(name -> name.startsWith("BILLING_") || name.startsWith("STRIPE_"));
        builder.environment().putAll(variables);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One that nobody listens on. */
    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return port;
    }

    /** Sends this until it is answered with 2xx, and says how long that took. */
    Duration answers(byte[] request) {
        long from = System.nanoTime();
        while (System.nanoTime() - from < LONGEST_START.toNanos()) {
            if (!process.isAlive()) throw new IllegalStateException("the server ended by itself; read its log");
            try {
                if (Load.once(port, request) / 100 == 2) return Duration.ofNanos(System.nanoTime() - from);
            } catch (UncheckedIOException notYet) {
                LockSupport.parkNanos(LOOK_AGAIN_NANOS);
            }
        }
        throw new IllegalStateException("the server does not answer; read its log");
    }

    /** Processor time that it has taken so far. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /** Proportional set size, in MB: what it keeps of the machine's memory. Nothing where the system does not tell. */
    OptionalLong pssMegabytes() {
        return Proc.pssMegabytes(process.pid());
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) process.destroyForcibly();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
