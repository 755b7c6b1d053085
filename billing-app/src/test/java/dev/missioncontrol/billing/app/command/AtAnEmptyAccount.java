package dev.missioncontrol.billing.app.command;

import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.stripe.wire.WireServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** An account at Stripe in which nothing is set up, and an operator who types. */
abstract class AtAnEmptyAccount {
    record Answer(int code, String out, String err) {}

    @TempDir
    Path folder;

    WireServer stripe;
    final List<String> settings = new ArrayList<>();

    @BeforeEach
    void open() {
        stripe = WireServer.on(SandboxPaymentProvider.on(InstantSource.system(), "acct"))
                .requestsPerSecond(1_000)
                .emptyAccount()
                .start();
        settings.addAll(List.of(
                "BILLING_PROFILE=dev",
                "BILLING_BASE_URL=https://billing.example",
                "STRIPE_SECRET_KEY=sk_test_" + "4eC39HqLyjWDarjtT1zdp7dc",
                "STRIPE_API_BASE=" + stripe.base()));
    }

    @AfterEach
    void close() {
        stripe.close();
    }

    Answer type(String... words) throws IOException {
        return typeInto(new StringWriter(), words);
    }

    Answer typeInto(StringWriter out, String... words) throws IOException {
        Path config = Files.write(folder.resolve("billing.env"), settings);
        StringWriter err = new StringWriter();
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--config", config.toString()));
        CommandLine line = BillingCommand.commandLine();
        line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return new Answer(line.execute(all.toArray(String[]::new)), out.toString(), err.toString());
    }

    /** What was found, but for how far the clocks are apart: a slow machine begins another second. */
    static List<String> found(Answer doctor) {
        return doctor.out().lines().filter(line -> !line.contains("clock:")).toList();
    }

    /** Takes the lines that setup says to configure. */
    void configure(Answer answer) {
        for (String line : answer.out().split("\n"))
            if (line.strip().startsWith("STRIPE_")) settings.add(line.strip().split(" ")[0]);
    }

    static List<String> priceLines(Answer answer) {
        return answer.out()
                .lines()
                .filter(line -> line.strip().startsWith("STRIPE_PRICE_"))
                .sorted()
                .toList();
    }
}
