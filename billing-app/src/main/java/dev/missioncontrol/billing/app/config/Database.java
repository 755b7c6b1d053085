package dev.missioncontrol.billing.app.config;

/**
 * Where billing is stored.
 *
 * @param url JDBC URL of PostgreSQL or H2
 * @param user may be empty
 * @param password may be empty
 */
public record Database(String url, String user, Secret password) {
    /** Whether this is H2. */
    public boolean h2() {
        return url.startsWith("jdbc:h2:");
    }

    /** Whether it is gone with the process. */
    public boolean inMemory() {
        return url.startsWith("jdbc:h2:mem:");
    }

    /** Without the URL: it may hold a password. */
    @Override
    public String toString() {
        return "Database[" + (h2() ? "H2" : "PostgreSQL") + "]";
    }
}
