package dev.missioncontrol.billing.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** Which databases are taken. */
class DatabaseTest {
    private static Connection to(String product, int version) {
        DatabaseMetaData about = (DatabaseMetaData) Proxy.newProxyInstance(
                DatabaseTest.class.getClassLoader(),
                new Class<?>[] {DatabaseMetaData.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getDatabaseProductName" -> product;
                    case "getDatabaseProductVersion" -> version + ".4";
                    case "getDatabaseMajorVersion" -> version;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
        return (Connection) Proxy.newProxyInstance(
                DatabaseTest.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> about);
    }

    @Test
    void a_postgresql_that_plans_for_any_list_is() throws SQLException {
        assertThat(Database.of(to("PostgreSQL", Database.OLDEST_POSTGRESQL))).isEqualTo(Database.POSTGRESQL);
        assertThat(Database.of(to("PostgreSQL", 99))).isEqualTo(Database.POSTGRESQL);
    }

    @Test
    void an_older_one_is_refused_with_what_is_needed() {
        assertThatThrownBy(() -> Database.of(to("PostgreSQL", 11)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("billing needs PostgreSQL 12 or later, and this is 11.4");
    }

    @Test
    void another_is_refused_by_name() {
        assertThatThrownBy(() -> Database.of(to("MySQL", 99)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not in MySQL");
    }
}
