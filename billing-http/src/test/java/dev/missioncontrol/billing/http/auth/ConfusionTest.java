package dev.missioncontrol.billing.http.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The algorithm follows from the key: what is public can't be made a secret, nor one key be taken for another. */
class ConfusionTest {
    private static final List<Believer> PUBLIC =
            List.of(Believer.RS256, Believer.ES256, Believer.JWKS_RSA, Believer.JWKS_EC);

    static Stream<Arguments> confused() {
        return Stream.concat(
                PUBLIC.stream()
                        .flatMap(kind -> secrets(kind)
                                .flatMap(key -> Stream.of("HmacSHA256", "HmacSHA384", "HmacSHA512")
                                        .map(mac -> Arguments.of(
                                                kind,
                                                kind.token()
                                                        .head("alg", mac.replace("HmacSHA", "HS"))
                                                        .signed(Signing.mac(mac, key)))))),
                crossed());
    }

    /** Everything public about a key that an attacker might hope is taken for a secret. */
    private static Stream<byte[]> secrets(Believer kind) {
        KeyPair pair = kind.algorithm().equals("RS256") ? Believer.RSA : Believer.EC;
        String pem = Signing.pem(pair.getPublic());
        byte[] numbers = pair.getPublic() instanceof RSAPublicKey rsa
                ? rsa.getModulus().toByteArray()
                : ((java.security.interfaces.ECPublicKey) pair.getPublic())
                        .getW()
                        .getAffineX()
                        .toByteArray();
        String jwk = pair == Believer.RSA
                ? KeyServer.rsa("rsa-1", pair).build().toJSONString()
                : KeyServer.ec("ec-1", pair).build().toJSONString();
        return Stream.of(
                Believer.bytes(pem),
                Believer.bytes(pem.strip()),
                Believer.bytes(pem.replace("\n", "")),
                Believer.bytes(pem.lines().filter(line -> !line.startsWith("-")).reduce("", String::concat)),
                pair.getPublic().getEncoded(),
                numbers,
                new BigInteger(numbers).toString(16).getBytes(),
                Believer.bytes(jwk));
    }

    private static Stream<Arguments> crossed() {
        Signing rsa = Signing.rs256(Believer.RSA);
        Signing ec = Signing.es256(Believer.EC);
        Signing der = Signing.with("SHA256withECDSA", Believer.EC.getPrivate());
        return Stream.of(
                Arguments.of(
                        Believer.RS256,
                        Believer.RS256.token().head("alg", "ES256").signed(ec)),
                Arguments.of(Believer.RS256, Believer.RS256.token().signed(ec)),
                Arguments.of(Believer.RS256, Believer.RS256.token().head("alg", "PS256")),
                Arguments.of(
                        Believer.RS256,
                        Believer.RS256.token().signed(Signing.with("SHA1withRSA", Believer.RSA.getPrivate()))),
                Arguments.of(
                        Believer.RS256,
                        Believer.RS256.token().signed(Signing.with("SHA512withRSA", Believer.RSA.getPrivate()))),
                Arguments.of(
                        Believer.ES256,
                        Believer.ES256.token().head("alg", "RS256").signed(rsa)),
                Arguments.of(Believer.ES256, Believer.ES256.token().head("alg", "ES256K")),
                Arguments.of(Believer.ES256, Believer.ES256.token().signed(der)),
                Arguments.of(
                        Believer.HS256,
                        Believer.HS256.token().head("alg", "RS256").signed(rsa)),
                Arguments.of(
                        Believer.HS256,
                        Believer.HS256.token().head("alg", "ES256").signed(ec)),
                Arguments.of(
                        Believer.JWKS_RSA,
                        Believer.JWKS_RSA.token().head("alg", "ES256").signed(ec)),
                Arguments.of(Believer.JWKS_RSA, Believer.JWKS_RSA.token().head("kid", "ec-1")),
                Arguments.of(Believer.JWKS_EC, Believer.JWKS_EC.token().head("kid", "rsa-1")),
                Arguments.of(Believer.JWKS_EC, Believer.JWKS_EC.token().signed(der)));
    }

    @ParameterizedTest
    @MethodSource("confused")
    void one_key_is_never_taken_for_another(Believer kind, Token token) {
        assertThat(kind.with("Bearer " + token.text())).isInstanceOf(Authentication.Unauthenticated.class);
    }
}
