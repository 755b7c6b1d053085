package dev.missioncontrol.billing.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The short way to a server is one for just that. */
class PlainServeTest {
    @Test
    void whatever_else_is_typed_is_left_to_who_reads_options() {
        assertThat(PlainServe.execute()).isEmpty();
        assertThat(PlainServe.execute("demo")).isEmpty();
        assertThat(PlainServe.execute("serve", "--help")).isEmpty();
        assertThat(PlainServe.execute("serve", "--migrate", "--config", "billing.env"))
                .isEmpty();
    }

    @Test
    void what_goes_on_until_it_is_stopped_is_a_server() {
        assertThat(PlainServe.serves("serve")).isTrue();
        assertThat(PlainServe.serves("serve", "--config", "billing.env")).isTrue();
        assertThat(PlainServe.serves("demo")).isTrue();
        assertThat(PlainServe.serves("sandbox", "serve")).isTrue();
        assertThat(PlainServe.serves("reconcile", "--apply", "--json")).isFalse();
        assertThat(PlainServe.serves()).isFalse();
    }

    /** No test's environment configures a server. */
    @Test
    void a_configuration_that_cannot_be_used_is_the_same_mistake_either_way() {
        assertThat(PlainServe.execute("serve")).contains(ExitCodes.MISTAKE);
        assertThat(BillingCommand.execute("serve")).isEqualTo(ExitCodes.MISTAKE);
    }
}
