package dev.missioncontrol.billing.app.observe;

import dev.missioncontrol.billing.account.BillingEvent;
import dev.missioncontrol.billing.id.Sha256;
import dev.missioncontrol.billing.usecase.WorkNote;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.MDC;

/** The ids in the lines of work that no request asked for; requests have theirs from the server. */
public final class LogIds {
    private static final String RUN = "run";
    private static final String TENANT = "tenant";
    private static final String SUBSCRIPTION = "subscription";
    private static final String EVENT = "eventId";
    private static final String TRACE = "trace_id";
    private static final String SPAN = "span_id";
    private static final String TRACEPARENT = "traceparent";

    /** Hexadecimal digits of a trace's id, and of a span's. */
    private static final int TRACE_DIGITS = 32;

    private static final int SPAN_DIGITS = 16;

    private LogIds() {}

    /** The same executor, each run numbered: its lines are found together. */
    public static Executor numbered(Executor executor) {
        AtomicLong runs = new AtomicLong();
        return run -> executor.execute(() -> {
            try (MDC.MDCCloseable number = MDC.putCloseable(RUN, Long.toString(runs.incrementAndGet()))) {
                run.run();
            }
        });
    }

    /** The same executor: lines of what it runs have the ids of whoever gave it the work. */
    public static Executor carried(Executor executor) {
        return work -> {
            Map<String, String> ids = Objects.requireNonNullElse(MDC.getCopyOfContextMap(), Map.of());
            executor.execute(() -> {
                MDC.setContextMap(ids);
                try {
                    work.run();
                } finally {
                    MDC.clear();
                }
            });
        };
    }

    /** Ids that are in every line of this thread until they are closed. */
    public interface Held extends AutoCloseable {
        @Override
        void close();
    }

    /** The ids of an event that is being sent. */
    public static Held of(BillingEvent event) {
        String parent = traceparent(event);
        String[] parts = parent.split("-");
        return hold(Map.of(
                TENANT,
                event.tenant().value(),
                EVENT,
                event.id(),
                TRACEPARENT,
                parent,
                TRACE,
                parts[1],
                SPAN,
                parts[2]));
    }

    /** The ids of what work behind the scenes is about. */
    public static Held of(WorkNote.About about) {
        Map<String, String> ids = new HashMap<>();
        about.tenant().ifPresent(tenant -> ids.put(TENANT, tenant.value()));
        about.subscription().ifPresent(subscription -> ids.put(SUBSCRIPTION, subscription.value()));
        about.event().ifPresent(event -> ids.put(EVENT, event.value()));
        return hold(ids);
    }

    /** Afterwards all is as it was: a request that fetches has its tenant in its lines already. */
    private static Held hold(Map<String, String> ids) {
        Map<String, String> before = Objects.requireNonNullElse(MDC.getCopyOfContextMap(), Map.of());
        ids.forEach(MDC::put);
        return () -> MDC.setContextMap(before);
    }

    /**
     * A trace of its own for each event, made of its id: all tries to send it, by whatever node, are one trace, which its
     * receiver can go on with. Not recorded by us, so the flag is 0.
     */
    private static String traceparent(BillingEvent event) {
        String digits = Sha256.hex(event.id());
        return "00-" + digits.substring(0, TRACE_DIGITS) + "-"
                + digits.substring(TRACE_DIGITS, TRACE_DIGITS + SPAN_DIGITS) + "-00";
    }

    /** What to send on with a call that is made now, if it is part of a trace. */
    public static Optional<String> traceparent() {
        return Optional.ofNullable(MDC.get(TRACEPARENT));
    }
}
