package dev.missioncontrol.billing.store;

import dev.missioncontrol.billing.id.Sha256;

/** How an id of an erased tenant is kept: as a hash, which tells the id again to whoever brings it, and to nobody else. */
public final class ErasedReference {
    private ErasedReference() {}

    /** SHA-256 of the id, in lower-case hexadecimal digits. The provider's ids are random, so none can be guessed from it. */
    public static String hash(String id) {
        return Sha256.hex(id);
    }
}
