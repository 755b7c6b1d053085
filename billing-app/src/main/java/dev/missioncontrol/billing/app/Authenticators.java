package dev.missioncontrol.billing.app;

import dev.missioncontrol.billing.app.config.JwtSettings;
import dev.missioncontrol.billing.app.config.Secret;
import dev.missioncontrol.billing.http.auth.Authentication;
import dev.missioncontrol.billing.http.auth.JwtTenantAuthenticator;
import dev.missioncontrol.billing.http.auth.TenantAuthenticator;
import java.time.InstantSource;
import java.util.Optional;

/** Who asks, by the kind of token that was configured. */
final class Authenticators {
    private Authenticators() {}

    /** @param seatsClaim the claim that says how many seats are in use, if there is one */
    static TenantAuthenticator of(JwtSettings settings, Optional<String> seatsClaim, InstantSource clock) {
        Optional<JwtTenantAuthenticator> tokens = tokens(settings, clock);
        if (tokens.isEmpty())
            return credentials -> new Authentication.Unauthenticated("no kind of token was configured");
        return seatsClaim.map(claim -> tokens.get().countingSeatsBy(claim)).orElse(tokens.get());
    }

    private static Optional<JwtTenantAuthenticator> tokens(JwtSettings settings, InstantSource clock) {
        JwtSettings.Claims claims = settings.claims();
        if (settings instanceof JwtSettings.Hs256 shared)
            return Optional.of(JwtTenantAuthenticator.hs256(
                    shared.secrets().stream().map(Secret::value).toList(),
                    claims.tenant(),
                    claims.issuer(),
                    claims.audience(),
                    clock));
        if (settings instanceof JwtSettings.PublicKey key)
            return Optional.of(JwtTenantAuthenticator.publicKey(
                    key.pem(), claims.tenant(), claims.issuer(), claims.audience(), clock));
        if (settings instanceof JwtSettings.Jwks published)
            return Optional.of(JwtTenantAuthenticator.jwks(
                    published.url(), claims.tenant(), claims.issuer(), claims.audience(), clock));
        return Optional.empty();
    }
}
