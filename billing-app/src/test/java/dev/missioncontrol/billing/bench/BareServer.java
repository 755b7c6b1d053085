package dev.missioncontrol.billing.bench;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.SignedJWT;
import dev.missioncontrol.billing.provider.EventReader;
import dev.missioncontrol.billing.stripe.StripePaymentProvider;
import io.javalin.Javalin;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the web server alone can do: a body read and answered, a token checked and answered; and where it is given the webhook's secret, an
 * event whose signature is checked and which is read as the product does, and then forgotten.
 */
final class BareServer {
    static final String PORT = "BARE_PORT";
    static final String SECRET = "BARE_SECRET";
    static final String WEBHOOK_SECRET = "BARE_WEBHOOK_SECRET";

    /** Where a token is checked. */
    static final String STATUS = "/status";

    private BareServer() {}

    public static void main(String[] args) throws JOSEException {
        Map<String, String> env = System.getenv();
        MACVerifier verifier = new MACVerifier(env.get(SECRET).getBytes(StandardCharsets.UTF_8));
        Optional<EventReader> reader =
                Optional.ofNullable(env.get(WEBHOOK_SECRET)).map(BareServer::reader);
        Javalin.create(config -> {
                    config.startup.showJavalinBanner = false;
                    config.routes.post(Events.PATH, ctx -> ctx.result(taken(ctx, reader) ? "{}" : "{ }"));
                    config.routes.get(STATUS, ctx -> status(ctx, verifier));
                })
                .start("127.0.0.1", Integer.parseInt(env.get(PORT)));
    }

    private static EventReader reader(String secret) {
        return StripePaymentProvider.of("sk_" + "test_" + "bench".repeat(5), List.of(secret))
                .eventReader();
    }

    private static boolean taken(Context ctx, Optional<EventReader> reader) {
        byte[] body = ctx.bodyAsBytes();
        if (reader.isEmpty()) return body.length > 0;
        EventReader.Reading read = reader.get().read(body, Optional.ofNullable(ctx.header("Stripe-Signature")));
        if (read instanceof EventReader.Reading.Event) return true;
        throw new IllegalStateException("not signed by us");
    }

    private static void status(Context ctx, MACVerifier verifier) throws ParseException, JOSEException {
        String token = ctx.header("Authorization").substring("Bearer ".length());
        SignedJWT jwt = SignedJWT.parse(token);
        if (!jwt.verify(verifier)) throw new IllegalStateException("not signed by us");
        ctx.contentType("application/json")
                .result("{\"tenant\":\"" + jwt.getJWTClaimsSet().getClaim("tenant") + "\"}");
    }
}
