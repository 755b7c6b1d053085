package dev.missioncontrol.billing.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.missioncontrol.billing.provider.BillingMetadata;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads what we once wrote beside an object; what others wrote there is not looked at. */
final class MetadataReader {
    /** Our keys, of all that an object's metadata may hold. */
    static final List<String> OUR_KEYS =
            List.of(BillingMetadata.TENANT_KEY, BillingMetadata.INSTALLATION_KEY, BillingMetadata.ATTEMPT_KEY);

    private MetadataReader() {}

    static BillingMetadata read(JsonNode owner) {
        Map<String, String> ours = new HashMap<>();
        JsonNode metadata = owner.path("metadata");
        for (String key : OUR_KEYS) Fields.text(metadata, key).ifPresent(value -> ours.put(key, value));
        return BillingMetadata.of(ours);
    }
}
