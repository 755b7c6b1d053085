package dev.missioncontrol.billing.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.ColonPrefixSqlParser;
import org.jdbi.v3.core.statement.ParsedSql;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamedParametersTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "select 1",
                "select a from \"billing\".tenants where id = :tenant",
                "insert into t (a, b) values (:a,:b2) on conflict (a) do update set b = :b2",
                "select :kept::jsonb, cast(:Other as varchar), ':no' || 'it''s :no' || \":no\" from t where a < :a",
                "select current_timestamp - :seconds * interval '1' second",
                "select * from unnest(cast(:tenant_id as varchar array)) where a = :a"
            })
    void what_we_write_is_read_as_jdbi_reads_it(String sql) {
        ParsedSql ours = NamedParameters.parse(sql);
        ParsedSql theirs = readByJdbi(sql);
        assertThat(ours.getSql()).isEqualTo(theirs.getSql());
        assertThat(ours.getParameters().getParameterNames())
                .isEqualTo(theirs.getParameters().getParameterNames());
        assertThat(ours.getParameters().isPositional())
                .isEqualTo(theirs.getParameters().isPositional());
    }

    @ParameterizedTest
    @ValueSource(strings = {"select ?", "select 1 -- :no", "select /* :no */ 1", "select 'open", "select \"open"})
    void what_we_never_write_is_refused(String sql) {
        assertThatThrownBy(() -> NamedParameters.parse(sql))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sql);
    }

    @Test
    void a_statement_is_parsed_once() {
        NamedParameters parser = new NamedParameters();
        try (Handle handle = Jdbi.open("jdbc:h2:mem:named-parameters")) {
            ParsedSql first = parser.parse("select :a", handle.createQuery("").getContext());
            assertThat(parser.parse("select :a", handle.createQuery("").getContext()))
                    .isSameAs(first);
        }
    }

    private static ParsedSql readByJdbi(String sql) {
        try (Handle handle = Jdbi.open("jdbc:h2:mem:named-parameters")) {
            return new ColonPrefixSqlParser().parse(sql, handle.createQuery(sql).getContext());
        }
    }
}
