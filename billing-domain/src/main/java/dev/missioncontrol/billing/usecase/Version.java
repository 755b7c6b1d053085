package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.CurrentSubscription;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names a state, and makes keys of texts that nobody bounded. */
final class Version {
    /** Characters of a version: 64 bits, far more than a tenant has states. */
    private static final int LENGTH = 16;

    private Version() {}

    /** The same on every node for the same state; how sure we are of it does not count. */
    static String of(CurrentSubscription current) {
        String state = String.join(
                "|",
                current.subscription().toString(),
                current.plan(),
                current.status().name(),
                String.valueOf(current.seats()),
                current.interval().toString(),
                current.currentPeriodEnd().toString(),
                current.providerStatus().toString(),
                current.cancelAt().toString(),
                current.trialEnd().toString());
        return sha256(state).substring(0, LENGTH);
    }

    /** 64 hexadecimal digits. */
    static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
