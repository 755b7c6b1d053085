package dev.missioncontrol.billing.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;

/** A port for those who asked for any: it must be known before the addresses made of it. */
public final class FreePort {
    private static final String PORT = "BILLING_PORT";

    private FreePort() {}

    /** The same variables, with a free port where the one set is 0. */
    public static Map<String, String> resolve(Map<String, String> env) {
        if (!"0".equals(env.getOrDefault(PORT, "").strip())) return env;
        Map<String, String> resolved = new HashMap<>(env);
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            resolved.put(PORT, Integer.toString(socket.getLocalPort()));
        } catch (IOException e) {
            throw new UncheckedIOException("no port is free on this machine", e);
        }
        return resolved;
    }
}
