package dev.missioncontrol.billing.app.doctor;

import dev.missioncontrol.billing.app.config.JwtSettings;
import dev.missioncontrol.billing.http.auth.BoundedBody;
import dev.missioncontrol.billing.http.auth.JwtTenantAuthenticator;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The address where an issuer publishes the keys of tokens: whether it has one that can check them. */
final class KeysExam {
    static final String AREA = "tokens";

    /** Longest a whole answer may take: as long as a token waits for it. */
    static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

    /** Largest set in bytes: as large as a token's check takes. */
    private static final int LARGEST_SET = 256 * 1024;

    private static final String SETTING = "BILLING_JWT_JWKS_URL";

    private static final String UNCHECKED =
            "no token is believed: a node that has no key answers 503, and one that has some for four hours more";

    private KeysExam() {}

    static Finding of(JwtSettings settings) {
        if (!(settings instanceof JwtSettings.Jwks published))
            return Finding.ok(AREA, "nobody is asked: " + SETTING + " is not set");
        URI url = published.url();
        String who = Question.named(SETTING, url);
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(ANSWER_WITHIN)
                .header("Accept", "application/jwk-set+json, application/json")
                .build();
        return new Question(request, head -> new BoundedBody(LARGEST_SET), ANSWER_WITHIN)
                .ask(answer -> answered(who, answer), why -> away(who, why));
    }

    private static Finding answered(String who, HttpResponse<byte[]> answer) {
        if (answer.statusCode() / 100 == 3)
            return fault(
                    who + "answers " + answer.statusCode() + ", a redirect, and none is followed",
                    "name the address that it leads to");
        if (answer.statusCode() != 200)
            return fault(who + "answers " + answer.statusCode(), "compare it with what the issuer calls jwks_uri");
        try {
            int keys = JwtTenantAuthenticator.usableKeys(new String(answer.body(), StandardCharsets.UTF_8));
            return keys > 0
                    ? Finding.ok(AREA, who + "answers, and " + keys + " of its keys can check tokens")
                    : fault(
                            who + "none of its keys can check tokens",
                            "let the issuer sign with RS256 (2048 bits or more) or ES256, with a kid for each key");
        } catch (IllegalArgumentException e) {
            return fault(who + "its answer is no key set", "compare it with what the issuer calls jwks_uri");
        }
    }

    private static Finding away(String who, String why) {
        return fault(who + why, "is the issuer there, is its address right, may this machine connect to it?");
    }

    private static Finding fault(String what, String remedy) {
        return Finding.fault(AREA, what, UNCHECKED, remedy);
    }
}
