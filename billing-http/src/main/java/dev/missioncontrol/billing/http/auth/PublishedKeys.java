package dev.missioncontrol.billing.http.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.SecurityContext;
import dev.missioncontrol.billing.http.WebOrigin;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The keys that an issuer publishes. They are cached, fetched anew before they are due and when a token names one that
 * is not there, and go on being used for a while when nothing can be fetched.
 */
final class PublishedKeys implements TokenKeys {
    /**
     * Requests that may wait at once to learn of a key that is not cached. Anybody can name one: without a bound a slow
     * issuer and a loop of made-up tokens would hold every thread of the server.
     */
    static final int MOST_WAITING = 32;

    /**
     * Requests that may ask for the set at once, and so may wait for it: on a node that has just started say, or where the last one is
     * due and the issuer hangs, any token makes us ask the issuer. Apart from the others, whose made-up keys would keep a node from its first
     * set. Whoever else comes is answered from the last set, as long as that is used while nothing can be fetched.
     */
    static final int MOST_WAITING_FOR_ANY = 32;

    /**
     * Requests that may wait at once for one of those places where no set was ever fetched: an issuer that is well answers in less, and
     * nobody who comes to a node that has just started is sent away. As many again, so that all of them hold a quarter of some 250
     * threads of requests.
     */
    static final int MOST_IN_LINE = 32;

    /** Longest wait for that, and when to try again after it: the first set is a matter of a moment, or of an outage. */
    static final Duration LONGEST_IN_LINE = Duration.ofSeconds(1);

    /** When to try again while nothing can be fetched. */
    static final Duration TRY_AGAIN = Duration.ofSeconds(10);

    /** What a clock may go back by while nothing is made of it: clocks that are kept right are, by less. */
    static final Duration PUT_BACK = Duration.ofSeconds(2);

    /** How long the thread that fetches ahead stays without work. */
    private static final Duration IDLE = Duration.ofSeconds(10);

    private static final JWKSelector EVERY = new JWKSelector(new JWKMatcher.Builder().build());

    /** Nobody knows yet whether the keys can be fetched: as many as may wait for it. */
    private static final class CrowdedException extends KeySourceException {
        private static final long serialVersionUID = 1L;

        CrowdedException() {
            super("others wait for the issuer's keys already");
        }
    }

    private final PublishedSet published;
    private final JwksPolicy policy;
    private final InstantSource clock;
    private volatile JWKSource<SecurityContext> keys;
    private volatile long latest = Long.MIN_VALUE;
    private final Semaphore waiting = new Semaphore(MOST_WAITING);
    final Semaphore waitingForAny = new Semaphore(MOST_WAITING_FOR_ANY);
    private final Semaphore inLine = new Semaphore(MOST_IN_LINE);

    /**
     * @param clock tells of a clock that was put back
     * @throws IllegalArgumentException if the address is neither https nor http on loopback
     */
    PublishedKeys(URI url, JwksPolicy policy, InstantSource clock) {
        this.published = new PublishedSet(checked(url), policy);
        this.policy = policy;
        this.clock = clock;
        this.keys = cached();
    }

    private JWKSource<SecurityContext> cached() {
        return JWKSourceBuilder.create(published)
                .cache(policy.keep().toMillis(), policy.waiting().toMillis())
                .refreshAheadCache(policy.ahead().toMillis(), null, oneThread(), false, null, false)
                .rateLimited(policy.between().toMillis())
                .outageTolerant(policy.outage().toMillis())
                .build();
    }

    /**
     * A clock that was put back proves nothing: what is cached, and the pause between two fetches, would last for as long as it was put
     * back. Both begin anew then.
     */
    private JWKSource<SecurityContext> keys() {
        long now = clock.millis();
        if (now >= latest) latest = now;
        else if (latest - now > PUT_BACK.toMillis()) forget(now);
        return keys;
    }

    private synchronized void forget(long now) {
        if (latest - now <= PUT_BACK.toMillis()) return;
        keys = cached();
        latest = now;
    }

    private static URI checked(URI url) {
        boolean plain = "http".equals(url.getScheme()) && WebOrigin.isThisMachine(url);
        boolean safe = plain || "https".equals(url.getScheme()) && url.getHost() != null;
        if (!safe || url.getUserInfo() != null || url.getFragment() != null)
            throw new IllegalArgumentException("the address of the keys for tokens must be https://, or http:// on"
                    + " loopback, without a user and a fragment");
        return url;
    }

    /** One that ends by itself when idle, so that nobody has to close an authenticator. */
    private static ThreadPoolExecutor oneThread() {
        ThreadFactory daemon = work -> {
            Thread thread = new Thread(work, "billing-token-keys");
            thread.setDaemon(true);
            return thread;
        };
        return new ThreadPoolExecutor(
                0,
                1,
                IDLE.toMillis(),
                TimeUnit.MILLISECONDS,
                new LinkedBlockingQueue<>(1),
                daemon,
                new ThreadPoolExecutor.DiscardPolicy());
    }

    @Override
    public Choice choose(JWSHeader header) {
        String id = header.getKeyID();
        if (id == null || id.isBlank()) return new Choice.NoneFits("the token names no key");
        try {
            List<JWK> named = named(id, every());
            return named.isEmpty() ? refetched(id) : fitting(named);
        } catch (CrowdedException e) {
            return new Choice.Unknown(String.valueOf(e.getMessage()), LONGEST_IN_LINE);
        } catch (KeySourceException e) {
            return unknown();
        }
    }

    /** The very same: a set that was fetched since has others, whatever they are called. */
    @Override
    public boolean still(Key key) {
        try {
            for (JWK one : every()) {
                if (one == key.origin()) return true;
            }
            return false;
        } catch (KeySourceException e) {
            return false;
        }
    }

    /** The keys at hand. They may have to be waited for, which is not known before, and then by few: others go by the last ones. */
    private List<JWK> every() throws KeySourceException {
        if (waitingForAny.tryAcquire()) return asked();
        Optional<List<JWK>> last = last();
        if (last.isPresent()) return last.get();
        if (myTurn()) return asked();
        throw new CrowdedException();
    }

    /** Gives its place back. */
    private List<JWK> asked() throws KeySourceException {
        try {
            return keys().get(EVERY, null);
        } catch (KeySourceException e) {
            return last().orElseThrow(() -> e);
        } finally {
            waitingForAny.release();
        }
    }

    /** Whether there is a place among those that wait for the issuer, before long. */
    private boolean myTurn() {
        if (!inLine.tryAcquire()) return false;
        try {
            return waitingForAny.tryAcquire(LONGEST_IN_LINE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            inLine.release();
        }
    }

    /** What may be used while nothing can be fetched: who can't wait for the issuer's answer, or gets none, goes by it. */
    private Optional<List<JWK>> last() {
        return published.last(System.currentTimeMillis(), System.nanoTime()).map(JWKSet::getKeys);
    }

    private static List<JWK> named(String id, List<JWK> all) {
        return all.stream().filter(key -> id.equals(key.getKeyID())).toList();
    }

    /** The issuer may have begun to use a key since it was last asked. */
    private Choice refetched(String id) throws KeySourceException {
        if (!waiting.tryAcquire()) return unknown();
        try {
            List<JWK> named = keys().get(
                            new JWKSelector(new JWKMatcher.Builder().keyID(id).build()), null);
            if (!named.isEmpty()) return fitting(named);
        } catch (RateLimitReachedException e) {
            // asked a moment ago: what that brought is the answer
        } finally {
            waiting.release();
        }
        return published.reached() ? new Choice.NoneFits("the token names a key that is not published") : unknown();
    }

    /** How many keys of a set a token can name so that it is checked with them. */
    static int usable(JWKSet set) {
        return (int) set.getKeys().stream()
                .map(JWK::getKeyID)
                .filter(id -> id != null && !id.isBlank())
                .distinct()
                .filter(id -> fitting(named(id, set.getKeys())) instanceof Choice.Any)
                .count();
    }

    private static Choice unknown() {
        return new Choice.Unknown("the issuer's keys can't be fetched", TRY_AGAIN);
    }

    /** A name that two keys share tells neither. */
    private static Choice fitting(List<JWK> named) {
        List<Key> usable = named.stream()
                .map(PublishedKeys::usable)
                .flatMap(Optional::stream)
                .toList();
        return usable.size() == 1
                ? new Choice.Any(usable)
                : new Choice.NoneFits("the key that the token names can't be used, or is two");
    }

    /** Only what its issuer means for signatures, and what only the issuer can sign with. */
    private static Optional<Key> usable(JWK jwk) {
        boolean meantForIt = (jwk.getKeyUse() == null || KeyUse.SIGNATURE.equals(jwk.getKeyUse()))
                && (jwk.getKeyOperations() == null || jwk.getKeyOperations().contains(KeyOperation.VERIFY));
        if (!meantForIt || jwk.isPrivate() || !(jwk instanceof AsymmetricJWK pair)) return Optional.empty();
        try {
            Key key = PublicKeys.key(pair.toPublicKey());
            boolean agrees = jwk.getAlgorithm() == null || jwk.getAlgorithm().equals(key.algorithm());
            return agrees ? Optional.of(new Key(key.algorithm(), key.verifier(), jwk)) : Optional.empty();
        } catch (JOSEException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
