package dev.missioncontrol.billing.app.observe;

import ch.qos.logback.classic.ClassicConstants;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.joran.spi.ConsoleTarget;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.List;

/**
 * What is logged and where to, found by Logback as its service. Written in code, since a file of XML has four hundred classes
 * loaded that are never needed again; who has a file of their own names it in the system's property
 * {@value ClassicConstants#CONFIG_FILE_PROPERTY}, and it is read instead.
 */
public final class LogSetup extends ContextAwareBase implements Configurator {
    /** Libraries that tell more than an operator wants to know. */
    private static final List<String> QUIET =
            List.of("org.eclipse.jetty", "org.flywaydb", "com.zaxxer.hikari", "io.javalin");

    /**
     * Tells of each connection that it lets go, with all of the driver's stack: of every write to a database that only reads. Whoever
     * wrote says so in a line, without the driver's words.
     */
    private static final String TOLD_BY_US = "com.zaxxer.hikari.pool.ProxyConnection";

    /** Where lines go, as Logback calls it: standard output unless something else was said before the first line. */
    static final String TARGET = "billing.log.target";

    /** For a command whose output is standard output, a document say. To be called before anything is logged. */
    public static void toStandardError() {
        System.setProperty(TARGET, ConsoleTarget.SystemErr.getName());
    }

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (System.getProperty(ClassicConstants.CONFIG_FILE_PROPERTY) != null)
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        apply(context, LogFormat.inUse());
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    static void apply(LoggerContext context, LogFormat format) {
        LineConsole console = new LineConsole();
        console.setContext(context);
        console.setName(format.word());
        console.setTarget(System.getProperty(TARGET, ConsoleTarget.SystemOut.getName()));
        console.setEncoder(format.encoder());
        console.start();
        for (String name : QUIET) context.getLogger(name).setLevel(Level.WARN);
        context.getLogger(TOLD_BY_US).setLevel(Level.ERROR);
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(console);
    }
}
