package shop;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/** The shop's own database, with tables of its own that happen to be named like some of billing's. */
final class Database {
    private Database() {}

    static DataSource open() throws SQLException {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:mem:shop;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;DB_CLOSE_DELAY=-1");
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table public.tenants (name varchar(100) primary key)");
            statement.execute("create table public.customers (email varchar(100) primary key)");
            statement.execute("create table public.subscriptions (newsletter varchar(100) primary key)");
            statement.execute("insert into public.tenants (name) values ('acme')");
        }
        return source;
    }
}
