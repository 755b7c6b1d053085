package dev.missioncontrol.billing.http;

import dev.missioncontrol.billing.usecase.TenantStatus;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Statuses as they go over the wire, so that none is written twice. An answer depends on nothing but the status that it is looked
 * for by, with the access that was reckoned for this moment in it: it can't be stale, nor another tenant's, unless that has the very
 * same and would be answered the same bytes. Safe for many threads.
 */
final class StatusAnswers {
    /** Most answers; when they are more, all are made again. Some 600 bytes each, beside what the status itself takes. */
    static final int MOST = 10_000;

    private final Map<TenantStatus, Answer> known = new ConcurrentHashMap<>();

    /** @param tag its {@code ETag} */
    record Answer(byte[] body, String tag) {}

    Answer of(TenantStatus status) {
        Answer before = known.get(status);
        if (before != null) return before;
        byte[] body = Json.bytes(Answers.status(status));
        Answer made = new Answer(body, EntityTag.of(status.version(), body));
        if (known.size() >= MOST) known.clear();
        known.put(status, made);
        return made;
    }

    int size() {
        return known.size();
    }
}
