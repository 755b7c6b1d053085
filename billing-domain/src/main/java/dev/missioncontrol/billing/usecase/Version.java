package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.CurrentSubscription;
import dev.missioncontrol.billing.id.Sha256;

/** Names a state. */
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
        return Sha256.hex(state).substring(0, LENGTH);
    }
}
