package dev.missioncontrol.billing.http.auth;

import java.time.Duration;

/**
 * How published keys are fetched and kept.
 *
 * @param fetch longest a fetch takes, from connecting to the last byte: a token's check may have to wait for it
 * @param keep how long a fetched set is used without asking again, and so how long a withdrawn key lives on
 * @param ahead how long before the end of that a set is fetched anew, behind the scenes
 * @param between time in which at most two fetches are made, whatever key ids tokens name
 * @param outage how long keys are used while nothing can be fetched; counted from the last fetch that worked
 * @param largest most bytes of a set
 */
record JwksPolicy(Duration fetch, Duration keep, Duration ahead, Duration between, Duration outage, int largest) {
    /** Sets are a few kilobytes and change within days; an issuer that is down over lunch locks nobody out. */
    static final JwksPolicy STANDARD = new JwksPolicy(
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(1),
            Duration.ofSeconds(10),
            Duration.ofHours(4),
            256 * 1024);

    /** Time over a fetch that a second thread waits for the first one's answer, so that it sees that one fail. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    /** How long a thread waits for a fetch that another one makes. */
    Duration waiting() {
        return fetch.plus(GRACE);
    }
}
