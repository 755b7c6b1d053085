package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which addresses are this machine: there is one rule for all that is allowed on it alone. */
class WebOriginTest {
    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LocalHost", "127.0.0.1", "127.1.2.3", "127.255.255.255", "[::1]"})
    void what_is_written_as_this_machine_is_this_machine(String host) {
        assertThat(WebOrigin.isThisMachine(URI.create("http://" + host + ":8080/x")))
                .isTrue();
        assertThat(WebOrigin.isThisMachine(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.example",
                "localhost.example",
                "localhost.",
                "127.0.0.1.example",
                "127.1",
                "127.0.0.256",
                "127.0.0.01",
                "0127.0.0.1",
                "2130706433",
                "0.0.0.0",
                "128.0.0.1",
                "[::]",
                "[::ffff:127.0.0.1]",
                "[::2]"
            })
    void what_could_be_another_place_to_somebody_is_not(String host) {
        assertThat(WebOrigin.isThisMachine(URI.create("http://" + host + "/x"))).isFalse();
        assertThat(WebOrigin.isThisMachine(host)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "::", "127.0.0.1:80", "127.0.0.1\n"})
    void what_is_no_host_is_not(String text) {
        assertThat(WebOrigin.isThisMachine(text)).isFalse();
    }
}
