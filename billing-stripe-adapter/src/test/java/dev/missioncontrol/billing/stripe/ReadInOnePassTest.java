package dev.missioncontrol.billing.stripe;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.fuzz.Fuzz;
import dev.missioncontrol.billing.provider.EventReader.Reading;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Of most of an event nothing is made while it is read. That must not show: neither in what is kept nor in what is refused. */
class ReadInOnePassTest {
    private static final String EVENT =
            "{\"left_out\":LEFT,\"id\":\"evt_1\",\"type\":\"customer.subscription.updated\",\"created\":1790000000,"
                    + "\"livemode\":false,\"data\":{\"left_out\":LEFT,\"object\":{\"id\":\"sub_1\",\"status\":\"active\","
                    + "\"metadata\":{\"billingAttempt\":\"a\",\"left_out\":LEFT,\"tenantId\":\"acme\"},"
                    + "\"left_out\":LEFT,\"items\":{\"data\":[{\"price\":{\"id\":\"price_1\",\"left_out\":LEFT},"
                    + "\"quantity\":KEPT,\"period\":KEPT}]},\"customer\":KEPT}}}";

    private static final int RECORDED_ROUNDS = 5_000;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "true",
                "-0",
                "1.50",
                "1e2",
                "1e400",
                "-1E-400",
                "0.1000000000000000055511151231257827",
                "9223372036854775807",
                "9223372036854775808",
                "-170141183460469231731687303715884105728",
                "01",
                "NaN",
                "Infinity",
                "'single'",
                "\"\"",
                "\"\\u0000\"",
                "\"\\ud83d\"",
                "\"\\ud83d\\ude00\"",
                "\"\\ude00\\ud83d\"",
                "\"\u007f\"",
                "\"\u0085\"",
                "\"\\/\\\"\\\\\"",
                "\"t\u00e4nant \u2603 \ud83d\ude00\"",
                "[]",
                "[[],[null,1,[\"a\",{\"id\":2}]]]",
                "[1,]",
                "{}",
                "{\"id\":1,\"id\":1}",
                "{\"a\":null,\"a\":null}",
                "{\"a\":1,\"b\":2,\"c\":3,\"d\":4,\"c\":5}",
                "{\"metadata\":{\"tenantId\":\"x\",\"tenantId\":\"x\"}}",
                "{\"metadata\":{\"other\":1,\"tenantId\":null,\"billingInstallation\":\"main\"},\"id\":\"i\"}",
                "{\"metadata\":[\"tenantId\"]}",
                "{\"metadata\":\"tenantId\"}",
                "{\"id\":\"x\"",
                "[\"x\"",
                "\"x",
                "tru",
                "/**/1",
                "1}"
            })
    void any_value_is_left_out_or_kept_or_refused_as_a_tree_of_it_would_be(String value) {
        String kept = EVENT.replace("LEFT", "1").replace("KEPT", value);
        String left = EVENT.replace("LEFT", value).replace("KEPT", "1");
        for (String body : List.of(kept, left)) assertSame(body.getBytes(UTF_8));
        for (String field : List.of("id", "type", "created", "livemode", "account", "data", "object"))
            assertSame(EVENT.replaceFirst("\"" + field + "\":", "\"" + field + "\":" + "KEPT,\"x\":")
                    .replace("KEPT", value)
                    .replace("LEFT", "1")
                    .getBytes(UTF_8));
    }

    @Test
    void limits_hold_at_the_same_place_in_what_is_left_out() {
        for (int more = -1; more <= 1; more++) {
            same("\"" + "t".repeat(StripeJson.LONGEST_TEXT + more) + "\"");
            same("\"" + "\u00e4".repeat(StripeJson.LONGEST_TEXT + more) + "\"");
            same("\"\\u0041" + "t".repeat(StripeJson.LONGEST_TEXT + more - 1) + "\"");
            same("{\"" + "n".repeat(StripeJson.LONGEST_NAME + more) + "\":1}");
            same("1".repeat(StripeJson.LONGEST_NUMBER + more));
            same("1.".concat("1".repeat(StripeJson.LONGEST_NUMBER + more - 1)));
            for (int above = 1; above <= 7; above++) {
                int deep = StripeJson.DEEPEST - above + more;
                same("[".repeat(deep) + "]".repeat(deep));
            }
        }
    }

    @Test
    void bytes_that_are_no_text_are_refused_in_what_is_left_out_too() {
        for (int first = 0x80; first < 0x100; first++) {
            for (int second : new int[] {0x22, 0x7f, 0x80, 0xa0, 0xbf, 0xc0}) {
                byte[] body =
                        EVENT.replace("LEFT", "\"!?xy\"").replace("KEPT", "1").getBytes(UTF_8);
                int at = new String(body, UTF_8).indexOf("!?");
                body[at] = (byte) first;
                body[at + 1] = (byte) second;
                assertSame(body);
            }
        }
    }

    @Test
    void what_comes_in_another_encoding_or_around_an_event_is_read_the_same() {
        String event = EVENT.replace("LEFT", "[\"x\"]").replace("KEPT", "1");
        assertSame(event.getBytes(UTF_16BE));
        assertSame(event.getBytes(UTF_16LE));
        for (String body : List.of(
                "\ufeff" + event,
                " \n" + event + "\r\t ",
                event + "1",
                event + ",",
                event + "}",
                event + event,
                "[" + event + "]",
                "",
                " ",
                "null",
                "1",
                "\"x\"",
                "{}",
                "]")) assertSame(body.getBytes(UTF_8));
    }

    @Test
    void events_broken_at_random_are_read_the_same() {
        Fuzz.of("event in one pass", AdapterFuzzTest.class, "events", "fuzz/events")
                .words("\"metadata\":{\"tenantId\":\"globex\"},", "\"id\":null,", "{}", "[", ",", "\"\"", "1e400")
                .run(input -> {
                    Reading reading = assertSame(input);
                    return reading instanceof Reading.Refused refused ? refused.detail() : "read";
                });
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void recorded_events_are_read_the_same_whole_and_broken(long seed) throws IOException {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        List<byte[]> recorded = recorded();
        recorded.forEach(ReadInOnePassTest::assertSame);
        for (int round = 0; round < RECORDED_ROUNDS; round++) {
            byte[] body = recorded.get(random.nextInt(recorded.size())).clone();
            byte[] other = recorded.get(random.nextInt(recorded.size()));
            // A stretch of one in the place of another's: much of it is JSON still, names come twice, texts never end.
            int length = 1 << random.nextInt(6);
            int from = random.nextInt(other.length - length);
            int to = random.nextInt(body.length - length);
            System.arraycopy(other, from, body, to, length);
            assertSame(body);
        }
    }

    private static List<byte[]> recorded() throws IOException {
        List<byte[]> recorded = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(SharedFolder.find("fixtures"), "*.json")) {
            for (Path file : files) recorded.add(SharedFolder.read(file));
        }
        return recorded;
    }

    private static void same(String leftOut) {
        assertSame(EVENT.replaceFirst("LEFT", leftOut)
                .replace("LEFT", "1")
                .replace("KEPT", "1")
                .getBytes(UTF_8));
        assertSame(EVENT.replace("LEFT", "1")
                .replaceFirst("KEPT", leftOut)
                .replace("KEPT", "1")
                .getBytes(UTF_8));
        assertSame(EVENT.replaceFirst("(?s)(.*)LEFT", "$1" + leftOut)
                .replace("LEFT", "1")
                .replace("KEPT", "1")
                .getBytes(UTF_8));
    }

    private static Reading assertSame(byte[] body) {
        Reading reading = Read.signed(body);
        if (!reading.equals(TreeReading.of(body)))
            assertThat(reading).as(() -> shown(body)).isEqualTo(TreeReading.of(body));
        return reading;
    }

    private static String shown(byte[] body) {
        return new String(body, 0, Math.min(body.length, 2_000), UTF_8);
    }
}
