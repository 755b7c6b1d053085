package dev.missioncontrol.billing.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** How an id of an erased tenant is kept: as a hash, which tells the id again to whoever brings it, and to nobody else. */
public final class ErasedReference {
    private ErasedReference() {}

    /** SHA-256 of the id, in lower-case hexadecimal digits. The provider's ids are random, so none can be guessed from it. */
    public static String hash(String id) {
        try {
            byte[] hashed = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hashed);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
