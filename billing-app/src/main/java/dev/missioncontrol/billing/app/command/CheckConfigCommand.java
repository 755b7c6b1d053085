package dev.missioncontrol.billing.app.command;

import dev.missioncontrol.billing.app.config.Configuration;
import dev.missioncontrol.billing.app.config.ConfigurationReader;
import dev.missioncontrol.billing.app.config.EventTargets;
import dev.missioncontrol.billing.app.config.JwtSettings;
import dev.missioncontrol.billing.app.config.KnownVariables;
import dev.missioncontrol.billing.app.config.Operations;
import dev.missioncontrol.billing.app.config.SeatCount;
import dev.missioncontrol.billing.http.PageSettings;
import dev.missioncontrol.billing.http.WebOrigin;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.usecase.BillingSettings;
import java.io.PrintWriter;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/** Says what the environment means, or everything that is wrong with it, and starts nothing. */
@Command(
        name = "check-config",
        mixinStandardHelpOptions = true,
        description = "Says what the environment means to serve, or all that is wrong with it. Connects to nothing.")
public final class CheckConfigCommand extends ConfiguredCommand {
    @Override
    public Integer call() {
        Configuration read = ConfigurationReader.forServe(variables());
        PrintWriter out = out();
        reach(out, read);
        who(out, read);
        sold(out, read);
        run(out, read);
        List<String> unread = KnownVariables.unread(variables());
        say(out, "not known", unread.isEmpty() ? "none" : String.join(", ", unread));
        return 0;
    }

    private static void reach(PrintWriter out, Configuration read) {
        say(out, "profile", word(read.profile()));
        say(out, "demo sign-in", read.demoLogin() ? "as any tenant, from this machine itself" : "none");
        say(out, "listens on", read.host() + ":" + read.port());
        say(out, "is called", read.baseUrl());
        say(out, "returns to", read.settings().returnTo());
        say(out, "origins", listed("our own", read.corsOrigins()));
        say(out, "database", read.database() + ", schema " + read.schema());
        say(out, "row security", onOrOff(read.database().rowSecurity()));
        say(out, "provider", provider(read));
        say(out, "webhook secrets", read.webhookSecrets().size());
        say(out, "unsigned webhooks", read.takesUnsignedWebhooks() ? "from this machine itself" : "refused");
        say(out, "events go to", events(read.events()));
        say(out, "event secrets", read.events().secrets().size());
        say(out, "metrics", metrics(read));
        say(out, "log", read.operations().logFormat().word());
    }

    private static void who(PrintWriter out, Configuration read) {
        JwtSettings jwt = read.jwt();
        say(
                out,
                "tokens",
                jwt.getClass().getSimpleName() + ", tenant in " + jwt.claims().tenant());
        say(out, "issuer", jwt.claims().issuer().orElse("any"));
        say(out, "audience", jwt.claims().audience().orElse("any"));
        say(out, "seats in use", seats(read.seats()));
        say(out, "console", read.operations().console().word());
        say(out, "installation", read.settings().installation().orElse("none"));
    }

    private static void sold(PrintWriter out, Configuration read) {
        Operations operations = read.operations();
        read.catalog().plans().forEach(plan -> say(out, "plan " + plan.key(), "rank " + plan.rank() + prices(plan)));
        say(out, "grace", read.settings().access().graceDays() + " days");
        say(out, "seat window", operations.seatWindow());
        say(out, "duplicates", word(operations.duplicates()));
        say(out, "cancel at once", operations.cancelNow() ? "tenants may" : "tenants may not");
        say(out, "promotion codes", onOrOff(read.settings().promotionCodes()));
        say(out, "automatic tax", onOrOff(read.settings().automaticTax()));
        PageSettings pages = operations.pages();
        say(out, "theme", pages.theme().css().length() + " characters");
        say(out, "contact", pages.support().map(URI::toString).orElse("none"));
        say(out, "forms lead to", listed("Stripe's own pages", pages.formTargets()));
    }

    private static String prices(Plan plan) {
        if (plan.prices().isEmpty()) return ", not sold";
        return Stream.of(BillingInterval.values())
                .map(interval -> ", " + interval.word() + " "
                        + Optional.ofNullable(plan.prices().get(interval))
                                .map(price -> price.id().value())
                                .orElse("not sold"))
                .collect(Collectors.joining());
    }

    private static void run(PrintWriter out, Configuration read) {
        BillingSettings settings = read.settings();
        say(out, "workers look", "every " + settings.refreshInterval());
        say(out, "lease", settings.lease());
        say(out, "sweep", "every " + settings.sweepInterval());
        say(out, "provider rate", settings.providerRate() + " a second");
        say(out, "payloads kept", settings.retention().kept().toDays() + " days");
        say(out, "statuses known", read.operations().statusCache() + " at most");
        say(out, "drain", read.operations().drain());
    }

    private static String provider(Configuration read) {
        if (read.placeholderMode()) return "sandbox";
        String at =
                read.stripeApiBase().map(base -> ", at " + WebOrigin.of(base)).orElse("");
        return (read.liveKey() ? "Stripe, live" : "Stripe, test") + at;
    }

    private static String events(EventTargets events) {
        String all = IntStream.rangeClosed(1, events.urls().size())
                .mapToObj(events::named)
                .collect(Collectors.joining(", "));
        return all.isEmpty() ? "nobody" : all;
    }

    private static String listed(String always, Set<String> more) {
        return Stream.concat(Stream.of(always), more.stream().sorted()).collect(Collectors.joining(", "));
    }

    private static String onOrOff(boolean on) {
        return on ? "on" : "off";
    }

    private static String word(Enum<?> one) {
        return one.name().toLowerCase(Locale.ROOT);
    }

    private static String metrics(Configuration read) {
        if (!read.metricsReadable()) return "nobody can read metrics: set BILLING_METRICS_PORT";
        return read.operations()
                .metricsPort()
                .map(port -> read.operations().metricsHost() + ":" + port)
                .orElse("for this machine itself, where it listens");
    }

    private static String seats(SeatCount seats) {
        String token = seats.claim().map(claim -> "token's " + claim).orElse("");
        String host = seats.source().map(source -> WebOrigin.of(source.url())).orElse("");
        String both = (token + " " + host).strip();
        return both.isEmpty() ? "not counted" : both;
    }

    private static void say(PrintWriter out, String what, Object value) {
        out.printf("%-18s %s%n", what, value);
    }
}
