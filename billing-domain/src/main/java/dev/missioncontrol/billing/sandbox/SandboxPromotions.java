package dev.missioncontrol.billing.sandbox;

import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.PromotionCodeId;
import dev.missioncontrol.billing.provider.PromotionCode;
import dev.missioncontrol.billing.provider.ProviderException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Codes that give something off: a word has one for everybody at most, and one for each customer. */
final class SandboxPromotions {
    /** Most codes; a process that needs more has forgotten to start anew. */
    static final int MOST = 1_000;

    private record Offered(PromotionCode code, Optional<Instant> until) {
        boolean usableAt(Instant at) {
            return until.filter(end -> !at.isBefore(end)).isEmpty();
        }
    }

    /** @param word in upper case */
    private record Key(String word, Optional<CustomerId> onlyFor) {}

    private final Map<Key, Offered> offered = new LinkedHashMap<>();

    void offer(PromotionCode code, Optional<Instant> until) {
        Key key = new Key(word(code.code()), code.onlyFor());
        if (offered.size() >= MOST && !offered.containsKey(key))
            throw new IllegalStateException("more than " + MOST + " promotion codes");
        // The newest is listed first, also where it takes the place of an older one.
        offered.remove(key);
        offered.put(key, new Offered(code, until));
    }

    /** Those of a word, newest first. */
    List<PromotionCode> find(String code, Instant at) {
        List<PromotionCode> found = new ArrayList<>(usableAt(at));
        found.removeIf(one -> !word(one.code()).equals(word(code)));
        Collections.reverse(found);
        return List.copyOf(found.subList(0, Math.min(found.size(), PromotionCode.MOST_OF_A_WORD)));
    }

    List<PromotionCode> usableAt(Instant at) {
        return offered.values().stream()
                .filter(one -> one.usableAt(at))
                .map(Offered::code)
                .toList();
    }

    /** @throws ProviderException of kind {@code REFUSED_INPUT} if this customer can't use it now */
    PromotionCode require(PromotionCodeId id, CustomerId customer, Instant at) {
        return usableAt(at).stream()
                .filter(one -> one.id().equals(id))
                .filter(one ->
                        one.onlyFor().filter(owner -> !owner.equals(customer)).isEmpty())
                .findFirst()
                .orElseThrow(() -> new ProviderException(
                        ProviderException.Kind.REFUSED_INPUT, "the promotion code " + id + " can't be used"));
    }

    private static String word(String code) {
        return code.toUpperCase(Locale.ROOT);
    }
}
