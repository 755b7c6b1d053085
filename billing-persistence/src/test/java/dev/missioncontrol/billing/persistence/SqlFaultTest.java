package dev.missioncontrol.billing.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
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
        "3F000,its schema is not there",
        "42P01,its schema is not there",
        "42S02,its schema is not there",
        "90079,its schema is not there",
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
    void a_pool_that_has_none_to_give_is_no_database_that_is_away() {
        assertThat(SqlFault.unavailable(new SQLTransientConnectionException("what the pool says")))
                .hasMessageContaining("used now: no connection was free in time");
    }

    @Test
    void a_state_that_says_nothing_to_anybody_is_told_as_it_is() {
        assertThat(SqlFault.unavailable(new SQLException("what the driver says", "58030")))
                .hasMessage("the database can't be reached or used now (SQLSTATE 58030, code 0)");
        assertThat(SqlFault.unavailable(new SQLException()))
                .hasMessage("the database can't be reached or used now (SQLSTATE null, code 0)");
    }
}
