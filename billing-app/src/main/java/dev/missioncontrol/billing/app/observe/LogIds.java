package dev.missioncontrol.billing.app.observe;

import dev.missioncontrol.billing.account.BillingEvent;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.MDC;

/** The ids in the lines of work that no request asked for; requests have theirs from the server. */
public final class LogIds {
    private static final String RUN = "run";
    private static final String TENANT = "tenant";
    private static final String EVENT = "eventId";
    private static final String TRACE = "trace_id";
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

    /** Ids that are in every line of this thread until they are closed. */
    public interface Held extends AutoCloseable {
        @Override
        void close();
    }

    /** The ids of an event that is being sent. */
    public static Held of(BillingEvent event) {
        MDC.put(TENANT, event.tenant().value());
        MDC.put(EVENT, event.id());
        String parent = traceparent(event);
        MDC.put(TRACEPARENT, parent);
        MDC.put(TRACE, parent.split("-")[1]);
        return () -> {
            for (String name : new String[] {TENANT, EVENT, TRACEPARENT, TRACE}) MDC.remove(name);
        };
    }

    /**
     * A trace of its own for each event, made of its id: all tries to send it, by whatever node, are one trace, which its
     * receiver can go on with. Not recorded by us, so the flag is 0.
     */
    private static String traceparent(BillingEvent event) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(event.id().getBytes(StandardCharsets.UTF_8));
            String digits = HexFormat.of().formatHex(hash);
            return "00-" + digits.substring(0, TRACE_DIGITS) + "-"
                    + digits.substring(TRACE_DIGITS, TRACE_DIGITS + SPAN_DIGITS) + "-00";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    /** What to send on with a call that is made now, if it is part of a trace. */
    public static Optional<String> traceparent() {
        return Optional.ofNullable(MDC.get(TRACEPARENT));
    }
}
