package dev.missioncontrol.billing.http.front;

import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Answers without a route, and the request's id, which is given before anything else happens. */
public final class Answer {
    private static final String ID = "dev.missioncontrol.billing.requestId";

    private Answer() {}

    /** The request's id; made up by us, so that no client can write into our logs with it. */
    public static String requestId(Request request) {
        if (request.getAttribute(ID) instanceof String known) return known;
        String id = Long.toHexString(ThreadLocalRandom.current().nextLong());
        request.setAttribute(ID, id);
        return id;
    }

    /** The request's path, without what may stand for the same; empty where what was sent has none. */
    static String path(Request request) {
        HttpURI uri = request.getHttpURI();
        String path = uri == null ? null : uri.getCanonicalPath();
        return path == null ? "" : path;
    }

    /** Answers with a problem document; the connection ends with it, since what follows on it may be anything. */
    static void problem(
            Request request, Response response, Callback callback, int status, String code, String sentence) {
        response.setStatus(status);
        response.getHeaders().put("X-Request-Id", requestId(request));
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, ProblemDocument.TYPE);
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        byte[] body = ProblemDocument.of(status, code, sentence, "", requestId(request));
        response.write(true, ByteBuffer.wrap(body), callback);
    }
}
