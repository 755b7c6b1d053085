package dev.missioncontrol.billing.stripe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.missioncontrol.billing.provider.EventReader.Reading;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A file of cases: header templates, what was signed, what was sent, and whether it may be believed. */
class SignatureCasesTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_790_000_000L);
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(v1|V1|v1cut|v1b64|v1raw):([^{}]*?)}");

    @TestFactory
    Stream<DynamicTest> our_cases() {
        return cases(SharedFolder.parse(SharedFolder.resource("signature-cases.json")));
    }

    @TestFactory
    Stream<DynamicTest> shared_cases() {
        return cases(SharedFolder.json("signature-cases.json"));
    }

    private static Stream<DynamicTest> cases(JsonNode file) {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode one : file.path("cases"))
            tests.add(DynamicTest.dynamicTest(one.path("name").textValue(), () -> holds(one)));
        assertThat(tests).isNotEmpty();
        return tests.stream();
    }

    private static void holds(JsonNode one) {
        List<String> secrets = new ArrayList<>();
        one.path("secrets").forEach(secret -> secrets.add(secret.textValue()));
        String expected = one.path("expect").textValue();
        if (secrets.stream().anyMatch(String::isBlank)) {
            assertThatThrownBy(() -> StripeEventReader.signedBy(secrets, InstantSource.fixed(NOW)))
                    .isInstanceOf(IllegalArgumentException.class);
            return;
        }
        Reading reading = StripeEventReader.signedBy(secrets, InstantSource.fixed(NOW))
                .read(one.path("sent_body").textValue().getBytes(UTF_8), header(one));
        if (expected.equals("accept")) assertThat(reading).isInstanceOf(Reading.Event.class);
        if (expected.equals("reject")) assertThat(reading).isInstanceOf(Reading.Refused.class);
        if (reading instanceof Reading.Refused refused)
            assertThat(refused.detail()).hasSizeLessThan(300);
    }

    private static Optional<String> header(JsonNode one) {
        if (one.path("header").isNull()) return Optional.empty();
        String timestamp =
                Long.toString(NOW.getEpochSecond() + one.path("offset_s").longValue());
        String body = one.path("body").textValue();
        String template = one.path("header").textValue().replace("{t}", timestamp);
        Matcher matcher = PLACEHOLDER.matcher(template);
        return Optional.of(matcher.replaceAll(found -> sign(found.group(1), found.group(2), timestamp, body)));
    }

    private static String sign(String how, String secret, String timestamp, String body) {
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
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
