package dev.missioncontrol.billing.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StorableTextTest {
    @ParameterizedTest
    @CsvSource({
        "plain, plain",
        "'\u0000', '\uFFFD'",
        "'a\u0000b', 'a\uFFFDb'",
        "'\uD83D\uDE80', '\uD83D\uDE80'",
        "'\uD83D', '\uFFFD'",
        "'\uDE80\uD83D', '\uFFFD\uFFFD'",
        "'x\uD83Dy', 'x\uFFFDy'"
    })
    void what_no_database_can_hold_is_replaced(String given, String stored) {
        assertThat(StorableText.of(given)).isEqualTo(stored);
    }
}
