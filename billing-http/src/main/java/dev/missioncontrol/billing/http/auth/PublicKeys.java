package dev.missioncontrol.billing.http.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Public keys that tokens are checked with: RSA is RS256, P-256 is ES256, and nothing else is taken. */
final class PublicKeys {
    /** Fewest bits of an RSA modulus (RFC 7518, 3.3). */
    static final int LEAST_RSA_BITS = 2048;

    /** Most bits of an RSA modulus: checking costs with the square, and anybody may ask for a check. */
    static final int MOST_RSA_BITS = 8192;

    private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");
    private static final String SPKI = "PUBLIC KEY";

    private PublicKeys() {}

    /**
     * Every key of a PEM text, one after the other.
     *
     * @throws IllegalArgumentException if there is none, or one that can't be used, saying why
     */
    static List<TokenKeys.Key> pem(String text) {
        List<TokenKeys.Key> keys = new ArrayList<>();
        Matcher block = BLOCK.matcher(text);
        while (block.find()) {
            if (!block.group(1).equals(SPKI)) throw new IllegalArgumentException(instead(block.group(1)));
            keys.add(key(decoded(block.group(2))));
        }
        if (keys.isEmpty())
            throw new IllegalArgumentException("the public key for tokens must be PEM: -----BEGIN PUBLIC KEY----- ...");
        return keys;
    }

    private static String instead(String label) {
        if (label.contains("PRIVATE"))
            return "a private key was given where the public one belongs; replace it, since it is no secret any more";
        if (label.equals("CERTIFICATE"))
            return "a certificate was given where a public key belongs; take it out: openssl x509 -pubkey -noout";
        return "\"BEGIN " + label + "\" was given where \"BEGIN PUBLIC KEY\" belongs; convert it with openssl";
    }

    private static PublicKey decoded(String base64) {
        try {
            X509EncodedKeySpec spec =
                    new X509EncodedKeySpec(Base64.getMimeDecoder().decode(base64));
            try {
                return KeyFactory.getInstance("RSA").generatePublic(spec);
            } catch (GeneralSecurityException notRsa) {
                return KeyFactory.getInstance("EC").generatePublic(spec);
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException("the public key for tokens is neither RSA nor P-256", e);
        }
    }

    /** @throws IllegalArgumentException if it is of another type, too weak or too large */
    static TokenKeys.Key key(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) return rs256(rsa);
        if (key instanceof ECPublicKey ec && Curve.P_256.equals(Curve.forECParameterSpec(ec.getParams())))
            return es256(ec);
        throw new IllegalArgumentException("the public key for tokens is neither RSA nor P-256");
    }

    private static TokenKeys.Key rs256(RSAPublicKey key) {
        int bits = key.getModulus().bitLength();
        if (bits < LEAST_RSA_BITS || bits > MOST_RSA_BITS)
            throw new IllegalArgumentException("the RSA key for tokens has " + bits + " bits; it needs "
                    + LEAST_RSA_BITS + " to " + MOST_RSA_BITS);
        return new TokenKeys.Key(JWSAlgorithm.RS256, new RSASSAVerifier(key));
    }

    private static TokenKeys.Key es256(ECPublicKey key) {
        try {
            return new TokenKeys.Key(JWSAlgorithm.ES256, new ECDSAVerifier(key));
        } catch (JOSEException e) {
            throw new IllegalArgumentException("the P-256 key for tokens can't be used", e);
        }
    }
}
