package dev.missioncontrol.billing.app.command;

import dev.missioncontrol.billing.app.Tools;
import dev.missioncontrol.billing.usecase.CustomerPairs;
import dev.missioncontrol.billing.usecase.ImportCustomers;
import dev.missioncontrol.billing.usecase.ImportCustomers.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Binds the customers that a team had at the provider before it came to us. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description =
                "Binds customers that the provider had before us, from lines of tenant,customer under that header, and"
                        + " fetches their subscriptions. Nothing is bound while anything is wrong.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:nothing is wrong (--dry-run), or all are bound (--apply)",
            "1:it could not be done, or another import is under way",
            "2:a mistake in what was typed or configured, or in the file, and none was bound",
            "3:a line could not be bound any more when its turn came: those before it are bound, it and the others are not"
        })
final class ImportCommand extends ToolCommand {
    /** Largest file in bytes: the most lines at their longest. */
    private static final long LARGEST_FILE = (long) CustomerPairs.MOST_LINES * CustomerPairs.LONGEST_LINE;

    /** Pairs after which something is said: a minute's work at the usual rate. */
    static final int SAID_EVERY = 500;

    @Option(names = "--file", required = true, description = "The file, in UTF-8.")
    private Path file = Path.of("");

    @CommandLine.Mixin
    private Reason reason = new Reason();

    @CommandLine.ArgGroup(multiplicity = "1")
    private What what = new What();

    private static final class What {
        @Option(names = "--dry-run", description = "Only say all that is wrong with the file.")
        private boolean dryRun;

        @Option(names = "--apply", description = "Bind them, if nothing is wrong.")
        private boolean apply;
    }

    @Override
    boolean holdsJob() {
        return true;
    }

    @Override
    int run(Tools tools) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) > LARGEST_FILE) {
            say(file + " is not a file of at most " + LARGEST_FILE + " bytes.");
            return ExitCodes.MISTAKE;
        }
        if (!tools.asks()) say(Tools.NO_PROVIDER + " Customers are not checked there, and nothing is fetched.");
        ImportCustomers.Request request = (what.apply
                        ? ImportCustomers.Request.toBind()
                        : ImportCustomers.Request.toCheck())
                .because(reason.wordOr("from " + file.getFileName()));
        int[] dealtWith = new int[1];
        Result result = tools.operations()
                .importCustomers(
                        read(),
                        tools.asks() ? request : request.withoutProvider(),
                        pair -> {
                            if (++dealtWith[0] % SAID_EVERY == 0) say("Line " + pair.line() + " is done.");
                        },
                        tools::pause);
        if (result instanceof Result.Busy) {
            say(busy(tools, "import"));
            return ExitCodes.FAILED;
        }
        return told(result);
    }

    private CustomerPairs read() throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return CustomerPairs.of(lines);
        } catch (UncheckedIOException e) {
            if (!(e.getCause() instanceof CharacterCodingException)) throw e;
            return CustomerPairs.of(Stream.of("not UTF-8"));
        }
    }

    private int told(Result result) {
        if (result instanceof Result.Faulty faulty) {
            faulty.faults().forEach(fault -> out().println("line " + fault.line() + ": " + fault.sentence()));
            out().println(faulty.faults().size() + " faults; no customer was bound.");
            return ExitCodes.MISTAKE;
        }
        if (result instanceof Result.Stopped stopped) {
            out().println("line " + stopped.at().line() + ": " + stopped.at().sentence());
            out().println(
                            "Stopped there, since that happened while this ran: " + stopped.bound()
                                    + " were bound before it and stay bound, and from that line on none was. Mend the line, and run it again.");
            return ExitCodes.FOUND;
        }
        if (result instanceof Result.Checked checked) {
            out().println("Nothing is wrong: " + checked.toBind() + " would be bound, " + checked.boundAlready()
                    + " are already.");
            return ExitCodes.FINE;
        }
        Result.Imported imported = (Result.Imported) result;
        out().println("Bound " + imported.bound() + ", " + imported.boundAlready() + " were already; fetched "
                + imported.fetched() + " subscriptions, left " + imported.waiting() + " to the workers.");
        return ExitCodes.FINE;
    }
}
