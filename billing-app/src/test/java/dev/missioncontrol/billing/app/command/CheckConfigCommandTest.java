package dev.missioncontrol.billing.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Whoever set something sees that it was understood. */
class CheckConfigCommandTest {
    private static final String SIGNING_SECRET = "whsec_" + "c2l4dGVlbiBieXRlcyBhbmQgbW9yZSBvZiB0aGVt";

    private static final List<String> PLAIN = List.of(
            "BILLING_PROFILE=dev",
            "DATABASE_URL=jdbc:postgresql://db/billing",
            "STRIPE_WEBHOOK_SECRET=" + SIGNING_SECRET,
            "BILLING_JWT_SECRET=" + "0123456789abcdef".repeat(4));

    @TempDir
    private Path folder;

    private String said(String... more) throws IOException {
        Path file = folder.resolve("billing.env");
        Files.write(file, Stream.concat(PLAIN.stream(), Stream.of(more)).toList());
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = BillingCommand.commandLine();
        line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        assertThat(line.execute("check-config", "--config", file.toString()))
                .as("%s", err)
                .isZero();
        return out.toString();
    }

    @ParameterizedTest
    @CsvSource({
        "DATABASE_ROW_SECURTY, DATABASE_ROW_SECURITY",
        "DATABASE_ROWSECURITY, DATABASE_ROW_SECURITY",
        "DATABASE_USERS, DATABASE_USER",
        "STRIPE_PRICE_TEAM_YEAR, STRIPE_PRICE_TEAM_YEARLY",
        "STRIPE_WEBHOOK_SECRETS, STRIPE_WEBHOOK_SECRET",
        "STRIPE_SECRTE_KEY, STRIPE_SECRET_KEY"
    })
    void a_name_that_was_mistyped_is_a_mistake_and_no_default(String mistyped, String meant) throws IOException {
        Path file = folder.resolve("billing.env");
        Files.write(
                file, Stream.concat(PLAIN.stream(), Stream.of(mistyped + "=x")).toList());
        StringWriter err = new StringWriter();
        CommandLine line = BillingCommand.commandLine();
        line.setOut(new PrintWriter(new StringWriter())).setErr(new PrintWriter(err));
        assertThat(line.execute("check-config", "--config", file.toString())).isEqualTo(ExitCodes.MISTAKE);
        assertThat(err.toString()).contains(mistyped).contains("did you mean " + meant + "?");
    }

    @Test
    void a_name_in_a_file_that_is_somebody_elses_is_said_and_is_no_mistake() throws IOException {
        assertThat(said("STRIPE_PUBLISHABLE_KEY=pk_1", "DATABASE_NAME=shop", "AWS_REGION=eu"))
                .containsPattern(line("not known", "DATABASE_NAME, STRIPE_PUBLISHABLE_KEY"))
                .doesNotContain("AWS_REGION", "pk_1");
        assertThat(said()).containsPattern(line("not known", "none"));
    }

    @Test
    void what_each_plan_is_sold_at_is_said_by_interval() throws IOException {
        assertThat(said(
                        "STRIPE_SECRET_KEY=sk_" + "test_" + "check".repeat(5),
                        "STRIPE_PRICE_PRO_MONTHLY=price_1pro",
                        "STRIPE_PRICE_PRO_YEARLY=price_1year",
                        "STRIPE_PRICE_TEAM_MONTHLY=price_1team"))
                .containsPattern(line("plan free", "rank 0, not sold"))
                .containsPattern(line("plan pro", "rank 1, month price_1pro, year price_1year"))
                .containsPattern(line("plan team", "rank 2, month price_1team, year not sold"));
    }

    private static Pattern line(String what, String value) {
        return Pattern.compile("(?m)^" + Pattern.quote(what) + " +" + Pattern.quote(value) + "$");
    }

    @Test
    void no_address_is_said_with_what_may_be_a_secret_in_it() throws IOException {
        String said = said(
                "STRIPE_SECRET_KEY=sk_" + "test_" + "check".repeat(5),
                "STRIPE_API_BASE=http://user:hidden@localhost:12111/hidden",
                "STRIPE_PRICE_PRO_MONTHLY=price_1pro",
                "STRIPE_PRICE_TEAM_MONTHLY=price_1team");
        assertThat(said).contains("http://localhost:12111").doesNotContain("hidden");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    BILLING_HOST=0.0.0.0              | demo sign-in    | none
                    BILLING_RETURN_URL=/back          | returns to      | http://127.0.0.1:8080/back
                    BILLING_CORS_ORIGINS=https://a.example,https://b.example | origins | our own, https://a.example, https://b.example
                    DATABASE_ROW_SECURITY=true        | row security    | on
                    STRIPE_SECRET_KEY=sk_test_a1b2c3d4e5f6a1b2c3d4e5f6 | provider | Stripe, test
                    BILLING_METRICS_PORT=9464         | metrics         | 127.0.0.1:9464
                    BILLING_LOG_FORMAT=json           | log             | json
                    BILLING_JWT_ISSUER=us             | issuer          | us
                    BILLING_JWT_AUDIENCE=them         | audience        | them
                    BILLING_JWT_SEATS_CLAIM=used      | seats in use    | token's used
                    BILLING_CONSOLE=read              | console         | read
                    BILLING_INSTALLATION=europe       | installation    | europe
                    BILLING_GRACE_DAYS=3              | grace           | 3 days
                    BILLING_SEAT_WINDOW=PT2H          | seat window     | PT2H
                    BILLING_DUPLICATES=cancel_newer   | duplicates      | cancel_newer
                    BILLING_CANCEL_NOW=true           | cancel at once  | tenants may
                    BILLING_PROMOTION_CODES=true      | promotion codes | on
                    BILLING_AUTOMATIC_TAX=true        | automatic tax   | on
                    BILLING_SUPPORT_URL=mailto:help@a.example | contact | mailto:help@a.example
                    BILLING_FORM_TARGETS=https://pay.example | forms lead to | Stripe's own pages, https://pay.example
                    BILLING_REFRESH_INTERVAL=PT5S     | workers look    | every PT5S
                    BILLING_LEASE=PT2M                | lease           | PT2M
                    BILLING_SWEEP_INTERVAL=PT3H       | sweep           | every PT3H
                    BILLING_PROVIDER_RATE=6           | provider rate   | 6 a second
                    BILLING_RETENTION_DAYS=30         | payloads kept   | 30 days
                    BILLING_STATUS_CACHE=0            | statuses known  | 0 at most
                    BILLING_DRAIN=PT5S                | drain           | PT5S
                    """)
    void what_was_set_is_said(String variable, String what, String value) throws IOException {
        String keys = variable.startsWith("STRIPE_SECRET_KEY")
                ? "\nSTRIPE_PRICE_PRO_MONTHLY=price_1\nSTRIPE_PRICE_TEAM_MONTHLY=price_2"
                : "";
        assertThat(said()).doesNotContainPattern(line(what, value));
        assertThat(said(variable + keys)).containsPattern(line(what, value));
    }

    @Test
    void where_events_go_is_said_by_place_and_no_secret_nor_path_of_one_is() throws IOException {
        String urls = "BILLING_EVENT_URLS=https://a.example/hidden,https://b.example/hidden";
        assertThat(said()).containsPattern(line("events go to", "nobody"));
        assertThat(said(urls, "BILLING_EVENT_SECRET=" + SIGNING_SECRET))
                .containsPattern(line(
                        "events go to",
                        "BILLING_EVENT_URLS[1] https://a.example, BILLING_EVENT_URLS[2] https://b.example"))
                .containsPattern(line("event secrets", "1"))
                .doesNotContain("hidden", SIGNING_SECRET, "0123456789abcdef");
    }

    @Test
    void that_anybody_at_this_machine_may_sign_in_is_said() throws IOException {
        assertThat(said()).containsPattern(line("demo sign-in", "as any tenant, from this machine itself"));
    }
}
