package dev.missioncontrol.billing.app.doctor;

import dev.missioncontrol.billing.app.config.Database;
import dev.missioncontrol.billing.persistence.BillingPool;
import dev.missioncontrol.billing.persistence.DatabaseCheckup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a look at the database means. Pure. */
final class DatabaseExam {
    private static final String AREA = "database";
    private static final String MIGRATIONS = "migrations";

    /** Slower, and a webhook's handful of statements takes a noticeable part of a second. */
    static final Duration SLOW = Duration.ofMillis(20);

    /** A clock that is off by more: leases go by the database's, so nothing breaks, and times in logs and rows disagree. */
    static final Duration CLOCK_OFF = Duration.ofSeconds(5);

    /** A clock that is off by more leaves too little of the tolerance of tokens (60 s). */
    static final Duration CLOCK_WRONG = Duration.ofSeconds(45);

    private final List<Finding> findings = new ArrayList<>();
    private final DatabaseCheckup seen;

    private DatabaseExam(DatabaseCheckup seen) {
        this.seen = seen;
    }

    static List<Finding> of(DatabaseCheckup seen, String schema) {
        DatabaseExam exam = new DatabaseExam(seen);
        exam.answers();
        exam.safety();
        exam.connections();
        exam.rights(schema);
        exam.clock();
        exam.migrations(schema);
        return exam.findings;
    }

    static Finding away(String why, Database database) {
        return Finding.fault(
                AREA,
                "it can't be reached: " + why,
                "everything is answered 503 until it can, and Stripe sends its events again for three days",
                "is " + (database.h2() ? "the file" : "the server") + " there, is its address right, may we connect?");
    }

    static Finding hidden(String schema) {
        return Finding.fault(
                AREA,
                "DATABASE_ROW_SECURITY is off, and row security shows the role that we connect with no row of the schema "
                        + schema,
                "serve and all commands end at once, and what waits was not counted",
                "set it to true, or connect as the tables' owner");
    }

    static Finding unsecured(String schema) {
        return Finding.fault(
                AREA,
                "DATABASE_ROW_SECURITY is on, and the role that we connect with sees all rows of the schema " + schema,
                "serve ends at once",
                "run migrate with it as the tables' owner, and serve as another role");
    }

    private void answers() {
        String said = seen.product() + " " + seen.version() + ", an answer takes "
                + seen.latency().toNanos() / 1_000 + " microseconds";
        if (seen.latency().compareTo(SLOW) > 0)
            warn(
                    said,
                    "every request makes several statements, one after the other",
                    "put the server and its database into one network");
        else findings.add(Finding.ok(AREA, said));
    }

    private void safety() {
        if (!seen.writable())
            fault(
                    "it can't be written to",
                    "nothing can be acknowledged; a standby answers like this",
                    "name the primary in DATABASE_URL (targetServerType=primary finds it)");
        if (!seen.durable())
            fault(
                    "a commit that was answered may not be on disk (fsync or synchronous_commit is off)",
                    "an event that was acknowledged can be lost, and Stripe does not send it again",
                    "turn both on, at least for this user: alter role ... set synchronous_commit = on");
        if (seen.superuser())
            warn(
                    "we are connected as a superuser",
                    "whoever gets this password has every database of the server",
                    "a user of its own, that owns the schema and nothing else");
    }

    private void connections() {
        seen.connections().ifPresent(all -> {
            int free = all.most() - all.open();
            String said = all.open() + " of " + all.most() + " connections are open; a node opens up to "
                    + BillingPool.MOST_CONNECTIONS;
            if (free < BillingPool.MOST_CONNECTIONS)
                warn(
                        said,
                        "a node that starts may not get its connections, and then answers 503",
                        "raise max_connections, or put a pooler in front; " + all.most() / BillingPool.MOST_CONNECTIONS
                                + " nodes fit if nobody else connects");
            else findings.add(Finding.ok(AREA, said));
        });
    }

    private void rights(String schema) {
        if (seen.missingRights().isEmpty()) return;
        fault(
                "we may not do everything in the schema " + schema + ": " + seen.missingRights(),
                "what needs it fails, request by request",
                "grant select, insert, update, delete on all tables in schema " + schema + " to this user");
    }

    private void clock() {
        Duration off = seen.clockAhead().abs();
        String said = "the database's is " + off.toMillis() + " ms "
                + (seen.clockAhead().isNegative() ? "behind" : "ahead of") + " this machine's";
        if (off.compareTo(CLOCK_WRONG) > 0)
            findings.add(Finding.fault(
                    "clock",
                    said,
                    "tokens and signatures are checked by this machine's clock, and are refused beyond 60 and 300 s",
                    "synchronise both (NTP)"));
        else if (off.compareTo(CLOCK_OFF) > 0)
            findings.add(Finding.warning(
                    "clock", said, "times in logs, rows and answers do not agree", "synchronise both (NTP)"));
        else findings.add(Finding.ok("clock", said));
    }

    private void migrations(String schema) {
        switch (seen.schema()) {
            case UP_TO_DATE -> findings.add(Finding.ok(MIGRATIONS, "the schema " + schema + " is up to date"));
            case ABSENT ->
                findings.add(Finding.fault(
                        MIGRATIONS, "the schema " + schema + " is not there yet", "serve ends at once", "run migrate"));
            case BEHIND ->
                findings.add(Finding.fault(
                        MIGRATIONS,
                        "still to be run: " + seen.migrations().pending(),
                        "serve ends at once",
                        "run migrate; nodes of the version before go on meanwhile"));
            case NEWER ->
                findings.add(Finding.fault(
                        MIGRATIONS,
                        "a later version has run " + seen.migrations().newer(),
                        "a node of this version that runs goes on, and none starts",
                        "start the later version"));
            case BROKEN ->
                findings.add(Finding.fault(
                        MIGRATIONS,
                        "failed, or changed after they ran: "
                                + seen.migrations().unfit(),
                        "nobody knows what the schema is like, so nothing starts",
                        "look at " + schema + ".billing_schema_history; restore a backup where in doubt"));
        }
    }

    private void warn(String what, String why, String remedy) {
        findings.add(Finding.warning(AREA, what, why, remedy));
    }

    private void fault(String what, String why, String remedy) {
        findings.add(Finding.fault(AREA, what, why, remedy));
    }
}
