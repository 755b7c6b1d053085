package dev.missioncontrol.billing.app.config;

import dev.missioncontrol.billing.BillingBuilder;
import dev.missioncontrol.billing.app.observe.LogFormat;
import dev.missioncontrol.billing.http.ConsoleMode;
import dev.missioncontrol.billing.http.PageSettings;
import dev.missioncontrol.billing.usecase.ChangePolicy;
import dev.missioncontrol.billing.usecase.DuplicatePolicy;
import java.time.Duration;
import java.util.Optional;

/**
 * How it is run.
 *
 * @param metricsPort where metrics have a listener of their own; 0 for any port; absent for none
 * @param metricsHost what that listener binds to
 * @param drain how long requests are still taken once the server has said that it is not ready any more
 * @param logFormat how log lines look
 * @param duplicates what to do where a tenant pays twice
 * @param statusCache how many tenants' status a node remembers at most; 0 for none
 * @param cancelNow whether a tenant may end what it has at once, giving up what it has paid for
 * @param seatWindow how long after a pushed number of seats was made the next may be
 * @param console what operators may do in the console
 * @param pages what is said of the pages
 */
public record Operations(
        Optional<Integer> metricsPort,
        String metricsHost,
        Duration drain,
        LogFormat logFormat,
        DuplicatePolicy duplicates,
        int statusCache,
        boolean cancelNow,
        Duration seatWindow,
        ConsoleMode console,
        PageSettings pages) {
    /** Tenants whose status is remembered unless it is said otherwise: about ten megabytes. */
    static final int STANDARD_STATUS_CACHE = 10_000;

    /** How long a balancer that asks every second needs to notice. */
    static final Duration STANDARD_DRAIN = Duration.ofSeconds(2);

    /**
     * How long work behind the scenes is waited for after the drain: the 10 s in which a silent provider is given up, and what
     * follows. With {@link #STANDARD_DRAIN}, and the second that the operators' listener may take after it, a stop is over within 15 s, as
     * {@code docs/operations.md} says.
     */
    static final Duration LONGEST_STOP_AFTER_DRAIN = Duration.ofSeconds(11);

    /** Longest drain: with {@link #LONGEST_STOP_AFTER_DRAIN} it ends before orchestrators lose patience, 30 s as a rule. */
    static final Duration LONGEST_DRAIN = Duration.ofSeconds(15);

    private static final String DUPLICATES = "BILLING_DUPLICATES";

    private static final String METRICS_HOST = "BILLING_METRICS_HOST";

    private static final int LAST_PORT = 65_535;

    /** How long after the signal work behind the scenes is waited for: after the longest drain as long as after none. */
    public Duration longestStop() {
        return drain.plus(LONGEST_STOP_AFTER_DRAIN);
    }

    /** @param standIn whether something on this machine answers in Stripe's place */
    static Operations read(Environment env, boolean standIn) {
        Optional<Integer> port =
                env.text("BILLING_METRICS_PORT").map(set -> env.number("BILLING_METRICS_PORT", 0, 0, LAST_PORT));
        Duration drain = env.durationFromZero("BILLING_DRAIN", STANDARD_DRAIN);
        if (drain.compareTo(LONGEST_DRAIN) > 0)
            env.wrong("BILLING_DRAIN", "must be at most " + LONGEST_DRAIN + ", not " + drain);
        return new Operations(
                port,
                metricsHost(env),
                drain,
                logFormat(env),
                duplicates(env),
                env.number("BILLING_STATUS_CACHE", STANDARD_STATUS_CACHE, 0, BillingBuilder.MOST_REMEMBERED),
                env.flag("BILLING_CANCEL_NOW", false),
                env.duration("BILLING_SEAT_WINDOW", ChangePolicy.STANDARD_SEAT_WINDOW),
                console(env),
                PagesReader.read(env, standIn));
    }

    private static String metricsHost(Environment env) {
        String host = env.text(METRICS_HOST).orElse("127.0.0.1");
        if (!Hosts.named(host)) env.wrong(METRICS_HOST, "must be a host's name or address");
        return host;
    }

    private static DuplicatePolicy duplicates(Environment env) {
        String word = env.text(DUPLICATES).orElse("alert");
        if (word.equals("cancel_newer")) return DuplicatePolicy.CANCEL_NEWER;
        if (!word.equals("alert")) env.wrong(DUPLICATES, "must be alert or cancel_newer, not " + word);
        return DuplicatePolicy.ALERT;
    }

    private static ConsoleMode console(Environment env) {
        String word = env.text("BILLING_CONSOLE").orElse(ConsoleMode.OFF.word());
        return ConsoleMode.of(word).orElseGet(() -> {
            env.wrong("BILLING_CONSOLE", "must be off, read or act, not " + word);
            return ConsoleMode.OFF;
        });
    }

    private static LogFormat logFormat(Environment env) {
        String word = env.text("BILLING_LOG_FORMAT").orElse(LogFormat.TEXT.word());
        for (LogFormat format : LogFormat.values()) if (format.word().equals(word)) return format;
        env.wrong("BILLING_LOG_FORMAT", "must be text or json, not " + word);
        return LogFormat.TEXT;
    }
}
