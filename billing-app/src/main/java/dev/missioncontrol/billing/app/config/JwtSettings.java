package dev.missioncontrol.billing.app.config;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/** How bearer tokens are checked. */
public sealed interface JwtSettings {
    /** What is asked of every token: the claim that names the tenant, and issuer and audience where set. */
    record Claims(String tenant, Optional<String> issuer, Optional<String> audience) {}

    /** What is asked of every token. */
    Claims claims();

    /**
     * Signed with a shared secret, HS256.
     *
     * @param secrets any of them may sign; several while one is replaced
     */
    record Hs256(List<Secret> secrets, Claims claims) implements JwtSettings {
        /** Copies the list. */
        public Hs256 {
            secrets = List.copyOf(secrets);
        }

        /** The one that we sign with ourselves, in a demo. */
        public Secret secret() {
            return secrets.get(0);
        }
    }

    /** Signed with the private key to this public one. */
    record PublicKey(String pem, Claims claims) implements JwtSettings {}

    /** Signed with one of the keys that are published there. */
    record Jwks(URI url, Claims claims) implements JwtSettings {}

    /** Nothing was set: only in a demo, which makes its own secret. */
    record None(Claims claims) implements JwtSettings {}
}
