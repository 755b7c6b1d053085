package dev.missioncontrol.billing.stripe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.missioncontrol.billing.provider.EventReader.Reading;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events broken at random: in their tree, and in their bytes. Whatever comes, the reader answers. */
class MutatedEventsTest {
    private static final int ROUNDS = 3_000;
    private static final List<String> FIXTURES = List.of(
            "subscription-2019-plan",
            "subscription-2020-items",
            "subscription-dahlia",
            "invoice-dahlia",
            "invoice-lines-only",
            "checkout-completed",
            "customer-deleted",
            "schedule-released");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void a_tree_with_anything_anywhere_is_read_or_refused_and_rereads_the_same(long seed) {
        RandomGenerator random = random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            JsonNode event = fixture(random);
            for (int i = random.nextInt(1, 6); i > 0; i--) mutate(event, random);
            String body = event.toString();
            check(body.getBytes(UTF_8), seed, round, body);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void bytes_changed_at_random_are_read_or_refused(long seed) {
        RandomGenerator random = random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] body = fixture(random).toString().getBytes(UTF_8);
            for (int i = random.nextInt(1, 8); i > 0; i--)
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            check(body, seed, round, new String(body, UTF_8));
        }
    }

    private static void check(byte[] body, long seed, int round, String shown) {
        try {
            if (!(Read.signed(body) instanceof Reading.Event read)) return;
            assertThat(Read.READER.reread(read.event().id(), read.event().payload()))
                    .isEqualTo(read.event());
        } catch (RuntimeException | Error e) {
            String start = shown.substring(0, Math.min(shown.length(), 2_000));
            throw new AssertionError("seed " + seed + ", round " + round + ": " + start, e);
        }
    }

    private static void mutate(JsonNode root, RandomGenerator random) {
        List<JsonNode> containers = new ArrayList<>();
        collect(root, containers);
        JsonNode container = containers.get(random.nextInt(containers.size()));
        if (container instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = names.get(random.nextInt(names.size()));
            if (random.nextInt(4) == 0) object.remove(name);
            else object.set(name, anything(random));
        } else if (container instanceof ArrayNode array) {
            array.set(random.nextInt(array.size()), anything(random));
        }
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainerNode() && !node.isEmpty()) containers.add(node);
        node.forEach(child -> collect(child, containers));
    }

    private static JsonNode anything(RandomGenerator random) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        return switch (random.nextInt(14)) {
            case 0 -> json.nullNode();
            case 1 -> json.booleanNode(random.nextBoolean());
            case 2 -> json.numberNode(random.nextLong());
            case 3 -> json.numberNode(-random.nextInt(10));
            case 4 -> json.numberNode(random.nextDouble() * 1e20);
            case 5 -> json.numberNode(BigInteger.TEN.pow(random.nextInt(20, 60)));
            case 6 -> json.textNode("");
            case 7 -> json.textNode("x".repeat(random.nextInt(1, 600)));
            case 8 -> json.textNode("\u0000\u0001\u007f");
            case 9 -> json.textNode("t\u00e4nant \ud83d\ude00");
            case 10 -> json.objectNode().put("id", "any_1").put("object", "any");
            case 11 -> json.objectNode().set("data", json.objectNode().put("id", "any_2"));
            case 12 ->
                json.arrayNode()
                        .add("a")
                        .add(json.arrayNode())
                        .add(json.objectNode().put("id", 1));
            default -> json.numberNode(1_790_000_000L + random.nextInt(1_000_000));
        };
    }

    private static JsonNode fixture(RandomGenerator random) {
        String name = FIXTURES.get(random.nextInt(FIXTURES.size()));
        return SharedFolder.parse(SharedFolder.resource("events/" + name + ".json"));
    }

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }
}
