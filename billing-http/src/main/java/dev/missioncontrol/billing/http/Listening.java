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
     * @throws UncheckedIOException if the port is in use, or not for this process
     */
    static int start(Javalin javalin, String host, int port) {
        try {
            return javalin.start().port();
        } catch (JavalinBindException e) {
            String why = causedBy(e).contains("Permission denied") ? "it is not for this process" : "it is in use";
            throw new UncheckedIOException(new IOException("can't listen on " + host + ":" + port + ": " + why, e));
        }
    }

    private static String causedBy(Throwable e) {
        return e.getCause() == null ? String.valueOf(e.getMessage()) : causedBy(e.getCause());
    }
}
