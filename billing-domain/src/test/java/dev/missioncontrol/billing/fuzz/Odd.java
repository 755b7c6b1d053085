package dev.missioncontrol.billing.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** Values that parsers stumble over: of another type, huge, deep, not text at all. */
final class Odd {
    private static final String[] VALUES = {
        "null",
        "true",
        "false",
        "0",
        "-0",
        "-1",
        "1",
        "2147483648",
        "-9223372036854775808",
        "9223372036854775807",
        "9223372036854775808",
        "1000000000000",
        "1e400",
        "1E-400",
        "1e99999999999",
        "0.1",
        "2.0",
        "NaN",
        "Infinity",
        "0x10",
        "01",
        "+1",
        "[]",
        "{}",
        "[[]]",
        "{\"id\":\"any_1\",\"object\":\"any\"}",
        "{\"data\":[{\"id\":\"any_2\"}]}",
        "[null,1,\"a\",{}]",
        "\"\"",
        "\" \"",
        "\"0\"",
        "\"\\u0000\"",
        "\"\\ud800\"",
        "\"\\udc00\\ud800\"",
        "\"\\u202e\\ufeff\"",
        "\"\\\"",
        "\"\\x\"",
        "\"'; drop table tenants; --\"",
        "\"<script>\"",
        "'a'",
        "\"t\u00e4nant \ud83d\ude00\"",
        "/**/1",
        "\"a\nb\"",
        "\"__proto__\"",
        "\"month\"",
        "\"free\"",
        "\"customer.deleted\"",
    };

    /** Bytes that are no UTF-8: overlong, halves of a pair, beyond the last character, cut short; and marks of other encodings. */
    private static final byte[][] BYTES = hex(
            "c080",
            "c0af",
            "e080af",
            "eda080",
            "edb080",
            "f4908080",
            "f8888080",
            "80",
            "ff",
            "c3",
            "e282",
            "f09f98",
            "efbbbf",
            "fffe",
            "feff",
            "00",
            "0000007b",
            "7f",
            "c285",
            "e280a8");

    /** Sizes just within and beyond what is allowed somewhere. */
    private static final int[] SIZES = {8, 9, 20, 64, 65, 99, 100, 101, 255, 256, 257, 400, 401, 500, 501, 2_000};

    /** One more that is beyond every limit, and costs time: seldom. */
    private static final int[] LARGE_SIZES = {8_193, 65_536, 65_537, 262_145};

    /** Of so many values with a size, one is large. */
    private static final int LARGE_OF = 200;

    private Odd() {}

    private static byte[][] hex(String... hex) {
        byte[][] all = new byte[hex.length][];
        for (int i = 0; i < hex.length; i++) all[i] = HexFormat.of().parseHex(hex[i]);
        return all;
    }

    /** Something to stand where a JSON value stood. */
    static byte[] value(RandomGenerator random) {
        return switch (random.nextInt(12)) {
            case 0 -> ("\"" + "x".repeat(size(random)) + "\"").getBytes(UTF_8);
            case 1 ->
                String.valueOf((char) random.nextInt('1', '9' + 1))
                        .repeat(size(random))
                        .getBytes(UTF_8);
            case 2 -> {
                int depth = size(random);
                yield ("[".repeat(depth) + "]".repeat(random.nextBoolean() ? depth : depth - 1)).getBytes(UTF_8);
            }
            case 3 -> ("{\"a\":".repeat(size(random))).getBytes(UTF_8);
            case 4 -> ("\"" + new String(bytes(random), ISO_8859_1) + "\"").getBytes(ISO_8859_1);
            case 5 -> Long.toString(random.nextLong() >> random.nextInt(64)).getBytes(UTF_8);
            case 6 -> Long.toString(1_790_000_000L + random.nextInt(1_000_000)).getBytes(UTF_8);
            default -> VALUES[random.nextInt(VALUES.length)].getBytes(UTF_8);
        };
    }

    /** Bytes that are not text. */
    static byte[] bytes(RandomGenerator random) {
        return BYTES[random.nextInt(BYTES.length)];
    }

    static int size(RandomGenerator random) {
        if (random.nextInt(LARGE_OF) == 0) return LARGE_SIZES[random.nextInt(LARGE_SIZES.length)];
        return SIZES[random.nextInt(SIZES.length)];
    }
}
