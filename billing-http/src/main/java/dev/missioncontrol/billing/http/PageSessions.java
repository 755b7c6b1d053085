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

    /** Most sessions and tickets kept; the oldest goes first. */
    static final int MOST = 100_000;

    private final Sessions<Reader> sessions;

    PageSessions(InstantSource clock) {
        sessions = new Sessions<>(clock, LASTS, MOST);
    }

    private record Reader(TenantId tenant, boolean manage, Optional<Locale> locale, OptionalLong seatsInUse) {}

    /**
     * A signed-in browser.
     *
     * @param locale its language where the host chose one
     * @param seatsInUse how many seats are in use by the token that opened it
     */
    record Session(
            TenantId tenant,
            boolean manage,
            Optional<Locale> locale,
            OptionalLong seatsInUse,
            String csrf,
            Instant ends) {}

    /** Signs in; returns the cookie's value. */
    String open(TenantId tenant, boolean manage) {
        return sessions.open(new Reader(tenant, manage, Optional.empty(), OptionalLong.empty()));
    }

    /** A ticket that signs in once. */
    String ticket(TenantId tenant, boolean manage, Optional<Locale> locale, OptionalLong inUse) {
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
                        held.ends()));
    }

    void close(String cookie) {
        sessions.close(cookie);
    }

    String token() {
        return sessions.token();
    }
}
