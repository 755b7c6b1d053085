package dev.missioncontrol.billing.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.missioncontrol.billing.account.AccessPolicy;
import dev.missioncontrol.billing.account.BillingEvent;
import dev.missioncontrol.billing.account.CurrentSubscription;
import dev.missioncontrol.billing.store.PublishedEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What happened to a tenant, as applications in other languages are told: the same where they read and where we send. */
public final class EventAnswer {
    private static final ObjectMapper JSON = new ObjectMapper();

    private EventAnswer() {}

    /**
     * The event as JSON: the body of a webhook.
     *
     * @param policy by which is reckoned what the tenant may use since then
     */
    public static byte[] bytes(BillingEvent event, AccessPolicy policy) {
        try {
            return JSON.writeValueAsBytes(map(event, policy));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static Map<String, @Nullable Object> page(List<PublishedEvent> events, AccessPolicy policy) {
        List<Object> all = new ArrayList<>();
        for (PublishedEvent one : events) {
            Map<String, @Nullable Object> event = new LinkedHashMap<>();
            event.put("position", one.position());
            event.putAll(map(one.event(), policy));
            all.add(event);
        }
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("events", all);
        answer.put(
                "next", events.isEmpty() ? null : events.get(events.size() - 1).position());
        return answer;
    }

    private static Map<String, @Nullable Object> map(BillingEvent event, AccessPolicy policy) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("tenant", event.tenant().value());
        data.put("sequence", event.sequence());
        data.put("before", Answers.had(event.transition().before()));
        data.put("after", has(event, policy));
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("id", event.id());
        map.put("type", event.type().name().toLowerCase(Locale.ROOT));
        map.put("timestamp", event.at().toString());
        map.put("data", data);
        return map;
    }

    /** What it has since then, and whether that may be used: two states of one status differ in it alone. */
    private static Map<String, @Nullable Object> has(BillingEvent event, AccessPolicy policy) {
        CurrentSubscription after = event.transition().after();
        Map<String, @Nullable Object> has = Answers.had(after);
        Answers.access(has, policy.access(after, event.at()));
        has.put("trialEnd", Answers.text(after.trialEnd()));
        has.put("providerStatus", after.providerStatus().orElse(null));
        return has;
    }
}
