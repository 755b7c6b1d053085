package dev.missioncontrol.billing.http;

import io.javalin.http.Context;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Whether a request comes from this machine itself, and through nothing. */
final class Loopback {
    private static final List<String> FORWARDED =
            List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via");

    private Loopback() {}

    static boolean direct(Context ctx) {
        return loopback(ctx.req().getRemoteAddr())
                && loopback(ctx.req().getLocalAddr())
                && FORWARDED.stream().allMatch(name -> ctx.header(name) == null);
    }

    private static boolean loopback(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
