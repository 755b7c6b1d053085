package dev.missioncontrol.billing.http.auth;

import dev.missioncontrol.billing.id.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tokens whose signature and claims were right a moment ago, so that they need not be read again: whoever asks for every
 * request sends the same one again and again. Never more than reading it anew would say: its times are looked at each time,
 * and the key that it was checked with must still be in use. Kept and looked for by their hash, so that neither a dump of
 * memory nor the time that a comparison takes says anything of them. Safe for many threads.
 */
final class BelievedTokens {
    /**
     * Most tokens: of as many people as a busy application has within {@link #LONGEST}. When they are more, all are forgotten
     * and read again. Each takes some 400 bytes, so all of them 6.5 MB.
     */
    static final int MOST = 16_384;

    /** Longest time that one counts without being read again. */
    static final Duration LONGEST = Duration.ofMinutes(5);

    private final Map<Hash, Believed> known = new ConcurrentHashMap<>();

    /** SHA-256 of a token. */
    record Hash(long first, long second, long third, long fourth) {
        static Hash of(String token) {
            ByteBuffer hash = ByteBuffer.wrap(Sha256.of(token.getBytes(StandardCharsets.UTF_8)));
            return new Hash(hash.getLong(), hash.getLong(), hash.getLong(), hash.getLong());
        }

        @Override
        public int hashCode() {
            return (int) first;
        }
    }

    private record Believed(Authentication.Authenticated who, TokenClaims.Span times, TokenKeys.Key signedBy) {}

    /** Whose token it is, if that was found out a moment ago and still stands. */
    Optional<Authentication.Authenticated> find(Hash token, TokenKeys keys, Instant now) {
        Believed believed = known.get(token);
        if (believed == null) return Optional.empty();
        if (believed.times().holds(now) && keys.still(believed.signedBy())) return Optional.of(believed.who());
        known.remove(token, believed);
        return Optional.empty();
    }

    /**
     * Keeps what was found out.
     *
     * @param signedBy what its signature was checked with
     * @param now when; a clock that is put back before this proves nothing, and the token is read again
     */
    void keep(
            Hash token, Authentication.Authenticated who, TokenClaims.Span valid, TokenKeys.Key signedBy, Instant now) {
        if (known.size() >= MOST) known.clear();
        TokenClaims.Span times = valid.within(new TokenClaims.Span(now, now.plus(LONGEST)));
        known.put(token, new Believed(who, times, signedBy));
    }

    int size() {
        return known.size();
    }
}
