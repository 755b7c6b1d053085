package dev.missioncontrol.billing;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.function.Supplier;

/** Ids that nobody guesses, where a host brings none of its own. */
final class RandomIds implements Supplier<String> {
    /** Bytes of randomness in an id: as many as a random UUID has. */
    private static final int ID_BYTES = 16;

    private final SecureRandom random = new SecureRandom();

    @Override
    public String get() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
