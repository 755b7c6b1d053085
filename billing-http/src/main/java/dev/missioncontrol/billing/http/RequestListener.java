package dev.missioncontrol.billing.http;

import java.time.Duration;

/** Who is told of every answer, for figures: called on the request's thread, so it must be quick and never throw. */
public interface RequestListener {
    /** What {@link Answered#route} and {@link Answered#method} say of a request that no route is for. */
    String UNMATCHED = "none";

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

    /** A webhook was refused: the reason's word. */
    default void webhookRefused(String reason) {}
}
