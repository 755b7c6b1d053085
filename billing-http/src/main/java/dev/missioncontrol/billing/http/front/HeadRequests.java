package dev.missioncontrol.billing.http.front;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Lets HEAD be answered by what answers GET, and the server leave the body out. Javalin alone answers 200 without asking
 * anybody: a balancer that probes with HEAD would never hear that we are not ready.
 */
public final class HeadRequests extends Handler.Wrapper {
    private static final String HEAD = "HEAD";
    private static final String GET = "GET";

    /** The method by which a request is routed. */
    public static String routed(String method) {
        return method.equals(HEAD) ? GET : method;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        return super.handle(new Routed(request), response, callback);
    }

    /** A request by the method that it is routed by. */
    static class Routed extends Request.Wrapper {
        Routed(Request request) {
            super(request);
        }

        @Override
        public String getMethod() {
            return routed(super.getMethod());
        }
    }
}
