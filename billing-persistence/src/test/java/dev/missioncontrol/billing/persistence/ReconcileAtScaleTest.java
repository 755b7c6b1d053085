package dev.missioncontrol.billing.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The program that reconciles a million, over a few thousand: every page of every phase, on both databases. */
class ReconcileAtScaleTest {
    private static final int SIZE = 1_050;

    @ParameterizedTest
    @EnumSource(RealDatabase.class)
    void all_that_was_lost_is_found_mended_and_then_gone(RealDatabase database) throws SQLException {
        try (HikariDataSource source = database.open()) {
            ReconcileAtScale.Run run = ReconcileAtScale.run(source, SIZE, 50);
            assertThat(run.dryRun().listed()).isEqualTo(SIZE);
            assertThat(run.dryRun().tenants()).isEqualTo(SIZE);
            assertThat(run.dryRun().drift()).isEqualTo(SIZE / 50);
            assertThat(run.dryRun().mended()).isZero();
            assertThat(run.applied().drift()).isEqualTo(SIZE / 50);
            assertThat(run.applied().left()).isZero();
            assertThat(run.again().drift()).isZero();
        }
    }

    @Test
    void where_nothing_differs_a_page_is_a_few_statements() throws SQLException {
        SentStatements sent = new SentStatements();
        try (HikariDataSource source = RealDatabase.POSTGRESQL.open()) {
            ReconcileAtScale.run(source, sent.watching(source), SIZE, 2 * SIZE);
            // Three times through it, and the tenant that the others are made from.
            assertThat(sent.count()).as("%s", sent.all()).isLessThan(SIZE);
        }
    }
}
