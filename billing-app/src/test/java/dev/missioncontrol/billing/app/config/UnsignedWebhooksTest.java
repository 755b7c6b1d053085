package dev.missioncontrol.billing.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rule by itself; where the product asks for each of the six is shown by {@code UnsignedWebhooksIT}. */
class UnsignedWebhooksTest {
    static IntStream rows() {
        return IntStream.range(0, 64);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void only_all_six_conditions_together_accept_an_unsigned_webhook(int row) {
        boolean allowed = UnsignedWebhooks.allowed(
                (row & 1) != 0, (row & 2) != 0, (row & 4) != 0, (row & 8) != 0, (row & 16) != 0, (row & 32) != 0);
        assertThat(allowed).isEqualTo(row == 63);
    }
}
