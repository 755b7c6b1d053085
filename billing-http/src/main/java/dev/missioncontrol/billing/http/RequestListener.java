package dev.missioncontrol.billing.http;

import java.time.Duration;
import java.util.List;

/** Who is told of every answer, for figures: called on the request's thread, so it must be quick and never throw. */
public interface RequestListener {
    /** What {@link Answered#route} and {@link Answered#method} say of a request that no route is for. */
    String UNMATCHED = "none";

    /** A webhook whose body did not come in time. */
    String TOO_SLOW = "too_slow";

    /** A webhook that something on its way has coded. */
    String UNSUPPORTED_ENCODING = "unsupported_encoding";

    /** A webhook that says that it is no JSON. */
    String UNSUPPORTED_MEDIA_TYPE = "unsupported_media_type";

    /** A webhook without a signature that a page of some site had its reader's browser send. */
    String SENT_BY_BROWSER = "sent_by_browser";

    /** A request whose head says twice what is said once: for problem documents too. */
    String REPEATED_HEADER = "repeated_header";

    /** What {@link #webhookRefused} says beside the words of the event's reader: of webhooks that were not read. */
    List<String> UNREAD =
            List.of(TOO_SLOW, UNSUPPORTED_ENCODING, UNSUPPORTED_MEDIA_TYPE, SENT_BY_BROWSER, REPEATED_HEADER);

    /** Nobody. */
    RequestListener NOBODY = new RequestListener() {};

    /**
     * One answer. All words come from us, never from the request, so that no client can make more of them.
     *
     * @param method of the route
     * @param route its template, with the names of parameters and not their values
     * @param status the HTTP status
     * @param took from the head of the request to the answer
     */
    record Answered(String method, String route, int status, Duration took) {}

    /** A request was answered. */
    default void answered(Answered answer) {}

    /** A request was refused before any route saw it: too large, too slow, or no HTTP. */
    default void refusedUnseen(int status) {}

    /** A webhook was stored, or seen before: the outcome's word. */
    default void webhookTaken(String outcome) {}

    /** A webhook was refused: the reason's word, of {@link #UNREAD} or an {@code EventReader.Refusal} in small letters. */
    default void webhookRefused(String reason) {}
}
