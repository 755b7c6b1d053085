package dev.missioncontrol.billing.app.observe;

import ch.qos.logback.classic.ClassicConstants;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import java.util.Locale;
import java.util.Objects;
import org.slf4j.LoggerFactory;

/** How log lines look. */
public enum LogFormat {
    /** For people. */
    TEXT,
    /** One JSON object a line, for collectors. */
    JSON;

    /** Read as the process begins, from the system's properties or from the environment. */
    private static final String VARIABLE = "BILLING_LOG_FORMAT";

    /** The word in the configuration. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What lines look like before a configuration is read; a word that is none of ours is refused there. */
    static LogFormat inUse() {
        String word = Objects.requireNonNullElse(
                System.getProperty(VARIABLE), Objects.requireNonNullElse(System.getenv(VARIABLE), TEXT.word()));
        return word.strip().equals(JSON.word()) ? JSON : TEXT;
    }

    Encoder<ILoggingEvent> encoder() {
        return this == JSON ? new JsonLine() : new TextLine();
    }

    /** Logs so from now on, should the configuration say otherwise than the environment did when the process began. */
    public void use() {
        boolean another = System.getProperty(ClassicConstants.CONFIG_FILE_PROPERTY) != null
                || !(LoggerFactory.getILoggerFactory() instanceof LoggerContext);
        if (inUse() == this || another) return;
        System.setProperty(VARIABLE, word());
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        LogSetup.apply(context, this);
    }
}
