package dev.missioncontrol.billing.app;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

/** What an archive of classes is made of is a server that works. */
class RehearsalTest {
    @Test
    void a_servers_first_minute_is_played_through() {
        assertThatCode(() -> Rehearsal.play("jdbc:h2:mem:rehearsal-" + RandomHex.ofBytes(4)))
                .doesNotThrowAnyException();
    }
}
