package dev.missioncontrol.billing.http;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** What is logged while it is open: tests here log by slf4j-simple, to standard error. */
final class HeardLog implements AutoCloseable {
    private final PrintStream before = System.err;
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();

    HeardLog() {
        System.setErr(new PrintStream(heard, true, StandardCharsets.UTF_8));
    }

    /** How many lines say this. */
    long lines(String words) {
        return text().lines().filter(line -> line.contains(words)).count();
    }

    String text() {
        return heard.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        System.setErr(before);
    }
}
