package dev.missioncontrol.billing.app.doctor;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * One question to an address that requests ask as well, with the same bounds: connection, TLS and a whole answer within a time,
 * and no redirect followed.
 *
 * @param request what is asked
 * @param body reads the answer, as much of it as may be
 * @param within how long the whole answer may take
 */
record Question(HttpRequest request, BodyHandler<byte[]> body, Duration within) {
    /** What to find of the answer, or of why there is none. */
    Finding ask(Function<HttpResponse<byte[]>, Finding> answered, Function<String, Finding> away) {
        HttpClient http = HttpClient.newBuilder()
                .connectTimeout(within)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        CompletableFuture<HttpResponse<byte[]>> answer = http.sendAsync(request, body);
        try {
            return answered.apply(answer.get(within.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException | TimeoutException e) {
            return away.apply(Unanswered.why(request.uri(), e, within.toSeconds() + " s"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return away.apply("we are stopping");
        } finally {
            answer.cancel(true);
        }
    }

    /** How an address is named: without its path and query, which can be secret. */
    static String named(String setting, URI url) {
        return setting + " " + url.getScheme() + "://" + url.getRawAuthority() + ": ";
    }
}
