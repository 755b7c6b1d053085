package dev.missioncontrol.billing.app;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** Loads what speaks to PostgreSQL, where there is none to speak to. */
final class PostgresqlClasses {
    /** What a connection and its statements are made of, without what is seldom used of the driver. */
    private static final List<String> PACKAGES = List.of(
            "org/postgresql/",
            "org/postgresql/core/",
            "org/postgresql/core/v3/",
            "org/postgresql/core/v3/adaptivefetch/",
            "org/postgresql/core/v3/replication/",
            "org/postgresql/copy/",
            "org/postgresql/hostchooser/",
            "org/postgresql/jdbc/",
            "org/postgresql/util/",
            "org/jdbi/v3/postgres/");

    /** By name: SQL's own classes are none of this module's. */
    private static final List<String> JARS_OF = List.of("org.postgresql.Driver", "org.jdbi.v3.postgres.PostgresPlugin");

    private PostgresqlClasses() {}

    /** @throws IllegalStateException if the driver is not among the jars of this program */
    static void load() throws IOException {
        try {
            for (String one : JARS_OF) load(Class.forName(one));
        } catch (ClassNotFoundException | URISyntaxException e) {
            throw new IllegalStateException("a jar is missing", e);
        }
    }

    private static void load(Class<?> one) throws IOException, URISyntaxException {
        ClassLoader loader = one.getClassLoader();
        Path file =
                Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
        try (JarFile jar = new JarFile(file.toFile())) {
            jar.stream()
                    .map(JarEntry::getName)
                    .filter(name ->
                            name.endsWith(".class") && PACKAGES.contains(name.substring(0, name.lastIndexOf('/') + 1)))
                    .forEach(name -> load(loader, name));
        }
    }

    private static void load(ClassLoader loader, String file) {
        try {
            Class.forName(file.substring(0, file.length() - ".class".length()).replace('/', '.'), false, loader);
        } catch (ClassNotFoundException | LinkageError wantsMore) {
            // Made for a library that is not here: a server does without it too.
        }
    }
}
