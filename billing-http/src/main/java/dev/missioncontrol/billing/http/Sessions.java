package dev.missioncontrol.billing.http;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Browsers that are signed in on this node, each by an unguessable cookie that it got for a ticket. Both are kept and looked for
 * by their hash: how long a comparison takes says nothing of what is right, and a dump of memory opens nothing. What is over is
 * forgotten when the next one is given out. Safe for many threads.
 *
 * @param <W> who is signed in
 */
final class Sessions<W> {
    /** How long the one-time address for a browser works. */
    static final Duration TICKET_LASTS = Duration.ofSeconds(60);

    private static final int TOKEN_BYTES = 32;

    /** Characters of one, in base64url. */
    private static final int TOKEN_LENGTH = (TOKEN_BYTES * 8 + 5) / 6;

    private final SecureRandom random = new SecureRandom();
    private final InstantSource clock;
    private final Function<W, String> whose;
    private final Bounds bounds;
    private final Kept sessions;
    private final Kept tickets;

    /**
     * How many sessions are kept, and as many tickets beside them.
     *
     * @param most of all; the oldest goes first
     * @param mostOfOne of one name; its own oldest goes first, so that no loop of one signs the others out
     */
    record Bounds(int most, int mostOfOne) {}

    /**
     * @param lasts how long a browser stays signed in
     * @param whose the name that a session is counted for
     */
    Sessions(InstantSource clock, Duration lasts, Bounds bounds, Function<W, String> whose) {
        this.clock = clock;
        this.bounds = bounds;
        this.whose = whose;
        this.sessions = new Kept(lasts);
        this.tickets = new Kept(TICKET_LASTS);
    }

    /** A signed-in browser, with the token that its forms carry. */
    record Session<W>(W who, String csrf, Instant ends) {}

    /** Signs in; returns the cookie's value. */
    synchronized String open(W who) {
        return sessions.put(who);
    }

    /** A ticket that signs in once. */
    synchronized String ticket(W who) {
        return tickets.put(who);
    }

    /** Takes a ticket, once; returns the cookie's value. */
    synchronized Optional<String> redeem(String ticket) {
        return tickets.take(hash(ticket))
                .filter(held -> clock.instant().isBefore(held.ends()))
                .map(held -> open(held.who()));
    }

    Optional<Session<W>> find(String cookie) {
        // Asked of every token of an application as well, which is longer: no need to make the others wait for that.
        return cookie.length() == TOKEN_LENGTH ? held(cookie) : Optional.empty();
    }

    private synchronized Optional<Session<W>> held(String cookie) {
        return Optional.ofNullable(sessions.byHash.get(hash(cookie)))
                .filter(held -> clock.instant().isBefore(held.ends()));
    }

    synchronized void close(String cookie) {
        sessions.take(hash(cookie));
    }

    /** How many are kept, of sessions and tickets together. */
    synchronized int kept() {
        return sessions.byHash.size() + tickets.byHash.size();
    }

    String token() {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static String hash(String token) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    /** Those of one lifetime, in the order in which they end. */
    private final class Kept {
        private final Duration lasts;
        private final Map<String, Session<W>> byHash = new LinkedHashMap<>();
        private final Map<String, Integer> ofOne = new HashMap<>();

        Kept(Duration lasts) {
            this.lasts = lasts;
        }

        String put(W who) {
            Instant now = clock.instant();
            while (oldest().filter(first -> !now.isBefore(first.getValue().ends()))
                    .isPresent()) drop(oldest());
            if (ofOne.getOrDefault(whose.apply(who), 0) >= bounds.mostOfOne()) drop(oldestOf(whose.apply(who)));
            if (byHash.size() >= bounds.most()) drop(oldest());
            String token = token();
            byHash.put(hash(token), new Session<>(who, token(), now.plus(lasts)));
            ofOne.merge(whose.apply(who), 1, Integer::sum);
            return token;
        }

        Optional<Session<W>> take(String hash) {
            Optional<Session<W>> taken = Optional.ofNullable(byHash.remove(hash));
            taken.ifPresent(held ->
                    ofOne.computeIfPresent(whose.apply(held.who()), (name, number) -> number == 1 ? null : number - 1));
            return taken;
        }

        private void drop(Optional<Map.Entry<String, Session<W>>> one) {
            one.ifPresent(entry -> take(entry.getKey()));
        }

        private Optional<Map.Entry<String, Session<W>>> oldest() {
            return byHash.entrySet().stream().findFirst();
        }

        private Optional<Map.Entry<String, Session<W>>> oldestOf(String name) {
            return byHash.entrySet().stream()
                    .filter(entry -> whose.apply(entry.getValue().who()).equals(name))
                    .findFirst();
        }
    }
}
