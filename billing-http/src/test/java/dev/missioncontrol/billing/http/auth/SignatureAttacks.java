package dev.missioncontrol.billing.http.auth;

import static dev.missioncontrol.billing.http.auth.Attack.raw;
import static dev.missioncontrol.billing.http.auth.Attack.token;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Tokens that the key has not signed, and headers that ask to be checked with something else. */
final class SignatureAttacks {
    private static final String EVIL = "https://evil.example/keys";
    private static final Signing NO_KEY = Signing.hs256(new byte[1]);

    private SignatureAttacks() {}

    static Stream<Attack> all() {
        return Stream.of(forged(), algorithms(), headers()).flatMap(attacks -> attacks);
    }

    private static Stream<Attack> forged() {
        return Stream.of(
                token("signed by another key", kind -> kind.token().signed(kind.foreign())),
                raw(
                        "claims changed behind the signature",
                        kind -> mixed(kind, 1, kind.token().claim("tenant", "globex"))),
                raw(
                        "header changed behind the signature",
                        kind -> mixed(kind, 0, kind.token().head("typ", "JWT"))),
                raw(
                        "another token's signature",
                        kind -> mixed(kind, 2, kind.token().claim("tenant", "globex"))),
                token("a signature of zeros", kind -> kind.token().signed(zeros(kind))),
                token("half a signature", kind -> kind.token().signed(half(kind.own()))),
                token("a signature of one byte", kind -> kind.token().signed(input -> new byte[1])),
                token("a signature twice", kind -> kind.token().signed(twice(kind.own()))),
                raw("signed without the claims", kind -> unsignedClaims(kind)));
    }

    private static Stream<Attack> algorithms() {
        return Stream.of(
                raw("none, without a signature", kind -> {
                    List<String> parts = kind.token().head("alg", "none").parts();
                    return parts.get(0) + "." + parts.get(1) + ".";
                }),
                token("none, with the right signature", kind -> kind.token().head("alg", "none")),
                token("nOnE, with the right signature", kind -> kind.token().head("alg", "nOnE")),
                token("no algorithm", kind -> kind.token().headless("alg")),
                token("an empty algorithm", kind -> kind.token().head("alg", "")),
                token(
                        "an algorithm in small letters",
                        kind -> kind.token().head("alg", kind.algorithm().toLowerCase(java.util.Locale.ROOT))),
                token("a list of algorithms", kind -> kind.token().head("alg", List.of(kind.algorithm(), "none"))),
                token(
                        "a longer hash",
                        kind -> kind.token().head("alg", kind.algorithm().replace("256", "512"))),
                token(
                        "an algorithm of encryption",
                        kind -> kind.token().head("alg", "dir").head("enc", "A256GCM")),
                token("EdDSA", kind -> kind.token().head("alg", "EdDSA")),
                token(
                        "HS256 with an empty key",
                        kind -> kind.token().head("alg", "HS256").signed(NO_KEY)));
    }

    private static Stream<Attack> headers() {
        var evil = KeyServer.rsa("evil", Believer.FOREIGN_RSA).build().toJSONObject();
        var evilSigning = Signing.rs256(Believer.FOREIGN_RSA);
        return Stream.of(
                token(
                        "a key in the header",
                        kind -> kind.token()
                                .head("alg", "RS256")
                                .head("jwk", evil)
                                .signed(evilSigning)),
                token(
                        "a key in the header, rightly signed",
                        kind -> kind.token().head("jwk", evil)),
                token("an address of keys", kind -> kind.token().head("jku", EVIL)),
                token("an address of certificates", kind -> kind.token().head("x5u", EVIL)),
                token("a chain of certificates", kind -> kind.token().head("x5c", List.of("AAAA"))),
                token(
                        "a critical extension",
                        kind -> kind.token().head("crit", List.of("exp")).head("exp", 1)),
                token(
                        "an unencoded payload",
                        kind -> kind.token().head("crit", List.of("b64")).head("b64", false)),
                token("an empty list of extensions", kind -> kind.token().head("crit", List.of())),
                token("a logout token", kind -> kind.token().head("typ", "logout+jwt")),
                token("a security event", kind -> kind.token().head("typ", "secevent+jwt")),
                token("a proof of possession", kind -> kind.token().head("typ", "dpop+jwt")),
                token(
                        "a key id that is a path to an empty file",
                        kind -> kind.token()
                                .head("alg", "HS256")
                                .head("kid", "../../../../dev/null")
                                .signed(NO_KEY)),
                token(
                        "a key id that is SQL",
                        kind -> kind.token().head("kid", "' union select 'x").signed(kind.foreign())),
                token("a key id that is no text", kind -> kind.token().head("kid", Map.of("a", 1))));
    }

    private static String mixed(Believer kind, int replaced, Token by) {
        List<String> parts = new ArrayList<>(kind.token().parts());
        parts.set(replaced, by.parts().get(replaced));
        return String.join(".", parts);
    }

    private static String unsignedClaims(Believer kind) {
        Token headOnly = kind.token().signed(input -> kind.own().over(input.substring(0, input.indexOf('.'))));
        return headOnly.text();
    }

    private static Signing zeros(Believer kind) {
        return input -> new byte[kind.own().over(input).length];
    }

    private static Signing half(Signing whole) {
        return input -> {
            byte[] signature = whole.over(input);
            return Arrays.copyOf(signature, signature.length / 2);
        };
    }

    private static Signing twice(Signing once) {
        return input -> {
            byte[] signature = once.over(input);
            byte[] both = Arrays.copyOf(signature, signature.length * 2);
            System.arraycopy(signature, 0, both, signature.length, signature.length);
            return both;
        };
    }
}
