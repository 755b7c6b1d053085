package dev.missioncontrol.billing.http;

import io.javalin.Javalin;
import io.javalin.util.JavalinBindException;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Lets a server listen, or says why it can't. */
final class Listening {
    private Listening() {}

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
