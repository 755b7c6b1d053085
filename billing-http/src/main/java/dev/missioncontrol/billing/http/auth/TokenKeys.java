package dev.missioncontrol.billing.http.auth;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import java.time.Duration;
import java.util.List;

/** Chooses what a token's signature is checked with. Called by many threads at once. */
interface TokenKeys {
    /** The keys that could have signed a token with this header. */
    Choice choose(JWSHeader header);

    /** Whether this key would be chosen still, asked as choosing asks: what is due is fetched first. */
    boolean still(Key key);

    /**
     * A key, and the one algorithm it is used with: the key's type decides that, never a token.
     *
     * @param origin what it was made of, by which it is known again
     */
    record Key(JWSAlgorithm algorithm, JWSVerifier verifier, Object origin) {
        Key(JWSAlgorithm algorithm, JWSVerifier verifier) {
            this(algorithm, verifier, verifier);
        }
    }

    /** What came of choosing. */
    sealed interface Choice {
        /** Any of these, at least one. */
        record Any(List<Key> keys) implements Choice {}

        /** No key fits, and none will. */
        record NoneFits(String reason) implements Choice {}

        /** Which key fits can't be told just now. */
        record Unknown(String reason, Duration retryAfter) implements Choice {}
    }
}
