package dev.missioncontrol.billing.app.config;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where billing is stored.
 *
 * @param url JDBC URL of PostgreSQL or H2
 * @param user may be empty
 * @param password may be empty
 * @param rowSecurity whether PostgreSQL shows a transaction for one tenant that tenant's rows alone
 */
public record Database(String url, String user, Secret password, boolean rowSecurity) {
    private static final Pattern PASSWORD = Pattern.compile("[?&]password=([^&]*)");

    /** Whether this is H2. */
    public boolean h2() {
        return url.startsWith("jdbc:h2:");
    }

    /** Whether it is gone with the process. */
    public boolean inMemory() {
        return url.startsWith("jdbc:h2:mem:");
    }

    /** Its file, without the ending that H2 gives it; nothing where it is none. */
    public Optional<Path> file() {
        if (!h2() || inMemory()) return Optional.empty();
        String path = url.substring("jdbc:h2:".length()).split(";", 2)[0];
        if (path.startsWith("file:")) path = path.substring("file:".length());
        else if (path.startsWith("tcp:") || path.startsWith("ssl:") || path.startsWith("zip:")) return Optional.empty();
        return Optional.of(Path.of(path.replaceFirst("^~", Matcher.quoteReplacement(System.getProperty("user.home")))));
    }

    /** The same, and a file that is not there is not made: for who only looks. */
    public Database onlyIfThere() {
        boolean made = file().isPresent() && !url.toUpperCase(Locale.ROOT).contains("IFEXISTS=");
        return made ? new Database(url + ";IFEXISTS=TRUE", user, password, rowSecurity) : this;
    }

    /** The password in its query, where it holds one. */
    Optional<Secret> passwordInUrl() {
        Matcher password = PASSWORD.matcher(url);
        return password.find() ? Optional.of(new Secret(password.group(1))) : Optional.empty();
    }

    /** Whether nobody on the way can read what is sent: it stays on this machine, or the URL asks for TLS. */
    public boolean encrypted() {
        if (h2()) return true;
        String host = url.replaceFirst("^jdbc:postgresql:(//)?", "").split("[:/?,]", 2)[0];
        boolean here = !url.startsWith("jdbc:postgresql://") || host.isEmpty() || Hosts.loopback(host);
        return here || url.matches(".*[?&]sslmode=(require|verify-ca|verify-full)(&.*)?");
    }

    /** Whether somebody said what becomes of encryption, be it that there is none: on a network that is nobody else's, say. */
    public boolean encryptionDecided() {
        return encrypted() || url.matches(".*[?&]sslmode=disable(&.*)?");
    }

    /** Whether it is said that nothing is encrypted, and the server is not named as one is within a network of containers: by a word. */
    public boolean openToOthers() {
        String hosts = url.replaceFirst("^jdbc:postgresql:(//)?", "").split("[/?]", 2)[0];
        return !encrypted()
                && encryptionDecided()
                && (hosts.contains(".") || hosts.contains("["))
                && !hosts.startsWith("[::1]");
    }

    /** Without the URL: it may hold a password. */
    @Override
    public String toString() {
        return "Database[" + (h2() ? "H2" : "PostgreSQL") + "]";
    }
}
