package dev.missioncontrol.billing.http.front;

import java.util.function.ObjIntConsumer;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** What the server itself refuses, before any route or where one broke: said as a problem document like all else. */
final class ProblemErrors extends ErrorHandler {
    private final SecurityHeaders headers;
    private final ObjIntConsumer<String> refused;

    /** @param refused is told the path and the status of each */
    ProblemErrors(SecurityHeaders headers, ObjIntConsumer<String> refused) {
        this.headers = headers;
        this.refused = refused;
    }

    /** After which another server answers, as a rule, or this one again. */
    private static final long TRY_AGAIN_SECONDS = 5;

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = status(request, response);
        refused.accept(Answer.path(request), status);
        headers.put(response.getHeaders());
        if (status == 503) response.getHeaders().put(HttpHeader.RETRY_AFTER, TRY_AGAIN_SECONDS);
        Answer.problem(request, response, callback, status, code(status), sentence(status));
        return true;
    }

    private static int status(Request request, Response response) {
        // A connection that is gone, as a rule by the deadline of its head: nobody hears this, and it is no
        // fault of ours.
        if (request.getAttribute(ERROR_EXCEPTION) instanceof EofException gone && !(gone instanceof HttpException))
            return 408;
        int status = request.getAttribute(ERROR_STATUS) instanceof Integer wanted ? wanted : response.getStatus();
        return status < 400 ? 500 : status;
    }

    private static String code(int status) {
        return switch (status) {
            case 408 -> "too_slow";
            case 413 -> "body_too_large";
            case 431 -> "head_too_large";
            case 500 -> "internal";
            case 503 -> "stopping";
            default -> "http_" + status;
        };
    }

    private static String sentence(int status) {
        return switch (status) {
            case 404 -> "There is nothing here.";
            case 408 -> "The request took too long to arrive.";
            case 413 -> "The request is too large.";
            case 414 -> "The address is too long.";
            case 431 -> "The request's head may have at most " + Wire.LARGEST_HEAD + " bytes.";
            case 503 -> "The server is stopping. Nothing was changed; send it again in a moment.";
            case 505 -> "Only HTTP/1.1 and HTTP/1.0 are spoken here.";
            default ->
                status < 500
                        ? "The request is not valid HTTP."
                        : "Something went wrong on our side. Nothing was changed.";
        };
    }
}
