package dev.missioncontrol.billing.persistence;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The migrations of this version, written down with the checksums that Flyway gives them. Where the database's history is just these,
 * nothing is to be done, and nothing of Flyway has to be loaded to see it: that was a fifth of a server's start. Whatever else the history
 * is, Flyway says.
 */
final class WrittenMigrations {
    /** One a line, as they are run: version, blank, checksum. */
    static final String LIST = "migrations.txt";

    /** How the history says what it was itself begun with, which is no migration. */
    private static final Set<String> MADE = Set.of("SCHEMA", "TABLE");

    private WrittenMigrations() {}

    /** Whether these were run, all of them and nothing else, and none failed. False where that can't be seen for sure. */
    static boolean areWhatRan(Connection connection, SchemaName schema) throws SQLException {
        // Without auto-commit a refused look would end what somebody has under way.
        if (!connection.getAutoCommit()) return false;
        List<String> ran = new ArrayList<>();
        try (Statement ask = connection.createStatement();
                ResultSet rows = ask.executeQuery("select \"version\", \"checksum\", \"type\", \"success\" from "
                        + schema.quoted() + '.' + Migrations.HISTORY + " order by \"installed_rank\"")) {
            while (rows.next()) {
                if (!rows.getBoolean("success")) return false;
                if (rows.getString("version") == null && MADE.contains(rows.getString("type"))) continue;
                ran.add(rows.getString("version") + ' ' + rows.getString("checksum"));
            }
        } catch (SQLException absent) {
            // Or no right to look, or a connection that broke: asked again, by who can tell them apart.
            return false;
        }
        return ran.equals(all());
    }

    static List<String> all() {
        try (InputStream list = WrittenMigrations.class.getResourceAsStream(LIST);
                BufferedReader lines = new BufferedReader(new InputStreamReader(list, StandardCharsets.UTF_8))) {
            return lines.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
