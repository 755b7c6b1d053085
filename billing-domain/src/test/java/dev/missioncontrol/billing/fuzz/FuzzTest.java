package dev.missioncontrol.billing.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The kit itself: one that finds nothing would find nothing. */
class FuzzTest {
    private static final List<byte[]> CORPUS = List.of("{\"a\": [1, {\"b\": \"c\"}], \"d\": null}".getBytes(UTF_8));

    @Test
    void the_same_seed_gives_the_same_inputs_and_another_seed_others() {
        assertThat(inputs(7)).isEqualTo(inputs(7)).isNotEqualTo(inputs(8));
    }

    private static List<String> inputs(long seed) {
        List<String> inputs = new ArrayList<>();
        new FuzzRun(CORPUS, List.of(), 4_096, seed, input -> {
                    inputs.add(new String(input, UTF_8));
                    return "same";
                })
                .go(500);
        return inputs;
    }

    @Test
    void a_fault_that_needs_two_steps_is_found_by_what_the_first_step_was_answered() {
        FuzzRun run = new FuzzRun(CORPUS, List.of(), 4_096, 1, input -> {
            String text = new String(input, UTF_8);
            if (text.startsWith("{\"a\": null")) throw new IllegalArgumentException("planted");
            return text.startsWith("{\"a\"") ? "object" : "other";
        });
        assertThatThrownBy(() -> run.go(50_000)).hasMessageContaining("planted");
        assertThat(new String(run.input(), UTF_8)).startsWith("{\"a\": null");
    }

    @Test
    void what_takes_too_much_memory_fails() {
        FuzzRun run = new FuzzRun(CORPUS, List.of(), 4_096, 1, input -> "" + new byte[16 * 1024 * 1024].length);
        assertThatThrownBy(() -> run.go(1)).hasMessageContaining("of memory");
    }

    @Test
    void values_and_members_are_told_apart_in_whole_and_in_broken_json() {
        assertThat(texts(CORPUS.get(0), JsonParts.of(CORPUS.get(0)).members))
                .containsExactly("\"b\": \"c\"", "\"a\": [1, {\"b\": \"c\"}]", "\"d\": null");
        byte[] broken = "}{\"a\":1,\"b\":[tru".getBytes(UTF_8);
        assertThat(texts(broken, JsonParts.of(broken).values)).containsExactly("1", "tru");
    }

    private static List<String> texts(byte[] json, List<JsonParts.Part> parts) {
        return parts.stream()
                .map(part -> new String(json, part.from(), part.to() - part.from(), UTF_8))
                .toList();
    }
}
