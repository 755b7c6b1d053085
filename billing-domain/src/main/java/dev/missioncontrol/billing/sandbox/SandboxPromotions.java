package dev.missioncontrol.billing.sandbox;

import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.PromotionCodeId;
import dev.missioncontrol.billing.provider.PromotionCode;
import dev.missioncontrol.billing.provider.ProviderException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Codes that give something off, by their word in upper case. */
final class SandboxPromotions {
    /** Most codes; a process that needs more has forgotten to start anew. */
    static final int MOST = 1_000;

    private record Offered(PromotionCode code, Optional<Instant> until) {
        boolean usableAt(Instant at) {
            return until.filter(end -> !at.isBefore(end)).isEmpty();
        }
    }

    private final Map<String, Offered> offered = new LinkedHashMap<>();

    void offer(PromotionCode code, Optional<Instant> until) {
        String word = word(code.code());
        if (offered.size() >= MOST && !offered.containsKey(word))
            throw new IllegalStateException("more than " + MOST + " promotion codes");
        offered.put(word, new Offered(code, until));
    }

    Optional<PromotionCode> find(String code, Instant at) {
        return Optional.ofNullable(offered.get(word(code)))
                .filter(one -> one.usableAt(at))
                .map(Offered::code);
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
