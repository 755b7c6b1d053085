package dev.missioncontrol.billing.app.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that was named in the configuration: the wrong one may have any size, or none. */
final class BoundedFile {
    private BoundedFile() {}

    /**
     * Its text.
     *
     * @param largest in bytes
     * @throws IOException if it can't be read, is no UTF-8, or is {@link TooLarge}
     */
    static String read(Path file, int largest) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(largest + 1);
            if (bytes.length > largest) throw new TooLarge(largest);
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        }
    }

    /** A file that is larger than it may be. */
    static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1L;

        TooLarge(int largest) {
            super("more than " + largest + " bytes");
        }
    }
}
