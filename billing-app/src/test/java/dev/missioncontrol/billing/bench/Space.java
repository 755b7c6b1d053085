package dev.missioncontrol.billing.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whether the disk holds what a number of tenants takes, told before an hour is spent on making them. */
final class Space {
    /** Of a tenant: 2.35 KB with its indexes, and its row among those of the limit that is measured beside. */
    static final long TENANT_BYTES = 2_600;

    /** PostgreSQL's log, once there is much to write: it is told to keep 4 GB, and goes over that between checkpoints. */
    static final long MOST_LOG_BYTES = 6_000_000_000L;

    /** What a second of load leaves, of the product and of the limits, on a machine several times as fast as a small one. */
    static final long LOAD_SECOND_BYTES = 20_000_000L;

    /** Measurements of a round that write, at most. */
    private static final int MEASUREMENTS = 7;

    private Space() {}

    /** How many bytes so many tenants take with all that is measured on them. */
    static long needed(long tenants, Settings settings) {
        long made = tenants * TENANT_BYTES;
        long seconds = settings.warmUp().toSeconds()
                + settings.rounds() * MEASUREMENTS * settings.time().toSeconds();
        return made + Math.min(made, MOST_LOG_BYTES) + seconds * LOAD_SECOND_BYTES;
    }

    /** The numbers of tenants that there is space for; each of the others gets a row that says why it was left out. */
    static List<Integer> fitting(Settings settings, Report report) {
        try {
            return fitting(settings, Files.getFileStore(settings.folder()).getUsableSpace(), report);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Integer> fitting(Settings settings, long usableBytes, Report report) {
        List<Integer> fitting = new ArrayList<>();
        for (int tenants : settings.tenants()) {
            long needed = needed(tenants, settings);
            String said = String.format(
                    Locale.ROOT,
                    "%s tenants need some %.1f GB of disk, %.1f GB are usable in %s",
                    Report.number(tenants),
                    needed / 1e9,
                    usableBytes / 1e9,
                    settings.folder());
            boolean fits = needed <= usableBytes;
            Stage.say(said + (fits ? "" : ": left out"));
            if (fits) fitting.add(tenants);
            else report.say("left out: " + Report.number(tenants) + " tenants", said);
        }
        return fitting;
    }
}
