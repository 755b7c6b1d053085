package dev.missioncontrol.billing.app;

import dev.missioncontrol.billing.app.config.JwtSettings;
import dev.missioncontrol.billing.http.auth.Authentication;
import dev.missioncontrol.billing.http.auth.JwtTenantAuthenticator;
import dev.missioncontrol.billing.http.auth.TenantAuthenticator;
import java.time.InstantSource;

/** Who asks, by the kind of token that was configured. */
final class Authenticators {
    private Authenticators() {}

    static TenantAuthenticator of(JwtSettings settings, InstantSource clock) {
        JwtSettings.Claims claims = settings.claims();
        if (settings instanceof JwtSettings.Hs256 shared)
            return JwtTenantAuthenticator.hs256(
                    shared.secret().value(), claims.tenant(), claims.issuer(), claims.audience(), clock);
        if (settings instanceof JwtSettings.PublicKey key)
            return JwtTenantAuthenticator.publicKey(
                    key.pem(), claims.tenant(), claims.issuer(), claims.audience(), clock);
        if (settings instanceof JwtSettings.Jwks published)
            return JwtTenantAuthenticator.jwks(
                    published.url(), claims.tenant(), claims.issuer(), claims.audience(), clock);
        return credentials -> new Authentication.Unauthenticated("no kind of token was configured");
    }
}
