package dev.missioncontrol.billing.app.doctor;

import dev.missioncontrol.billing.app.config.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The disk of a database in a file: a database server's disk is its operator's business. */
final class DiskExam {
    private static final String AREA = "disk";

    /** Less, and a day's events may fill it: then nothing is acknowledged. */
    static final long SCARCE_BYTES = 1L << 30;

    private DiskExam() {}

    /** Nothing where the database is no file. */
    static Optional<Finding> of(Database database) {
        return database.file().map(DiskExam::of);
    }

    private static Finding of(Path file) {
        Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
        while (!Files.exists(folder) && folder.getParent() != null) folder = folder.getParent();
        try {
            return of(Files.getFileStore(folder).getUsableSpace(), Files.isWritable(folder));
        } catch (IOException e) {
            return Finding.warning(
                    AREA, "it can't be looked at: " + e.getMessage(), "nobody knows how much is left", "look by hand");
        }
    }

    static Finding of(long usableBytes, boolean writable) {
        String said = (usableBytes >> 20) + " MiB are free for the database's file";
        if (!writable)
            return Finding.fault(
                    AREA,
                    "the folder of the database's file can't be written to",
                    "nothing can be acknowledged",
                    "let this user write there");
        if (usableBytes < SCARCE_BYTES)
            return Finding.warning(
                    AREA, said, "once it is full nothing is acknowledged", "make room, or move the file");
        return Finding.ok(AREA, said);
    }
}
