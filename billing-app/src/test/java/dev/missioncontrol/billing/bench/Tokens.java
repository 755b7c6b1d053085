package dev.missioncontrol.billing.bench;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tokens that let tenants read their status. Signed here and not by a library, so that the load can make one for each request and
 * still take little of the processors. One thread's.
 */
final class Tokens {
    static final String SECRET = "0123456789abcdef".repeat(4);

    private static final Duration VALID = Duration.ofHours(12);
    private static final String HEADER = encoded("{\"alg\":\"HS256\"}".getBytes(StandardCharsets.US_ASCII));

    private final Mac mac;
    private final String rest;

    Tokens() {
        rest = "\",\"scope\":\"billing:read\",\"exp\":"
                + Instant.now().plus(VALID).getEpochSecond() + "}";
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Of the tenant of this name. */
    String of(String tenant) {
        String claims = "{\"tenant\":\"" + tenant + rest;
        String signed = HEADER + "." + encoded(claims.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + encoded(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
