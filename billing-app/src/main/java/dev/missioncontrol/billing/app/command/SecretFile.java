package dev.missioncontrol.billing.app.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A file for a secret that is said only once. It is made empty before the secret is asked for, so that a folder in which nothing can be
 * written is known by then; where no secret came into it, it is taken away again.
 */
final class SecretFile implements AutoCloseable {
    /** Nobody but the owner reads a secret. */
    private static final String OWNER_ONLY = "rw-------";

    private final Path file;
    private boolean kept;

    private SecretFile(Path file) {
        this.file = file;
    }

    /** @throws java.nio.file.FileAlreadyExistsException if there is one already */
    static SecretFile make(Path file) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix"))
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
        else Files.createFile(file);
        return new SecretFile(file);
    }

    /** Only into the file that was made: if it is gone, another in its place might be read by anybody. */
    void keep(String secret) throws IOException {
        Files.writeString(file, secret + "\n", StandardOpenOption.WRITE);
        kept = true;
    }

    @Override
    public void close() throws IOException {
        if (!kept) Files.deleteIfExists(file);
    }
}
