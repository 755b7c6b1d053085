package dev.missioncontrol.billing.stripe;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * One of a file of cases: a template of a header, what was signed, what was sent, and whether it may be believed.
 *
 * @param secrets those that the receiver knows
 * @param body what was signed
 * @param sentBody what is sent, which need not be the same
 * @param template of the header {@code Stripe-Signature}, if one is sent
 * @param offsetSeconds how far the time that was signed is ahead of the receiver's
 * @param expected {@code accept}, {@code reject}, or {@code either}
 */
public record SignatureCase(
        String name,
        List<String> secrets,
        String body,
        String sentBody,
        Optional<String> template,
        long offsetSeconds,
        String expected) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(v1|V1|v1cut|v1b64|v1raw):([^{}]*?)}");

    /** The cases of a file. */
    public static List<SignatureCase> in(byte[] file) throws IOException {
        List<SignatureCase> cases = new ArrayList<>();
        for (JsonNode one : JSON.readTree(file).path("cases")) cases.add(read(one));
        return cases;
    }

    private static SignatureCase read(JsonNode one) {
        List<String> secrets = new ArrayList<>();
        one.path("secrets").forEach(secret -> secrets.add(secret.textValue()));
        return new SignatureCase(
                one.path("name").textValue(),
                secrets,
                one.path("body").textValue(),
                one.path("sent_body").textValue(),
                Optional.ofNullable(one.path("header").textValue()),
                one.path("offset_s").longValue(),
                one.path("expect").textValue());
    }

    /** Whether the receiver's configuration is the fault: a blank secret signs nothing. */
    public boolean misconfigured() {
        return secrets.stream().anyMatch(String::isBlank);
    }

    /** The same about an event with an id of its own. */
    public SignatureCase about(String event) {
        return new SignatureCase(
                name,
                secrets,
                body.replace("evt_sig", event),
                sentBody.replace("evt_sig", event),
                template,
                offsetSeconds,
                expected);
    }

    /** The header, as signed for a receiver whose clock says {@code now}. */
    public Optional<String> header(Instant now) {
        String timestamp = Long.toString(now.getEpochSecond() + offsetSeconds);
        return template.map(text -> text.replace("{t}", timestamp)).map(text -> {
            Matcher matcher = PLACEHOLDER.matcher(text);
            return matcher.replaceAll(found -> sign(found.group(1), found.group(2), timestamp));
        });
    }

    private String sign(String how, String secret, String timestamp) {
        if (how.equals("v1raw")) return hex(hmac(secret.replace(":BODY", ""), body));
        byte[] mac = hmac(secret, timestamp + "." + body);
        return switch (how) {
            case "V1" -> hex(mac).toUpperCase(Locale.ROOT);
            case "v1cut" -> hex(mac).substring(0, 40);
            case "v1b64" -> Base64.getEncoder().encodeToString(mac);
            default -> hex(mac);
        };
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /** Written apart from the code under test, which must agree with it. */
    private static byte[] hmac(String secret, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
