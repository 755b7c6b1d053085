package dev.missioncontrol.billing.http;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.BrowserSession;
import dev.missioncontrol.billing.store.BrowserSession.Kind;
import dev.missioncontrol.billing.usecase.SignInBrowsers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Who is signed in to the billing page, by an unguessable cookie. Safe for many threads. */
final class PageSessions {
    /** How long a browser stays signed in: a visit, not a day. */
    static final Duration LASTS = Duration.ofHours(1);

    /**
     * Most sessions kept of one tenant, and as many tickets beside them; its own oldest goes first. All of its people may look at
     * once, and a loop fills no table: each is a row of some 200 bytes.
     */
    static final int MOST_OF_A_TENANT = 400;

    /** One-time addresses for a tenant, on each node: everybody in a meeting may open the page. */
    static final int TICKETS_A_MINUTE = 60;

    /** What a session begins with where a token says it: no token of an application is looked for as one, whatever its form. */
    static final String TOKEN = "billing_page_";

    private final Sessions sessions;
    private final Allowances tickets;

    /** @param clock for the allowance of tickets; how long they last goes by the store's */
    PageSessions(SignInBrowsers browsers, InstantSource clock) {
        sessions =
                new Sessions(browsers, Kind.PAGE, Kind.PAGE_TICKET, new SignInBrowsers.Terms(LASTS, MOST_OF_A_TENANT));
        tickets = new Allowances(TICKETS_A_MINUTE, Duration.ofMinutes(1), clock);
    }

    /**
     * A signed-in browser.
     *
     * @param locale its language where the host chose one
     * @param seatsInUse how many seats are in use by the token that opened it
     * @param csrf what its forms carry
     * @param person tells it from others of its tenant: the browser, or who a token says that asks
     */
    record Session(
            TenantId tenant,
            boolean manage,
            Optional<Locale> locale,
            OptionalLong seatsInUse,
            String csrf,
            String person) {
        /** One whose forms carry what only its browser can know, and only for these rights. */
        static Session of(
                String cookie, TenantId tenant, boolean manage, Optional<Locale> locale, OptionalLong seatsInUse) {
            String csrf = FormToken.of(cookie, tenant.value(), Boolean.toString(manage));
            return new Session(tenant, manage, locale, seatsInUse, csrf, csrf);
        }
    }

    /** Signs in; returns the cookie's value. */
    String open(TenantId tenant, boolean manage) {
        return sessions.open(reader(tenant, manage, Optional.empty(), OptionalLong.empty()));
    }

    private static BrowserSession reader(
            TenantId tenant, boolean manage, Optional<Locale> locale, OptionalLong seatsInUse) {
        return new BrowserSession(Optional.of(tenant), "", manage, locale, seatsInUse);
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
        return sessions.ticket(reader(tenant, manage, locale, inUse));
    }

    /** Takes a ticket, once; returns the cookie's value. */
    Optional<String> redeem(String ticket) {
        return sessions.redeem(ticket);
    }

    /** Whose page a ticket opens; it is not used up by this. */
    Optional<TenantId> ticketed(String ticket) {
        return sessions.ticketed(ticket).map(held -> held.tenant().orElseThrow());
    }

    Optional<Session> find(String cookie) {
        return sessions.find(cookie)
                .map(held -> Session.of(
                        cookie, held.tenant().orElseThrow(), held.manage(), held.locale(), held.seatsInUse()));
    }

    void close(String cookie) {
        sessions.close(cookie);
    }

    String token() {
        return sessions.token();
    }
}
