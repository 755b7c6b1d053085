package dev.missioncontrol.billing.http;

import dev.missioncontrol.billing.id.TenantId;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Who is signed in to the billing page on this node, by an unguessable cookie. Safe for many threads. */
final class PageSessions {
    /** How long a browser stays signed in: a visit, not a day. */
    static final Duration LASTS = Duration.ofHours(1);

    /** How long the one-time address for a browser works. */
    static final Duration TICKET_LASTS = Duration.ofSeconds(60);

    /** Most sessions and tickets kept; the oldest goes first. */
    static final int MOST = 100_000;

    private static final int TOKEN_BYTES = 32;

    private final SecureRandom random = new SecureRandom();
    private final InstantSource clock;
    private final Map<String, Session> sessions = new LinkedHashMap<>();
    private final Map<String, Session> tickets = new LinkedHashMap<>();

    PageSessions(InstantSource clock) {
        this.clock = clock;
    }

    /** A signed-in browser; its language where the host chose one. */
    record Session(TenantId tenant, boolean manage, Optional<Locale> locale, String csrf, Instant ends) {}

    /** Signs in; returns the cookie's value. */
    synchronized String open(TenantId tenant, boolean manage) {
        return open(tenant, manage, Optional.empty());
    }

    private String open(TenantId tenant, boolean manage, Optional<Locale> locale) {
        return put(sessions, tenant, manage, locale, LASTS);
    }

    /** A ticket that signs in once. */
    synchronized String ticket(TenantId tenant, boolean manage, Optional<Locale> locale) {
        return put(tickets, tenant, manage, locale, TICKET_LASTS);
    }

    /** Takes a ticket, once; returns the cookie's value. */
    synchronized Optional<String> redeem(String ticket) {
        return Optional.ofNullable(tickets.remove(ticket))
                .filter(held -> clock.instant().isBefore(held.ends()))
                .map(held -> open(held.tenant(), held.manage(), held.locale()));
    }

    synchronized Optional<Session> find(String cookie) {
        return Optional.ofNullable(sessions.get(cookie))
                .filter(held -> clock.instant().isBefore(held.ends()));
    }

    synchronized void close(String cookie) {
        sessions.remove(cookie);
    }

    String token() {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private String put(
            Map<String, Session> into, TenantId tenant, boolean manage, Optional<Locale> locale, Duration lasts) {
        String token = token();
        into.put(
                token,
                new Session(tenant, manage, locale, token(), clock.instant().plus(lasts)));
        if (into.size() > MOST) into.remove(into.keySet().iterator().next());
        return token;
    }
}
