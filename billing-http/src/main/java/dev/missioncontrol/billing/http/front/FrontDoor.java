package dev.missioncontrol.billing.http.front;

import java.util.concurrent.TimeoutException;
import java.util.function.ObjIntConsumer;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Lets a request in once its body is here, whole and no larger than its route takes, and its answer out once that is whole:
 * no route ever waits for a client.
 */
final class FrontDoor extends Handler.Wrapper {
    private final Wire.Rules rules;
    private final SecurityHeaders headers;
    private final HeadDeadline deadline;
    private final CrossOrigin crossOrigin;
    /** Most bytes of all bodies that are waited for: some thirty of the largest, and a tenth of what a small heap has. */
    static final long MOST_UNSENT_BYTES = 8L * 1024 * 1024;

    /** Most bytes of all answers that wait for their clients: some fifty of our largest document. */
    static final long MOST_UNTAKEN_BYTES = 16L * 1024 * 1024;

    private final Outstanding unsent = new Outstanding(Wire.WHOLE_WITHIN, MOST_UNSENT_BYTES);
    private final Outstanding untaken = new Outstanding(Wire.WHOLE_WITHIN, MOST_UNTAKEN_BYTES);
    private final ObjIntConsumer<String> refused;

    /** @param refused is told the path and the status of each request that is not let in */
    FrontDoor(Wire.Rules rules, SecurityHeaders headers, HeadDeadline deadline, ObjIntConsumer<String> refused) {
        this.rules = rules;
        this.headers = headers;
        this.deadline = deadline;
        this.refused = refused;
        this.crossOrigin = new CrossOrigin(rules.origins());
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        deadline.begun(request);
        headers.begin(response.getHeaders());
        response.getHeaders().add("X-Request-Id", Answer.requestId(request));
        if (crossOrigin.answered(request, response, callback)) return true;
        int largest = rules.largestBody().applyAsInt(Answer.path(request));
        if (request.getHeaders().contains(HttpHeader.CONTENT_ENCODING))
            refuse(
                    request,
                    response,
                    callback,
                    415,
                    "unsupported_encoding",
                    "Send the body without a content encoding.");
        else if (strangelyCoded(request))
            refuse(request, response, callback, 400, "unsupported_transfer", "Only chunked transfer is understood.");
        else if (request.getLength() > largest) saidTooLarge(request, response, callback, largest);
        else new BodyReader(request, largest, unsent, new Visit(request, response, callback, largest)).run();
        return true;
    }

    /** Whoever stands before us may end such a body elsewhere than we do, and so smuggle another request in it. */
    private static boolean strangelyCoded(Request request) {
        String coding = request.getHeaders().get(HttpHeader.TRANSFER_ENCODING);
        return coding != null && !coding.equalsIgnoreCase("chunked");
    }

    /**
     * Refuses what says itself that it is too large, before any of it comes. A client that waits for 100-continue then sends nothing; of one
     * that does not, what is on its way is thrown away afterwards, so that the answer is heard and not a reset connection.
     */
    private void saidTooLarge(Request request, Response response, Callback callback, int largest) {
        boolean onItsWay = !request.getHeaders().contains(HttpHeader.EXPECT)
                && request.getLength() <= largest + (long) BodyReader.MOST_DISCARDED;
        Runnable discard = () -> new BodyReader(request, largest, unsent, new Rest(callback)).run();
        Callback answered = onItsWay ? Callback.from(discard, callback::failed) : callback;
        tooLarge(request, response, answered, largest);
    }

    private void tooLarge(Request request, Response response, Callback callback, int largest) {
        String sentence = "The body may have at most " + largest + " bytes.";
        refuse(request, response, callback, 413, "body_too_large", sentence);
    }

    private void refuse(
            Request request, Response response, Callback callback, int status, String code, String sentence) {
        refused.accept(Answer.path(request), status);
        Answer.problem(request, response, callback, status, code, sentence);
    }

    private void enter(Request request, Response response, Callback callback) {
        try {
            if (!super.handle(request, response, callback)) Response.writeError(request, response, callback, 404);
        } catch (Exception e) {
            Response.writeError(request, response, callback, e);
        }
    }

    /** The end of a request that was answered before its body came. */
    private record Rest(Callback callback) implements BodyReader.Outcome {
        @Override
        public void whole(byte[] body) {
            callback.succeeded();
        }

        @Override
        public void tooLarge() {
            callback.succeeded();
        }

        /** Closes the connection: there is nothing left to say on it. */
        @Override
        public void late() {
            callback.failed(new TimeoutException("the body took too long to arrive"));
        }

        @Override
        public void broken(Throwable cause) {
            callback.failed(cause);
        }
    }

    /** What a body's reading leads to. */
    private final class Visit implements BodyReader.Outcome {
        private final Request request;
        private final Response response;
        private final Callback callback;
        private final int largest;

        Visit(Request request, Response response, Callback callback, int largest) {
            this.request = request;
            this.response = response;
            this.callback = callback;
            this.largest = largest;
        }

        @Override
        public void whole(byte[] body) {
            Delivery delivery = new Delivery(request, response, untaken, callback);
            ReadRequest read = new ReadRequest(request, body);
            enter(read, delivery, read.over(delivery.handled()));
        }

        @Override
        public void tooLarge() {
            FrontDoor.this.tooLarge(request, response, callback, largest);
        }

        @Override
        public void late() {
            refuse(request, response, callback, 408, "too_slow", "The body took too long to arrive.");
        }

        @Override
        public void broken(Throwable cause) {
            if (cause instanceof TimeoutException) late();
            else if (cause instanceof HttpException)
                refuse(request, response, callback, 400, "unreadable_body", "The body is not valid HTTP.");
            else callback.failed(cause);
        }
    }
}
