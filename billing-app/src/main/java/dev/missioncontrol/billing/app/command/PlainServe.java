package dev.missioncontrol.billing.app.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code serve} and {@code serve --migrate}, word for word: begun without reading what all the other commands and their options are,
 * which takes a sixth of a server's start. Whatever else was typed is read by {@link BillingCommand}.
 */
public final class PlainServe {
    private static final List<String> SERVE = List.of("serve");
    private static final List<String> MIGRATE_FIRST = List.of("serve", "--migrate");

    /** Commands that go on until they are stopped, and say what they do in lines of their log. */
    private static final Set<String> SERVERS = Set.of("serve", "demo", "sandbox");

    private PlainServe() {}

    /** Whether a server was typed. */
    public static boolean serves(String... args) {
        return args.length > 0 && SERVERS.contains(args[0]);
    }

    /** Runs it, if it is that. Absent if something else was typed; else the exit code, once it failed: it ends with the process. */
    public static Optional<Integer> execute(String... args) {
        List<String> typed = List.of(args);
        if (!typed.equals(SERVE) && !typed.equals(MIGRATE_FIRST)) return Optional.empty();
        PrintWriter err = new PrintWriter(System.err, true);
        try {
            return Optional.of(ServeCommand.run(new ConfigOption().variables(), typed.equals(MIGRATE_FIRST)));
        } catch (Exception e) {
            return Optional.of(Failures.explain(e, err));
        }
    }
}
