package dev.missioncontrol.billing.app.observe;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.net.URL;
import java.util.Locale;
import java.util.Objects;
import org.slf4j.LoggerFactory;

/** How log lines look. */
public enum LogFormat {
    /** For people. */
    TEXT,
    /** One JSON object a line, for collectors. */
    JSON;

    /** Read by {@code logback.xml}, from the environment or from the system's properties. */
    private static final String VARIABLE = "BILLING_LOG_FORMAT";

    /** The word in the configuration. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Logs so from now on, should the configuration say otherwise than the environment did when the process began. */
    public void use() {
        String used = Objects.requireNonNullElse(
                System.getProperty(VARIABLE), Objects.requireNonNullElse(System.getenv(VARIABLE), TEXT.word()));
        boolean ours = LoggerFactory.getILoggerFactory() instanceof LoggerContext;
        if (used.strip().equals(word()) || !ours) return;
        System.setProperty(VARIABLE, word());
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        URL file = Objects.requireNonNull(LogFormat.class.getResource("/logback.xml"), "logback.xml is in our jar");
        context.reset();
        try {
            JoranConfigurator configurator = new JoranConfigurator();
            configurator.setContext(context);
            configurator.doConfigure(file);
        } catch (JoranException e) {
            throw new IllegalStateException("logback.xml of our own jar can't be read", e);
        }
    }
}
