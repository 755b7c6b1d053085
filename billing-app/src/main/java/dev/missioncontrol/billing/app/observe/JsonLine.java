package dev.missioncontrol.billing.app.observe;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A log line as one JSON object: when, how grave, who, what, and the ids it belongs to (request, tenant, event, trace) as
 * fields of their own. Bounded, so that nothing a client sends makes a line longer than a collector takes: Logback's own
 * encoder has no bound, and repeats what no field of ours needs.
 */
public final class JsonLine extends LineEncoder {
    /** Most bytes of a message, as it stands in the line. */
    static final int MOST_MESSAGE = 1_600;

    /** Most bytes of a failure: its message and the frames that fit. */
    static final int MOST_ERROR = 1_000;

    /** Most bytes of any other value. */
    static final int MOST_VALUE = 128;

    @Override
    public byte[] encode(ILoggingEvent event) {
        JsonText line = new JsonText();
        line.field("timestamp", event.getInstant().toString(), MOST_VALUE);
        line.field("level", event.getLevel().toString(), MOST_VALUE);
        line.field("logger", event.getLoggerName(), MOST_VALUE);
        line.field("thread", event.getThreadName(), MOST_VALUE);
        line.field("message", event.getFormattedMessage(), MOST_MESSAGE);
        new TreeMap<>(event.getMDCPropertyMap()).forEach((name, value) -> {
            // The whole header is for calls that go on; its parts are fields already.
            if (!name.equals("traceparent")) line.field(name, value, MOST_VALUE);
        });
        if (event.getThrowableProxy() != null) line.field("error", error(event.getThrowableProxy()), MOST_ERROR);
        return (line.end() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static String error(@Nullable IThrowableProxy failure) {
        StringBuilder text = new StringBuilder();
        for (IThrowableProxy one = failure; one != null && text.length() < MOST_ERROR; one = one.getCause()) {
            text.append(text.isEmpty() ? "" : " | caused by ")
                    .append(one.getClassName())
                    .append(": ")
                    .append(one.getMessage());
            for (StackTraceElementProxy frame : one.getStackTraceElementProxyArray()) {
                if (text.length() > MOST_ERROR) break;
                text.append(" | ").append(frame.getStackTraceElement());
            }
        }
        return text.toString();
    }
}
