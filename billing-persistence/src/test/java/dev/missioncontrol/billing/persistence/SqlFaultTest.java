package dev.missioncontrol.billing.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever is woken reads what the database says in words, beside the state to look it up by. */
class SqlFaultTest {
    @ParameterizedTest
    @CsvSource({
        "08001,nobody answers there",
        "25006,it only reads",
        "28P01,the user or its password is refused",
        "3D000,there is no such database",
        "53100,its disk is full",
        "53300,it has no connection left"
    })
    void what_somebody_can_mend_is_said_in_words(String state, String words) {
        assertThat(SqlFault.unavailable(new SQLException("what the driver says", state)))
                .hasMessageContaining("used now: " + words)
                .hasMessageContaining("(SQLSTATE " + state + ", code 0)")
                .hasMessageNotContaining("driver");
    }

    @Test
    void a_state_that_says_nothing_to_anybody_is_told_as_it_is() {
        assertThat(SqlFault.unavailable(new SQLException("what the driver says", "58030")))
                .hasMessage("the database can't be reached or used now (SQLSTATE 58030, code 0)");
        assertThat(SqlFault.unavailable(new SQLException()))
                .hasMessage("the database can't be reached or used now (SQLSTATE null, code 0)");
    }
}
