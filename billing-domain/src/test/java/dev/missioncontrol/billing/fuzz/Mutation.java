package dev.missioncontrol.billing.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.missioncontrol.billing.fuzz.JsonParts.Part;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** One way to break an input. Each gives new bytes, whatever it is given; an input too small for it stays as it is. */
enum Mutation {
    FLIP_A_BIT {
        @Override
        byte[] of(byte[] input, Source source) {
            byte[] broken = input.clone();
            if (broken.length > 0)
                broken[source.at(broken)] ^= (byte) (1 << source.random().nextInt(8));
            return broken;
        }
    },
    CHANGE_A_BYTE {
        @Override
        byte[] of(byte[] input, Source source) {
            byte[] broken = input.clone();
            if (broken.length > 0)
                broken[source.at(broken)] = (byte) source.random().nextInt(256);
            return broken;
        }
    },
    CUT_OFF {
        @Override
        byte[] of(byte[] input, Source source) {
            return Arrays.copyOf(input, source.random().nextInt(input.length + 1));
        }
    },
    TAKE_OUT {
        @Override
        byte[] of(byte[] input, Source source) {
            return replace(input, source.stretch(input), new byte[0]);
        }
    },
    SAY_TWICE {
        @Override
        byte[] of(byte[] input, Source source) {
            Part part = source.stretch(input);
            return replace(input, new Part(part.to(), part.to()), cut(input, part));
        }
    },
    INSERT_BYTES {
        @Override
        byte[] of(byte[] input, Source source) {
            int at = source.random().nextInt(input.length + 1);
            return replace(input, new Part(at, at), Odd.bytes(source.random()));
        }
    },
    INSERT_A_WORD {
        @Override
        byte[] of(byte[] input, Source source) {
            int at = source.random().nextInt(input.length + 1);
            return replace(input, new Part(at, at), source.word());
        }
    },
    /** The beginning of one, the end of another. */
    SPLICE {
        @Override
        byte[] of(byte[] input, Source source) {
            byte[] other = source.other();
            int from = source.random().nextInt(other.length + 1);
            int at = source.random().nextInt(input.length + 1);
            return replace(input, new Part(at, input.length), Arrays.copyOfRange(other, from, other.length));
        }
    },
    ANOTHER_VALUE {
        @Override
        byte[] of(byte[] input, Source source) {
            return replace(input, source.of(JsonParts.of(input).values), Odd.value(source.random()));
        }
    },
    A_VALUE_FROM_ELSEWHERE {
        @Override
        byte[] of(byte[] input, Source source) {
            byte[] other = source.other();
            Part taken = source.of(JsonParts.of(other).values);
            return replace(input, source.of(JsonParts.of(input).values), cut(other, taken));
        }
    },
    REMOVE_A_FIELD {
        @Override
        byte[] of(byte[] input, Source source) {
            Part member = source.of(JsonParts.of(input).members);
            boolean comma = member.to() < input.length && input[member.to()] == ',';
            return replace(input, comma ? new Part(member.from(), member.to() + 1) : member, new byte[0]);
        }
    },
    A_FIELD_TWICE {
        @Override
        byte[] of(byte[] input, Source source) {
            Part member = source.of(JsonParts.of(input).members);
            if (member.from() == member.to()) return input;
            byte[] again = (new String(cut(input, member), UTF_8) + ",").getBytes(UTF_8);
            return replace(input, new Part(member.from(), member.from()), again);
        }
    },
    A_FIELD_FROM_ELSEWHERE {
        @Override
        byte[] of(byte[] input, Source source) {
            byte[] other = source.other();
            Part taken = source.of(JsonParts.of(other).members);
            Part here = source.of(JsonParts.of(input).members);
            byte[] more = (new String(cut(other, taken), UTF_8) + ",").getBytes(UTF_8);
            return replace(input, new Part(here.from(), here.from()), more);
        }
    },
    DEEPER {
        @Override
        byte[] of(byte[] input, Source source) {
            Part part = source.of(JsonParts.of(input).values);
            int depth = 1 + source.random().nextInt(120);
            String value = new String(cut(input, part), UTF_8);
            return replace(input, part, ("[".repeat(depth) + value + "]".repeat(depth)).getBytes(UTF_8));
        }
    };

    /** What a mutation draws from. */
    record Source(RandomGenerator random, List<byte[]> pool, List<String> words) {
        int at(byte[] input) {
            return random.nextInt(input.length);
        }

        byte[] other() {
            return pool.get(random.nextInt(pool.size()));
        }

        byte[] word() {
            if (words.isEmpty()) return Odd.value(random);
            return words.get(random.nextInt(words.size())).getBytes(UTF_8);
        }

        /** Any stretch, most of them short. */
        Part stretch(byte[] input) {
            int from = random.nextInt(input.length + 1);
            int longest = Math.min(input.length - from, 1 << random.nextInt(11));
            return new Part(from, from + (longest == 0 ? 0 : random.nextInt(longest + 1)));
        }

        /** One of them; where there is none, nothing at the very beginning. */
        Part of(List<Part> parts) {
            return parts.isEmpty() ? new Part(0, 0) : parts.get(random.nextInt(parts.size()));
        }
    }

    private static final Mutation[] ALL = values();

    abstract byte[] of(byte[] input, Source source);

    /** Some of them, one upon the other. */
    static byte[] some(byte[] input, Source source, int mostBytes) {
        byte[] broken = input;
        // Two in three are broken in one or two places: more of them still mean something.
        int times = source.random().nextInt(3) > 0
                ? source.random().nextInt(1, 3)
                : source.random().nextInt(1, 9);
        for (int i = 0; i < times; i++) {
            byte[] next = ALL[source.random().nextInt(ALL.length)].of(broken, source);
            if (next.length <= mostBytes) broken = next;
        }
        return broken;
    }

    private static byte[] cut(byte[] input, Part part) {
        return Arrays.copyOfRange(input, part.from(), part.to());
    }

    private static byte[] replace(byte[] input, Part part, byte[] by) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(input.length + by.length);
        out.write(input, 0, part.from());
        out.writeBytes(by);
        out.write(input, part.to(), input.length - part.to());
        return out.toByteArray();
    }
}
