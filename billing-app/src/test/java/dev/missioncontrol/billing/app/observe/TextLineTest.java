package dev.missioncontrol.billing.app.observe;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.ClassicConstants;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.Configurator.ExecutionStatus;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import com.zaxxer.hikari.pool.HikariPool;
import com.zaxxer.hikari.pool.ProxyConnection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Log lines for people, and what is logged at all. */
class TextLineTest {
    /** The same line as Logback's own words say it. */
    private static final String PATTERN =
            "%d{HH:mm:ss.SSS} %-5level %logger{0} %X{requestId} %X{tenant} %X{subscription} %X{eventId} %X{trace_id} %.-2000msg%n";

    private final LoggerContext context = new LoggerContext();
    private final Logger logger = context.getLogger("dev.missioncontrol.billing.Test");

    private LoggingEvent event(String message, Throwable failure) {
        LoggingEvent event = new LoggingEvent(getClass().getName(), logger, Level.WARN, message, failure, null);
        event.setMDCPropertyMap(Map.of("requestId", "r-1", "eventId", "evt_1", "span_id", "unseen"));
        return event;
    }

    private static String line(ILoggingEvent event) {
        return new String(new TextLine().encode(event), StandardCharsets.UTF_8);
    }

    @Test
    void a_line_is_what_logbacks_pattern_makes_of_it() {
        PatternLayout pattern = new PatternLayout();
        pattern.setContext(context);
        pattern.setPattern(PATTERN);
        pattern.start();
        IllegalStateException failure = new IllegalStateException("on top", new IOException("below"));
        for (LoggingEvent event : new LoggingEvent[] {
            event("Taken", null),
            event("a fault of ours", failure),
            event("begins " + "x".repeat(3_000) + " ends", null)
        }) assertThat(line(event)).isEqualTo(pattern.doLayout(event));
    }

    @Test
    void what_was_thrown_is_cut_where_a_collector_would_cut_it() {
        String line = line(event("a fault of ours", new IllegalStateException("x".repeat(100_000))));
        String thrown = line.substring(line.indexOf(IllegalStateException.class.getName()));
        assertThat(thrown)
                .hasSize(TextLine.MOST_THROWN + ("..." + System.lineSeparator()).length())
                .endsWith("x..." + System.lineSeparator());
    }

    /** A terminal would wipe lines with them, and a collector take what follows for lines of ours. */
    @Test
    void what_others_sent_reaches_no_terminal_as_an_order_to_it() {
        String orders = "a\u001b[2K\u0000b\rc\nd\u0085e\u009b1Af\u007fg\u2028h\u2029i\tj";
        String line = line(event(orders, new IllegalStateException(orders)));

        String[] lines = line.split(System.lineSeparator());
        assertThat(lines[0]).endsWith(" a [2K b c d e 1Af g h i j");
        assertThat(lines[1]).endsWith(" a [2K b c");
        assertThat(lines[2]).startsWith("d e 1Af g h i\tj");
        assertThat(lines[3]).startsWith("\tat ");
        assertThat(line.replace(System.lineSeparator(), "").replace("\t", ""))
                .doesNotContainPattern("[\\p{Cntrl}\u0080-\u009f]");
    }

    @Test
    void libraries_tell_only_what_is_wrong_and_we_tell_what_is_done() {
        assertThat(new LogSetup().configure(context)).isEqualTo(ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY);
        assertThat(context.getLogger("org.eclipse.jetty.server.Server").isInfoEnabled())
                .isFalse();
        assertThat(context.getLogger("org.eclipse.jetty.server.Server").isWarnEnabled())
                .isTrue();
        assertThat(logger.isInfoEnabled()).isTrue();
        assertThat(logger.isDebugEnabled()).isFalse();
        assertThat(context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("text"))
                .isInstanceOf(ConsoleAppender.class);
    }

    /** A database that only reads refuses every write, and each time the pool tells it with the driver's words and fifty lines of stack. */
    @Test
    void a_connection_that_the_pool_lets_go_is_told_by_us_alone() {
        new LogSetup().configure(context);
        assertThat(context.getLogger(ProxyConnection.class).isWarnEnabled()).isFalse();
        assertThat(context.getLogger(HikariPool.class).isWarnEnabled()).isTrue();
    }

    @Test
    void a_file_that_is_named_is_read_instead() {
        String before = System.getProperty(ClassicConstants.CONFIG_FILE_PROPERTY);
        System.setProperty(ClassicConstants.CONFIG_FILE_PROPERTY, "own.xml");
        try {
            assertThat(new LogSetup().configure(context)).isEqualTo(ExecutionStatus.INVOKE_NEXT_IF_ANY);
            assertThat(context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("text"))
                    .isNull();
        } finally {
            if (before == null) System.clearProperty(ClassicConstants.CONFIG_FILE_PROPERTY);
            else System.setProperty(ClassicConstants.CONFIG_FILE_PROPERTY, before);
        }
    }

    @Test
    void the_web_servers_own_talk_is_left_out_of_the_log() {
        LoggerContext begun = (LoggerContext) org.slf4j.LoggerFactory.getILoggerFactory();
        assertThat(begun.getLogger("io.javalin").getLevel()).isEqualTo(Level.WARN);
    }
}
