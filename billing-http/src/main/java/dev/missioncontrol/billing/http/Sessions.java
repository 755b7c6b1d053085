package dev.missioncontrol.billing.http;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Browsers that are signed in on this node, each by an unguessable cookie that it got for a ticket. Both are kept and looked for
 * by their hash: how long a comparison takes says nothing of what is right, and a dump of memory opens nothing. Safe for many
 * threads.
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
    private final Duration lasts;
    private final int most;
    private final Map<String, Session<W>> sessions = new LinkedHashMap<>();
    private final Map<String, Session<W>> tickets = new LinkedHashMap<>();

    /**
     * @param lasts how long a browser stays signed in
     * @param most sessions and tickets that are kept; the oldest goes first
     */
    Sessions(InstantSource clock, Duration lasts, int most) {
        this.clock = clock;
        this.lasts = lasts;
        this.most = most;
    }

    /** A signed-in browser, with the token that its forms carry. */
    record Session<W>(W who, String csrf, Instant ends) {}

    /** Signs in; returns the cookie's value. */
    synchronized String open(W who) {
        return put(sessions, who, lasts);
    }

    /** A ticket that signs in once. */
    synchronized String ticket(W who) {
        return put(tickets, who, TICKET_LASTS);
    }

    /** Takes a ticket, once; returns the cookie's value. */
    synchronized Optional<String> redeem(String ticket) {
        return Optional.ofNullable(tickets.remove(hash(ticket)))
                .filter(held -> clock.instant().isBefore(held.ends()))
                .map(held -> open(held.who()));
    }

    Optional<Session<W>> find(String cookie) {
        // Asked of every token of an application as well, which is longer: no need to make the others wait for that.
        return cookie.length() == TOKEN_LENGTH ? held(cookie) : Optional.empty();
    }

    private synchronized Optional<Session<W>> held(String cookie) {
        return Optional.ofNullable(sessions.get(hash(cookie)))
                .filter(held -> clock.instant().isBefore(held.ends()));
    }

    synchronized void close(String cookie) {
        sessions.remove(hash(cookie));
    }

    String token() {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private String put(Map<String, Session<W>> into, W who, Duration time) {
        String token = token();
        into.put(hash(token), new Session<>(who, token(), clock.instant().plus(time)));
        if (into.size() > most) into.remove(into.keySet().iterator().next());
        return token;
    }

    private static String hash(String token) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
