package dev.missioncontrol.billing.http.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACVerifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Keys that were configured: several while one replaces another. */
record FixedKeys(List<TokenKeys.Key> keys) implements TokenKeys {
    /** Fewest bytes of an HS256 secret: as many as the hash has (RFC 7518, 3.2). */
    static final int SHORTEST_SECRET = 32;

    /** Most keys at once: the one that goes, the one that comes, and a few more. Each costs a check per token. */
    static final int MOST = 8;

    /** @throws IllegalArgumentException if there is no key, or too many */
    FixedKeys {
        keys = List.copyOf(keys);
        if (keys.isEmpty()) throw new IllegalArgumentException("a key for tokens is needed");
        if (keys.size() > MOST) throw new IllegalArgumentException("at most " + MOST + " keys for tokens are taken");
    }

    /** @throws IllegalArgumentException if a secret is shorter than 32 bytes, or there is none */
    static FixedKeys secrets(List<String> secrets) {
        List<TokenKeys.Key> keys = new ArrayList<>();
        for (String secret : secrets) {
            byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
            if (bytes.length < SHORTEST_SECRET)
                throw new IllegalArgumentException(
                        "the secret for tokens needs at least " + SHORTEST_SECRET + " bytes");
            try {
                keys.add(new Key(JWSAlgorithm.HS256, new MACVerifier(bytes)));
            } catch (JOSEException e) {
                throw new IllegalArgumentException("the secret for tokens can't be used", e);
            }
        }
        return new FixedKeys(keys);
    }

    @Override
    public Choice choose(JWSHeader header) {
        List<TokenKeys.Key> fitting = keys.stream()
                .filter(key -> key.algorithm().equals(header.getAlgorithm()))
                .toList();
        return fitting.isEmpty()
                ? new Choice.NoneFits("the token asks for an algorithm that no key is for")
                : new Choice.Any(fitting);
    }

    @Override
    public boolean still(Key key) {
        return true;
    }

    @Override
    public String toString() {
        return "FixedKeys[" + keys.size() + "]";
    }
}
