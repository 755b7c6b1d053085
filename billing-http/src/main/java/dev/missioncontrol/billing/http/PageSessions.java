package dev.missioncontrol.billing.http;

import dev.missioncontrol.billing.id.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Who is signed in to the billing page on this node, by an unguessable cookie. Safe for many threads. */
final class PageSessions {
    /** How long a browser stays signed in: a visit, not a day. */
    static final Duration LASTS = Duration.ofHours(1);

    /**
     * Most sessions kept, and as many tickets; the oldest goes first. Each takes up to 0.7 KB of the heap (a hash, a token, a
     * tenant of 128 characters and what counts it), so that all of them stay below 6 MB: a node sees fewer visits in an hour.
     */
    static final int MOST = 4_000;

    /** Of one tenant: all of its people may look at once, and ten such leave no room for others before anybody is signed out. */
    static final int MOST_OF_A_TENANT = 400;

    /** One-time addresses for a tenant: everybody in a meeting may open the page, and no loop fills the heap. */
    static final int TICKETS_A_MINUTE = 60;

    private final Sessions<Reader> sessions;
    private final Allowances tickets;

    PageSessions(InstantSource clock) {
        sessions = new Sessions<>(
                clock,
                LASTS,
                new Sessions.Bounds(MOST, MOST_OF_A_TENANT),
                reader -> reader.tenant().value());
        tickets = new Allowances(TICKETS_A_MINUTE, Duration.ofMinutes(1), clock);
    }

    private record Reader(TenantId tenant, boolean manage, Optional<Locale> locale, OptionalLong seatsInUse) {}

    /**
     * A signed-in browser.
     *
     * @param locale its language where the host chose one
     * @param seatsInUse how many seats are in use by the token that opened it
     * @param csrf what its forms carry
     * @param person tells it from others of its tenant: the session, or who a token says that asks
     */
    record Session(
            TenantId tenant,
            boolean manage,
            Optional<Locale> locale,
            OptionalLong seatsInUse,
            String csrf,
            Instant ends,
            String person) {}

    /** Signs in; returns the cookie's value. */
    String open(TenantId tenant, boolean manage) {
        return sessions.open(new Reader(tenant, manage, Optional.empty(), OptionalLong.empty()));
    }

    /**
     * A ticket that signs in once, or a problem that says when to come back.
     *
     * @param locale one of those that the page speaks: a session keeps it
     */
    String ticket(TenantId tenant, boolean manage, Optional<Locale> locale, OptionalLong inUse) {
        Duration wait = tickets.take(tenant.value());
        if (!wait.isZero())
            throw Problem.tooMany("The page was opened too often for you. Wait a moment, then try again.", wait);
        return sessions.ticket(new Reader(tenant, manage, locale, inUse));
    }

    /** Takes a ticket, once; returns the cookie's value. */
    Optional<String> redeem(String ticket) {
        return sessions.redeem(ticket);
    }

    Optional<Session> find(String cookie) {
        return sessions.find(cookie)
                .map(held -> new Session(
                        held.who().tenant(),
                        held.who().manage(),
                        held.who().locale(),
                        held.who().seatsInUse(),
                        held.csrf(),
                        held.ends(),
                        held.csrf()));
    }

    /** How many are kept, of sessions and tickets together. */
    int kept() {
        return sessions.kept();
    }

    void close(String cookie) {
        sessions.close(cookie);
    }

    String token() {
        return sessions.token();
    }
}
