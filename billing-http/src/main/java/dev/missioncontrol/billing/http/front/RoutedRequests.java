package dev.missioncontrol.billing.http.front;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * By which method a request is routed: by the one on its first line, whatever a header says, so that whoever stands before us
 * and lets methods pass or not sees what we see. HEAD goes the way of GET, and the server leaves the body out: Javalin alone
 * answers 200 without asking anybody, and a balancer that probes with HEAD would never hear that we are not ready.
 */
public final class RoutedRequests extends Handler.Wrapper {
    /** By this header Javalin lets a client choose another method. */
    public static final String OVERRIDE = "X-HTTP-Method-Override";

    /** The attribute of a request that asks for the head of an answer alone. */
    public static final String HEAD_ALONE = "dev.missioncontrol.billing.headAlone";

    private static final String HEAD = "HEAD";
    private static final String GET = "GET";

    /** The method by which a request is routed. */
    public static String routed(String method) {
        return headAlone(method) ? GET : method;
    }

    /** Whether it asks for the head of an answer alone. */
    public static boolean headAlone(String method) {
        return method.equals(HEAD);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        return super.handle(new Routed(request), response, callback);
    }

    /** A request by the method that it is routed by. */
    static class Routed extends Request.Wrapper {
        private final HttpFields headers;

        Routed(Request request) {
            super(request);
            HttpFields sent = request.getHeaders();
            headers = sent.contains(OVERRIDE)
                    ? HttpFields.build(sent).remove(OVERRIDE).asImmutable()
                    : sent;
            if (headAlone(request.getMethod())) request.setAttribute(HEAD_ALONE, true);
        }

        @Override
        public String getMethod() {
            return routed(super.getMethod());
        }

        @Override
        public HttpFields getHeaders() {
            return headers;
        }
    }
}
