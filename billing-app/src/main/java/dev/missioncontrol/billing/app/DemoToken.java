package dev.missioncontrol.billing.app;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

/** A token as a host's own application would sign it, for trying the API out. */
final class DemoToken {
    /** How long it is good for: a day of trying out. */
    private static final Duration LASTS = Duration.ofDays(1);

    private DemoToken() {}

    static String of(String tenant, String secret, Instant now) {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .claim("tenant", tenant)
                .claim("scope", "billing:read billing:manage")
                .expirationTime(Date.from(now.plus(LASTS)))
                .build();
        SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
        try {
            token.sign(new MACSigner(secret));
        } catch (JOSEException e) {
            throw new IllegalStateException("the demo's own secret can't sign", e);
        }
        return token.serialize();
    }
}
