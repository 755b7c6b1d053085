package dev.missioncontrol.billing.app;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.missioncontrol.billing.app.config.JwtSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

/** A token as a host's own application would sign it, for trying the API out. */
final class DemoToken {
    /** How long it is good for: a day of trying out. */
    private static final Duration LASTS = Duration.ofDays(1);

    private DemoToken() {}

    static String of(String tenant, JwtSettings.Hs256 shared, Instant now) {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .claim(shared.claims().tenant(), tenant)
                .claim("scope", "billing:read billing:manage")
                .expirationTime(Date.from(now.plus(LASTS)));
        shared.claims().issuer().ifPresent(claims::issuer);
        shared.claims().audience().ifPresent(claims::audience);
        SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims.build());
        try {
            token.sign(new MACSigner(shared.secret().value()));
        } catch (JOSEException e) {
            throw new IllegalStateException("the demo's own secret can't sign", e);
        }
        return token.serialize();
    }
}
