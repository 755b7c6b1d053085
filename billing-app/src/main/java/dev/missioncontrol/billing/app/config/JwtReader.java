package dev.missioncontrol.billing.app.config;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads how tokens are checked. */
final class JwtReader {
    /** Least bytes of an HS256 secret, as RFC 7518 asks. */
    static final int LEAST_SECRET = 32;

    private static final String SECRET = "BILLING_JWT_SECRET";

    private JwtReader() {}

    static JwtSettings read(Environment env, boolean needed) {
        Optional<String> secret = env.secret(SECRET);
        Optional<String> pem = env.secret("BILLING_JWT_PUBLIC_KEY");
        Optional<URI> jwks = env.address("BILLING_JWT_JWKS_URL");
        JwtSettings.Claims claims = new JwtSettings.Claims(
                env.text("BILLING_JWT_TENANT_CLAIM").orElse("tenant"),
                env.text("BILLING_JWT_ISSUER"),
                env.text("BILLING_JWT_AUDIENCE"));
        long set =
                secret.stream().count() + pem.stream().count() + jwks.stream().count();
        boolean tried = env.text("BILLING_JWT_JWKS_URL").isPresent()
                || env.text(SECRET + "_FILE").isPresent();
        if (set == 0 && needed && !tried)
            env.wrong(SECRET, "is missing; or set BILLING_JWT_PUBLIC_KEY or BILLING_JWT_JWKS_URL");
        if (set > 1) env.wrong(SECRET, "only one of it, BILLING_JWT_PUBLIC_KEY and BILLING_JWT_JWKS_URL may be set");
        if (pem.isPresent() || jwks.isPresent()) {
            if (claims.issuer().isEmpty()) env.wrong("BILLING_JWT_ISSUER", "is needed with a public key or JWKS");
            if (claims.audience().isEmpty()) env.wrong("BILLING_JWT_AUDIENCE", "is needed with a public key or JWKS");
        }
        if (pem.filter(p -> !p.contains("-----BEGIN PUBLIC KEY-----")).isPresent())
            env.wrong("BILLING_JWT_PUBLIC_KEY", "must be a public key as PEM");
        if (secret.isPresent()) return hs256(env, secret.get(), claims);
        if (pem.isPresent()) return new JwtSettings.PublicKey(pem.get(), claims);
        if (jwks.isPresent()) return new JwtSettings.Jwks(jwks.get(), claims);
        return new JwtSettings.None(claims);
    }

    private static JwtSettings hs256(Environment env, String secret, JwtSettings.Claims claims) {
        if (Placeholders.placeholder(secret)) env.wrong(SECRET, "is a placeholder");
        else if (secret.getBytes(StandardCharsets.UTF_8).length < LEAST_SECRET)
            env.wrong(SECRET, "must have at least " + LEAST_SECRET + " bytes");
        return new JwtSettings.Hs256(new Secret(secret), claims);
    }
}
