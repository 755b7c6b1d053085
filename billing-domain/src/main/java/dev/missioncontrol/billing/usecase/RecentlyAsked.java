package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.id.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Remembers which tenants were asked about a moment ago. Safe for many threads. */
final class RecentlyAsked {
    /** Most tenants remembered; the oldest is forgotten first, and is then asked about once more than needed. */
    static final int MOST_REMEMBERED = 10_000;

    private final Duration recent;
    private final Map<TenantId, Instant> asked = new LinkedHashMap<>();

    RecentlyAsked(Duration recent) {
        this.recent = recent;
    }

    /** Whether it is time to ask; if so, that is remembered. */
    synchronized boolean ask(TenantId tenant, Instant now) {
        Instant last = asked.get(tenant);
        if (last != null && !now.isBefore(last) && now.isBefore(last.plus(recent))) return false;
        asked.remove(tenant);
        asked.put(tenant, now);
        if (asked.size() > MOST_REMEMBERED)
            asked.remove(asked.keySet().iterator().next());
        return true;
    }
}
