package dev.missioncontrol.billing.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.provider.BillingMetadata;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Customers that were there before, out of a file: all faults at once, nothing twice, and how far it came. */
class ImportCommandTest extends AtTheDesk {
    @Test
    void all_faults_of_a_file_are_said_at_once_with_their_lines() {
        CustomerId customer = desk.customer("acme");
        Path file = desk.write(
                "pairs.csv",
                List.of("tenant,customer", "acme," + customer, "a b,cus_1", "globex," + customer, "other,cus_nobody"));
        for (String how : List.of("--dry-run", "--apply")) {
            OperatorsDesk.Answer answer = desk.type("import", "--file", file.toString(), how);
            assertThat(answer.code()).isEqualTo(2);
            assertThat(answer.out())
                    .contains("line 3: tenant id has a character", "line 4: the customer " + customer + " is in line 2")
                    .contains("line 5: the provider does not have the customer cus_nobody")
                    .contains("3 faults; no customer was bound.");
        }
    }

    @Test
    void an_import_says_first_what_it_would_do_and_changes_nothing_the_second_time() {
        CustomerId customer = desk.customer("acme");
        desk.subscription("acme", customer, BillingMetadata.NONE);
        Path file = desk.write("pairs.csv", List.of("tenant,customer", "acme," + customer));
        assertThat(desk.type("import", "--file", file.toString(), "--dry-run").out())
                .contains("1 would be bound, 0 are already");
        assertThat(desk.type("import", "--file", file.toString(), "--apply").out())
                .contains("Bound 1, 0 were already; fetched 1 subscriptions");
        assertThat(desk.type("import", "--file", file.toString(), "--apply").out())
                .contains("Bound 0, 1 were already");
    }

    @Test
    void an_import_that_had_to_stop_says_how_many_are_bound_and_why_it_stopped() {
        int before = ImportCommand.SAID_EVERY;
        List<String> lines = new ArrayList<>(List.of("tenant,customer"));
        for (int i = 0; i <= before; i++) lines.add("tenant-" + i + ",cus_" + i);
        Path file = desk.write("pairs.csv", lines);
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter() {
            @Override
            public void flush() {
                if (!toString().contains("Line " + (before + 1) + " is done")) return;
                desk.typeWith(
                        desk.placeholders(),
                        "bind",
                        "--tenant",
                        "rival",
                        "--customer",
                        "cus_" + before,
                        "--reason",
                        "its own");
            }
        };
        CommandLine line =
                BillingCommand.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));

        int code = line.execute(
                "import",
                "--file",
                file.toString(),
                "--apply",
                "--config",
                desk.placeholders().toString());

        assertThat(code).as("%s", err).isEqualTo(ExitCodes.FOUND);
        assertThat(out.toString())
                .contains("line " + (before + 2) + ": the customer cus_" + before + " is bound to the tenant rival")
                .contains(before + " were bound before it and stay bound")
                .doesNotContain("no customer was bound");
    }
}
