package dev.missioncontrol.billing.app.observe;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;

/**
 * A log line for people: when, how grave, who, the ids it belongs to, what; and under it what was thrown, with its frames. Of control
 * characters it has those alone that end its lines and set frames apart.
 */
public final class TextLine extends LineEncoder {
    /** Most characters of a message: what a client sends makes no line longer. */
    static final int MOST_MESSAGE = 2_000;

    /** Most characters of what was thrown: some two hundred frames, its causes among them. */
    static final int MOST_THROWN = 20_000;

    private static final List<String> IDS = List.of("requestId", "tenant", "subscription", "eventId", "trace_id");
    private static final int LEVEL_WIDTH = 5;
    private static final String LINES_OF_FRAMES = "\t" + System.lineSeparator();
    private static final char LINE_SEPARATOR = 0x2028;
    private static final char PARAGRAPH_SEPARATOR = 0x2029;

    /** Characters of nearly every line: it grows beyond them, copied each time. */
    private static final int USUAL_LENGTH = 200;

    private final DateTimeFormatter time = DateTimeFormatter.ofPattern("HH:mm:ss.");
    private final ZoneId zone = ZoneId.systemDefault();
    private volatile Second last = new Second(Long.MIN_VALUE, "");

    /** A second of the clock, as it is written: lines of one are many. */
    private record Second(long epoch, String text) {}

    @Override
    public byte[] encode(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(USUAL_LENGTH);
        time(event.getInstant(), line);
        String level = event.getLevel().toString();
        line.append(' ').append(level).append(" ".repeat(Math.max(0, LEVEL_WIDTH - level.length())));
        String logger = event.getLoggerName();
        line.append(' ').append(logger, logger.lastIndexOf('.') + 1, logger.length());
        Map<String, String> ids = event.getMDCPropertyMap();
        for (String id : IDS) line.append(' ').append(ids.getOrDefault(id, ""));
        String message = event.getFormattedMessage();
        line.append(' ');
        plain(message, Math.min(message.length(), MOST_MESSAGE), "", line);
        line.append(System.lineSeparator());
        if (event.getThrowableProxy() != null) thrown(event.getThrowableProxy(), line);
        return line.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void thrown(IThrowableProxy failure, StringBuilder line) {
        String text = ThrowableProxyUtil.asString(failure);
        plain(text, Math.min(text.length(), MOST_THROWN), LINES_OF_FRAMES, line);
        if (text.length() > MOST_THROWN) line.append("...").append(System.lineSeparator());
    }

    /**
     * With a blank in the place of each character that a terminal takes for an order, or a collector for the end of a line: what others
     * send and answer is in messages, as it came.
     */
    private static void plain(String text, int length, String but, StringBuilder line) {
        for (int i = 0; i < length; i++) {
            char one = text.charAt(i);
            line.append(isOrder(one) && but.indexOf(one) < 0 ? ' ' : one);
        }
    }

    private static boolean isOrder(char one) {
        return one < ' ' || one >= 0x7f && one <= 0x9f || one == LINE_SEPARATOR || one == PARAGRAPH_SEPARATOR;
    }

    private void time(Instant when, StringBuilder line) {
        Second second = last;
        if (second.epoch() != when.getEpochSecond()) {
            second = new Second(when.getEpochSecond(), time.format(when.atZone(zone)));
            last = second;
        }
        int millis = when.getNano() / 1_000_000;
        line.append(second.text());
        if (millis < 100) line.append('0');
        if (millis < 10) line.append('0');
        line.append(millis);
    }
}
