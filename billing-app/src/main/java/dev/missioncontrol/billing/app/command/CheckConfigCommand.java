package dev.missioncontrol.billing.app.command;

import dev.missioncontrol.billing.app.config.Configuration;
import dev.missioncontrol.billing.app.config.ConfigurationReader;
import dev.missioncontrol.billing.app.config.SeatCount;
import java.io.PrintWriter;
import java.util.Locale;
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
        say(out, "profile", read.profile().name().toLowerCase(Locale.ROOT));
        say(out, "listens on", read.host() + ":" + read.port());
        say(out, "is called", read.baseUrl());
        say(out, "database", read.database() + ", schema " + read.schema());
        say(out, "provider", read.placeholderMode() ? "sandbox" : read.liveKey() ? "Stripe, live" : "Stripe, test");
        say(out, "webhook secrets", read.webhookSecrets().size());
        say(out, "unsigned webhooks", read.takesUnsignedWebhooks() ? "from this machine itself" : "refused");
        say(out, "metrics", metrics(read));
        say(
                out,
                "tokens",
                read.jwt().getClass().getSimpleName() + ", tenant in "
                        + read.jwt().claims().tenant());
        say(out, "seats in use", seats(read.seats()));
        read.catalog().plans().forEach(plan -> say(out, "plan " + plan.key(), "rank " + plan.rank()));
        say(out, "grace", read.settings().access().graceDays() + " days");
        say(out, "returns to", read.settings().returnTo());
        return 0;
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
        String host = seats.source().map(source -> source.url().toString()).orElse("");
        String both = (token + " " + host).strip();
        return both.isEmpty() ? "not counted" : both;
    }

    private static void say(PrintWriter out, String what, Object value) {
        out.printf("%-18s %s%n", what, value);
    }
}
