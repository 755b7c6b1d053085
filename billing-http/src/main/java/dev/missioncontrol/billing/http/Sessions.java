package dev.missioncontrol.billing.http;

import dev.missioncontrol.billing.id.Sha256;
import dev.missioncontrol.billing.store.BrowserSession;
import dev.missioncontrol.billing.usecase.SignInBrowsers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Browsers that are signed in, each by an unguessable cookie that it got for a ticket. Both are kept in the store, so that every
 * node knows them, and looked for by their hash: how long a comparison takes says nothing of what is right, and a dump of the
 * database opens nothing. Safe for many threads.
 */
final class Sessions {
    /** How long the one-time address for a browser works. */
    static final Duration TICKET_LASTS = Duration.ofSeconds(60);

    /**
     * Looked for at once on a node, of the ten connections to the database that it has as a rule: nobody is known before, and
     * whoever brings cookies in crowds leaves room for webhooks and for those who have a token.
     */
    static final int MOST_AT_ONCE = 3;

    /**
     * Waiting for that at once, whoever else comes being refused: as a rule the last of them waits for some 20 ms. With as many for
     * the console, and those whose turn it is, they hold a quarter of some 250 threads of requests, and strangers no more.
     */
    static final int MOST_WAITING = 30;

    /** Longest wait for that: ten before one took 100 ms each, where a look takes a millisecond or two. */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private static final int TOKEN_BYTES = 32;

    /** Characters of one, in base64url: six bits in each. */
    static final int TOKEN_LENGTH = (TOKEN_BYTES * 8 + 5) / 6;

    private final SecureRandom random = new SecureRandom();
    private final Semaphore places = new Semaphore(MOST_AT_ONCE + MOST_WAITING);
    private final Semaphore turns = new Semaphore(MOST_AT_ONCE, true);
    private final SignInBrowsers browsers;
    private final BrowserSession.Kind session;
    private final BrowserSession.Kind ticket;
    private final SignInBrowsers.Terms terms;
    private final SignInBrowsers.Terms tickets;
    private final Duration longestWait;

    /**
     * @param session what these are
     * @param ticket what signs in to it
     * @param terms how long a browser stays signed in, and how many do of a tenant, or of operators; as many tickets beside them
     */
    Sessions(
            SignInBrowsers browsers,
            BrowserSession.Kind session,
            BrowserSession.Kind ticket,
            SignInBrowsers.Terms terms) {
        this(browsers, session, ticket, terms, LONGEST_WAIT);
    }

    /** @param longestWait for one's turn */
    Sessions(
            SignInBrowsers browsers,
            BrowserSession.Kind session,
            BrowserSession.Kind ticket,
            SignInBrowsers.Terms terms,
            Duration longestWait) {
        this.browsers = browsers;
        this.session = session;
        this.ticket = ticket;
        this.terms = terms;
        this.tickets = new SignInBrowsers.Terms(TICKET_LASTS, terms.most());
        this.longestWait = longestWait;
    }

    /** Signs in; returns the cookie's value. */
    String open(BrowserSession who) {
        String cookie = token();
        browsers.open(session, hash(cookie), who, terms);
        return cookie;
    }

    /** A ticket that signs in once. */
    String ticket(BrowserSession who) {
        String given = token();
        browsers.open(ticket, hash(given), who, tickets);
        return given;
    }

    /** Takes a ticket, once; returns the cookie's value. */
    Optional<String> redeem(String given) {
        if (!fits(given)) return Optional.empty();
        String cookie = token();
        boolean good = inTurn(() -> browsers.redeem(ticket, hash(given), session, hash(cookie), terms));
        return good ? Optional.of(cookie) : Optional.empty();
    }

    /** Whom a ticket would sign in; it stays good. */
    Optional<BrowserSession> ticketed(String given) {
        return fits(given) ? inTurn(() -> browsers.find(ticket, hash(given))) : Optional.empty();
    }

    Optional<BrowserSession> find(String cookie) {
        return fits(cookie) ? inTurn(() -> browsers.find(session, hash(cookie))) : Optional.empty();
    }

    void close(String cookie) {
        if (fits(cookie)) browsers.close(session, hash(cookie));
    }

    /** The store is asked for nothing else. */
    private static boolean fits(String token) {
        return token.length() == TOKEN_LENGTH;
    }

    private <T> T inTurn(Supplier<T> look) {
        if (!places.tryAcquire()) throw tooMany();
        try {
            if (!myTurn()) throw tooMany();
            try {
                return look.get();
            } finally {
                turns.release();
            }
        } finally {
            places.release();
        }
    }

    /** No fault of ours, and of the store's only where it is slow: what strangers can bring about wakes nobody. */
    private static Problem tooMany() {
        return new Problem(
                429,
                "too_many_sign_ins",
                "Too many browsers are being looked for just now. Try again in a moment.",
                "",
                BillingServer.TRY_AGAIN_SECONDS);
    }

    private boolean myTurn() {
        try {
            return turns.tryAcquire(longestWait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    String token() {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static String hash(String token) {
        return Base64.getEncoder().encodeToString(Sha256.of(token.getBytes(StandardCharsets.UTF_8)));
    }
}
