package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Audits are kept for ever, and their hashes are over the actor's word. */
class ActorTest {
    @Test
    void the_words_that_audits_hold_are_these_for_ever() {
        assertThat(Arrays.stream(Actor.values()).map(actor -> actor + " " + actor.word()))
                .containsExactly(
                        "WEBHOOK webhook",
                        "REFRESH refresh",
                        "SWEEP sweep",
                        "CHECKOUT checkout",
                        "TENANT tenant",
                        "CATALOG catalog",
                        "OPERATOR operator");
    }
}
