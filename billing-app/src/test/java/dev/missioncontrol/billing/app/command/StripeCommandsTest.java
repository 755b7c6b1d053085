package dev.missioncontrol.billing.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.missioncontrol.billing.stripe.wire.WireFaults;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

/** An account at Stripe in which nothing is set up, and an operator who sets it up. */
class StripeCommandsTest extends AtAnEmptyAccount {
    @Test
    void an_empty_account_is_set_up_and_then_healthy_and_a_second_run_does_nothing() throws IOException {
        Answer before = type("stripe", "doctor");
        assertThat(before.code()).isEqualTo(ExitCodes.FOUND);
        assertThat(before.out())
                .contains("Stripe does not have it in this mode")
                .contains("no default configuration is saved")
                .contains("no endpoint sends to https://billing.example/api/billing/webhook")
                .contains("to mend it: run `stripe setup`");

        Answer dry = type("stripe", "setup", "--dry-run");
        assertThat(dry.code()).isEqualTo(ExitCodes.FINE);
        assertThat(dry.out()).contains("make the product").contains("make a price of 2000 usd a month for pro");
        assertThat(found(type("stripe", "doctor"))).isEqualTo(found(before));

        Answer done = type("stripe", "setup");
        assertThat(done.code()).as(done.err()).isEqualTo(ExitCodes.FINE);
        configure(done);
        Answer after = type("stripe", "doctor");
        assertThat(after.out())
                .doesNotContain("wrong")
                .doesNotContain("warning")
                .doesNotContain("unknown");
        assertThat(after.code()).isEqualTo(ExitCodes.FINE);

        Answer again = type("stripe", "setup");
        assertThat(again.out()).contains("Nothing to do");
    }

    @Test
    void a_secret_goes_to_a_file_that_only_its_owner_reads_and_nowhere_else() throws IOException {
        Path file = folder.resolve("secret");

        Answer done = type("stripe", "setup", "--secret-file", file.toString());

        assertThat(Files.readString(file)).startsWith("whsec_");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(done.out()).doesNotContain("whsec_").contains("STRIPE_WEBHOOK_SECRET_FILE=" + file);
        assertThat(type("stripe", "setup", "--secret-file", file.toString()).code())
                .isEqualTo(ExitCodes.MISTAKE);
    }

    @Test
    void a_secret_file_that_can_not_be_made_is_said_before_anything_is() throws IOException {
        String nowhere = folder.resolve("missing").resolve("secret").toString();

        Answer refused = type("stripe", "setup", "--secret-file", nowhere);

        assertThat(refused.code()).as("%s", refused).isEqualTo(ExitCodes.MISTAKE);
        assertThat(refused.err()).contains(nowhere);
        assertThat(type("stripe", "setup").out()).contains("make a price", "STRIPE_WEBHOOK_SECRET=whsec_");
    }

    @Test
    void a_secret_file_is_not_left_where_no_secret_came() throws IOException {
        Path file = folder.resolve("secret");
        configure(type("stripe", "setup"));

        assertThat(type("stripe", "setup", "--secret-file", file.toString()).code())
                .isEqualTo(ExitCodes.FINE);
        assertThat(file).doesNotExist();
        assertThat(type("stripe", "setup", "--dry-run", "--secret-file", file.toString())
                        .code())
                .isEqualTo(ExitCodes.FINE);
        assertThat(file).doesNotExist();
    }

    @Test
    void what_was_made_before_a_step_failed_is_told() throws IOException {
        Path file = folder.resolve("secret");
        stripe.faults().answer("POST /v1/webhook_endpoints", 403, 1);

        Answer failed = type("stripe", "setup", "--secret-file", file.toString());

        assertThat(failed.code()).isEqualTo(ExitCodes.FAILED);
        assertThat(priceLines(failed)).isNotEmpty();
        assertThat(file).doesNotExist();
    }

    @Test
    void a_secret_that_can_not_be_written_after_all_is_printed() throws IOException {
        Path file = folder.resolve("secret");
        StringWriter takesTheFileAway = new StringWriter() {
            @Override
            public void flush() {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };

        Answer answer = typeInto(takesTheFileAway, "stripe", "setup", "--secret-file", file.toString());

        assertThat(answer.code()).as("%s", answer).isEqualTo(ExitCodes.FAILED);
        assertThat(answer.out()).contains("STRIPE_WEBHOOK_SECRET=whsec_").doesNotContain("SECRET_FILE");
        assertThat(priceLines(answer)).isNotEmpty();
        assertThat(answer.err()).contains("could not be written to " + file);
        assertThat(file).doesNotExist();
    }

    @Test
    void an_endpoint_of_another_version_is_rotated_with_both_secrets_in_between()
            throws IOException, InterruptedException {
        configure(type("stripe", "setup"));
        settings.removeIf(line -> line.startsWith("STRIPE_WEBHOOK_SECRET"));
        outdate();
        settings.add("STRIPE_WEBHOOK_SECRET=whsec_" + "old0".repeat(8));
        assertThat(type("stripe", "doctor").out()).contains("is written in version 2024-06-20");
        assertThat(type("stripe", "setup", "--finish-rotation").code()).isEqualTo(ExitCodes.FAILED);

        Answer begun = type("stripe", "setup", "--rotate-webhook");
        assertThat(begun.out()).contains("beside the old one");
        assertThat(type("stripe", "doctor").out()).contains("several endpoints send to");
        assertThat(type("stripe", "setup", "--rotate-webhook").out()).contains("Nothing to do");

        Answer ended = type("stripe", "setup", "--finish-rotation");
        assertThat(ended.out()).contains("delete webhook endpoint");
        assertThat(type("stripe", "doctor").out())
                .doesNotContain("several endpoints")
                .doesNotContain("2024-06-20");
        assertThat(type("stripe", "setup", "--finish-rotation").out()).contains("Nothing to do");
    }

    @Test
    void where_a_second_secret_is_in_a_file_it_says_where_its_content_goes_and_names_no_two_files()
            throws IOException, InterruptedException {
        configure(type("stripe", "setup"));
        settings.removeIf(line -> line.startsWith("STRIPE_WEBHOOK_SECRET"));
        outdate();
        settings.add("STRIPE_WEBHOOK_SECRET=whsec_" + "old0".repeat(8));
        String file = folder.resolve("second").toString();

        Answer begun = type("stripe", "setup", "--rotate-webhook", "--secret-file", file);

        assertThat(begun.out())
                .contains("what is in " + file + " behind the old secret, separated by a comma")
                .doesNotContain("STRIPE_WEBHOOK_SECRET_FILE=");
    }

    /** Puts an endpoint of an old version in the place of the one that is there. */
    private void outdate() throws IOException, InterruptedException {
        var http = java.net.http.HttpClient.newHttpClient();
        var list = java.net.http.HttpRequest.newBuilder(stripe.base().resolve("/v1/webhook_endpoints"))
                .header("Authorization", "Bearer sk_test_x")
                .build();
        JsonNode made = new ObjectMapper()
                .readTree(http.send(list, java.net.http.HttpResponse.BodyHandlers.ofString())
                        .body())
                .at("/data/0");
        var delete = java.net.http.HttpRequest.newBuilder(stripe.base()
                        .resolve("/v1/webhook_endpoints/" + made.path("id").asText()))
                .header("Authorization", "Bearer sk_test_x")
                .DELETE()
                .build();
        http.send(delete, java.net.http.HttpResponse.BodyHandlers.discarding());
        var old = java.net.http.HttpRequest.newBuilder(stripe.base().resolve("/v1/webhook_endpoints"))
                .header("Authorization", "Bearer sk_test_x")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString("api_version=2024-06-20&enabled_events[]=*&url="
                        + made.path("url").asText()))
                .build();
        assertThat(http.send(old, java.net.http.HttpResponse.BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void what_can_not_be_asked_hides_nothing_else() throws IOException {
        stripe.faults().answer("GET /v1/webhook_endpoints", 403, 1);

        Answer answer = type("stripe", "doctor", "--json");

        JsonNode findings = new ObjectMapper().readTree(answer.out()).path("findings");
        assertThat(findings.findValuesAsText("subject")).contains("clock", "portal", "webhook", "events");
        assertThat(findings).anySatisfy(finding -> {
            assertThat(finding.path("subject").asText()).isEqualTo("webhook");
            assertThat(finding.path("level").asText()).isEqualTo("unknown");
        });
    }

    @Test
    void nobody_at_home_is_not_taken_for_an_empty_account() throws IOException {
        stripe.faults().next(WireFaults.ANY, WireFaults.Kind.BREAK, 5_000);

        Answer setup = type("stripe", "setup");

        assertThat(setup.code()).isEqualTo(ExitCodes.FAILED);
        assertThat(setup.out()).doesNotContain("make");
    }

    @Test
    void without_a_key_there_is_nothing_to_ask() throws IOException {
        settings.removeIf(line -> line.startsWith("STRIPE_SECRET_KEY"));

        assertThat(type("stripe", "doctor").code()).isEqualTo(ExitCodes.MISTAKE);
    }
}
