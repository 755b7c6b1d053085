package dev.missioncontrol.billing.bench;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.SignedJWT;
import io.javalin.Javalin;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Map;

/** What the web server alone can do: a body read and answered, and a token checked and answered. */
final class BareServer {
    static final String PORT = "BARE_PORT";
    static final String SECRET = "BARE_SECRET";

    private BareServer() {}

    public static void main(String[] args) throws JOSEException {
        Map<String, String> env = System.getenv();
        MACVerifier verifier = new MACVerifier(env.get(SECRET).getBytes(StandardCharsets.UTF_8));
        Javalin.create(config -> {
                    config.startup.showJavalinBanner = false;
                    config.routes.post(Events.PATH, ctx -> ctx.result(ctx.bodyAsBytes().length > 0 ? "{}" : "{ }"));
                    config.routes.get("/status", ctx -> status(ctx, verifier));
                })
                .start("127.0.0.1", Integer.parseInt(env.get(PORT)));
    }

    private static void status(Context ctx, MACVerifier verifier) throws ParseException, JOSEException {
        String token = ctx.header("Authorization").substring("Bearer ".length());
        SignedJWT jwt = SignedJWT.parse(token);
        if (!jwt.verify(verifier)) throw new IllegalStateException("not signed by us");
        ctx.contentType("application/json")
                .result("{\"tenant\":\"" + jwt.getJWTClaimsSet().getClaim("tenant") + "\"}");
    }
}
