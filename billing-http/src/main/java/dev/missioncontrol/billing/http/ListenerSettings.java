package dev.missioncontrol.billing.http;

import dev.missioncontrol.billing.http.front.Wire;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.util.JavalinBindException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** What all that listens here has in common: how it is set, and why it can't listen where it can't. */
final class ListenerSettings {
    private ListenerSettings() {}

    /** Nothing is said that we don't say ourselves, and no more of a request is held than we allow. */
    static void settle(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.startupWatcherEnabled = false;
        config.http.prefer405over404 = true;
        config.http.responseBufferSize = Limits.COPIED_AT_ONCE;
        config.http.maxRequestSize = Limits.REQUEST;
    }

    /**
     * Listens on this wire alone, once it starts.
     *
     * @param host asked then
     * @param port asked then; 0 for any that is free
     */
    static void on(JavalinConfig config, Wire wire, Supplier<String> host, IntSupplier port) {
        config.jetty.modifyServer(wire::guard);
        config.jetty.modifyHttpConfiguration(wire::bound);
        config.jetty.addConnector((server, http) -> wire.connector(server, http, host.get(), port.getAsInt()));
    }

    /**
     * Returns the port.
     *
     * @throws UncheckedIOException if the port is in use, or not for this process, or the address is none of this machine's
     */
    static int start(Javalin javalin, String host, int port) {
        try {
            return javalin.start().port();
        } catch (JavalinBindException e) {
            throw new UncheckedIOException(new IOException("can't listen on " + host + ":" + port + ": " + why(e), e));
        }
    }

    private static String why(Throwable e) {
        if (e.getCause() != null) return why(e.getCause());
        String said = String.valueOf(e.getMessage());
        if (said.contains("Permission denied")) return "the port is not for this process";
        if (said.contains("in use")) return "the port is in use";
        return e.getClass().getSimpleName() + (e.getMessage() == null ? "" : " (" + said + ")");
    }
}
