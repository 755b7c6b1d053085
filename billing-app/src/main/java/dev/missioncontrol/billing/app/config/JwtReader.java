package dev.missioncontrol.billing.app.config;

import dev.missioncontrol.billing.http.auth.JwtTenantAuthenticator;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Reads how tokens are checked. */
final class JwtReader {
    /** Least bytes of an HS256 secret, as RFC 7518 asks. */
    static final int LEAST_SECRET = 32;

    private static final String SECRET = "BILLING_JWT_SECRET";
    private static final String PUBLIC_KEY = "BILLING_JWT_PUBLIC_KEY";
    private static final String JWKS = "BILLING_JWT_JWKS_URL";

    /** Stands for issuer and audience, which are asked for apart. */
    private static final Optional<String> ANY = Optional.of("any");

    private JwtReader() {}

    static JwtSettings read(Environment env, boolean needed) {
        Optional<String> secret = env.secret(SECRET);
        Optional<String> pem = env.secret(PUBLIC_KEY);
        Optional<URI> jwks = env.address(JWKS);
        JwtSettings.Claims claims = new JwtSettings.Claims(
                env.claim("BILLING_JWT_TENANT_CLAIM").orElse("tenant"),
                env.party("BILLING_JWT_ISSUER"),
                env.party("BILLING_JWT_AUDIENCE"));
        long set =
                secret.stream().count() + pem.stream().count() + jwks.stream().count();
        // A file without anything in it is no token's key: read again, it must not take the one that was there.
        boolean named = Stream.of(SECRET, PUBLIC_KEY)
                .anyMatch(name -> env.text(name + "_FILE").isPresent());
        if (set == 0 && (needed || named)) missing(env);
        if (set > 1) env.wrong(SECRET, "only one of it, " + PUBLIC_KEY + " and " + JWKS + " may be set");
        if (pem.isPresent() || jwks.isPresent()) {
            if (claims.issuer().isEmpty()) env.wrong("BILLING_JWT_ISSUER", "is needed with a public key or JWKS");
            if (claims.audience().isEmpty()) env.wrong("BILLING_JWT_AUDIENCE", "is needed with a public key or JWKS");
        }
        pem.ifPresent(key -> usable(
                env,
                PUBLIC_KEY,
                () -> JwtTenantAuthenticator.publicKey(key, "tenant", ANY, ANY, InstantSource.system())));
        jwks.ifPresent(url ->
                usable(env, JWKS, () -> JwtTenantAuthenticator.jwks(url, "tenant", ANY, ANY, InstantSource.system())));
        if (secret.isPresent()) return hs256(env, secret.get(), claims);
        if (pem.isPresent()) return new JwtSettings.PublicKey(pem.get(), claims);
        if (jwks.isPresent()) return new JwtSettings.Jwks(jwks.get(), claims);
        return new JwtSettings.None(claims);
    }

    private static void missing(Environment env) {
        if (env.told(JWKS) || env.told(SECRET) || env.told(PUBLIC_KEY)) return;
        boolean key = env.text(SECRET + "_FILE").isEmpty()
                && env.text(PUBLIC_KEY + "_FILE").isPresent();
        env.missing(key ? PUBLIC_KEY : SECRET, "is missing; or set " + PUBLIC_KEY + " or " + JWKS);
    }

    /** Makes what would check tokens, so that a weak key or an unsafe address is said here, not at the first start. */
    private static void usable(Environment env, String variable, Supplier<JwtTenantAuthenticator> attempt) {
        try {
            attempt.get();
        } catch (IllegalArgumentException e) {
            env.wrong(variable, "can't be used: " + e.getMessage());
        }
    }

    private static JwtSettings hs256(Environment env, String all, JwtSettings.Claims claims) {
        List<String> secrets = Stream.of(all.split(",", -1)).map(String::strip).toList();
        if (secrets.stream().anyMatch(Placeholders::placeholder)) env.wrong(SECRET, "is a placeholder");
        else if (secrets.stream().anyMatch(one -> one.getBytes(StandardCharsets.UTF_8).length < LEAST_SECRET))
            env.wrong(
                    SECRET,
                    "must have at least " + LEAST_SECRET + " bytes, and each of several between commas as well");
        else
            usable(
                    env,
                    SECRET,
                    () -> JwtTenantAuthenticator.hs256(
                            secrets, "tenant", Optional.empty(), Optional.empty(), InstantSource.system()));
        return new JwtSettings.Hs256(secrets.stream().map(Secret::new).toList(), claims);
    }
}
