package dev.missioncontrol.billing.app.doctor;

import dev.missioncontrol.billing.app.config.EventTargets;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * The addresses that are told of events: whether each is there, over the way that events take. Asked with {@code OPTIONS}, which
 * changes nothing at a receiver: an event that is no event would have to be refused, or worse, be believed. All are asked at once,
 * so that ten that hang take as long as one.
 */
final class ReceiverExam {
    private static final String AREA = "receivers";

    /** As long as a sending waits for a connection. */
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(2);

    /** Connection, TLS and the head of an answer together: less than a sending may take, since nothing is done for it. */
    static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

    private static final String LOST = "events wait, and are given up after three days";

    private ReceiverExam() {}

    static List<Finding> of(EventTargets targets) {
        if (targets.urls().isEmpty()) return List.of(Finding.ok(AREA, "none: no application is told of events"));
        HttpClient http = HttpClient.newBuilder()
                .connectTimeout(CONNECT_WITHIN)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        List<CompletableFuture<Finding>> all = IntStream.range(0, targets.urls().size())
                .mapToObj(i -> look(http, targets.named(i + 1), targets.urls().get(i)))
                .toList();
        return all.stream().map(CompletableFuture::join).toList();
    }

    private static CompletableFuture<Finding> look(HttpClient http, String who, URI url) {
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(ANSWER_WITHIN)
                .header("User-Agent", "billing-doctor/1")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .build();
        // The body is left where it is: one that drips has no end.
        return http.sendAsync(request, BodyHandlers.ofInputStream())
                .thenApply(answer -> leave(answer.statusCode(), answer.body()))
                .handle((status, failure) -> failure == null ? answered(who, status) : away(url, who, failure));
    }

    private static int leave(int status, InputStream body) {
        try (body) {
            return status;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Finding answered(String who, int status) {
        String said = who + ": answers " + status + " to OPTIONS";
        if (status / 100 == 3)
            return Finding.warning(
                    AREA,
                    said + ", a redirect",
                    "events are not sent on: " + LOST,
                    "name the address that it leads to in BILLING_EVENT_URLS");
        if (status == 404 || status == 410)
            return Finding.warning(
                    AREA,
                    said,
                    "there may be nobody at this path, and then " + LOST,
                    "compare the path with the application's; one that knows nothing but POST may say so too");
        if (status / 100 == 5)
            return Finding.warning(
                    AREA, said, "it would take no event just now", "look at the application, and at what is before it");
        return Finding.ok(AREA, said + "; nothing was sent to it");
    }

    private static Finding away(URI url, String who, Throwable failure) {
        String within = ANSWER_WITHIN.toSeconds() + " s (" + CONNECT_WITHIN.toSeconds() + " s for the connection)";
        return Finding.fault(
                AREA,
                who + ": " + Unanswered.why(url, failure, within),
                LOST,
                "is the application there, is its address right, may this machine connect to it?");
    }
}
