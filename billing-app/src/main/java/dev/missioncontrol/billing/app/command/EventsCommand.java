package dev.missioncontrol.billing.app.command;

import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.app.Tools;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.store.InboxEvent;
import dev.missioncontrol.billing.store.Listings.EventPlace;
import dev.missioncontrol.billing.usecase.Operations;
import dev.missioncontrol.billing.usecase.ReplayEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Everything about stored events. */
@Command(
        name = "events",
        mixinStandardHelpOptions = true,
        description = "Shows the provider's events as they are stored, and applies them again.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {EventsCommand.ListThem.class, EventsCommand.Replay.class})
final class EventsCommand extends CommandGroup {
    /** Lists those with one outcome. */
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists events by what became of them, oldest first.")
    static final class ListThem extends ToolCommand {
        private static final String ROW = "%-26s %-34s %-36s %-30s %-14s %s%n";

        /** Events read at once, however many are printed. */
        private static final int PAGE = 200;

        @Option(
                names = "--outcome",
                required = true,
                description = "One of: ${COMPLETION-CANDIDATES}. quarantined, unbound and dead ones wait for somebody.")
        private EventOutcome outcome = EventOutcome.QUARANTINED;

        @Option(names = "--limit", defaultValue = "100", description = "At most so many (default: ${DEFAULT-VALUE}).")
        private int limit;

        @Option(names = "--json", description = "One JSON document instead of a table.")
        private boolean json;

        /** Whether there were more than asked for. */
        private boolean more;

        @Override
        int run(Tools tools) {
            if (limit < 1) {
                say("--limit must be 1 at least. Nothing was looked for.");
                return ExitCodes.MISTAKE;
            }
            List<String> unreadable = new ArrayList<>();
            if (json) asJson(tools.operations(), unreadable);
            else asTable(tools.operations(), unreadable);
            if (more) say("There are more; ask with a larger --limit.");
            return unreadable.isEmpty() ? ExitCodes.FINE : ExitCodes.FOUND;
        }

        private void asTable(Operations operations, List<String> unreadable) {
            boolean[] headed = new boolean[1];
            long listed = each(operations, unreadable, event -> {
                if (!headed[0]) out().printf(ROW, "RECEIVED", "EVENT", "TYPE", "SUBSCRIPTION", "TENANT", "WHY");
                headed[0] = true;
                out().printf(
                                ROW,
                                event.received(),
                                event.id(),
                                event.type(),
                                event.subscription().map(Object::toString).orElse("-"),
                                event.tenant().map(Object::toString).orElse("-"),
                                event.reason());
            });
            unreadable.forEach(row -> out().println("Left out, since it can't be read: " + row));
            if (listed == 0) out().println("No event is " + outcome.word() + ".");
        }

        private void asJson(Operations operations, List<String> unreadable) {
            try (JsonOut to = new JsonOut(out())) {
                to.object().put("outcome", outcome.word()).array("events");
                each(
                        operations,
                        unreadable,
                        event -> to.object()
                                .put("id", event.id().value())
                                .put("type", event.type())
                                .put("received", event.received().toString())
                                .put("created", event.created().toString())
                                .put("livemode", event.livemode())
                                .put("subscription", event.subscription())
                                .put("tenant", event.tenant())
                                .put("attempts", event.attempts())
                                .put("reason", event.reason())
                                .end());
                to.endArray().array("unreadable");
                unreadable.forEach(to::add);
                to.endArray().put("more", more).end();
            }
        }

        /** Returns how many there were, with those that can't be read. */
        private long each(Operations operations, List<String> unreadable, Consumer<InboxEvent> told) {
            long listed = 0;
            Optional<EventPlace> after = Optional.empty();
            while (listed < limit) {
                int wanted = (int) Math.min(PAGE, limit - listed);
                Operations.Events page = operations.events(outcome, after, wanted);
                page.events().forEach(told);
                unreadable.addAll(page.unreadable());
                listed += page.events().size() + page.unreadable().size();
                more = page.next().isPresent();
                if (!more) break;
                after = page.next();
            }
            return listed;
        }
    }

    /** Applies one again. */
    @Command(
            name = "replay",
            mixinStandardHelpOptions = true,
            description = "Applies a stored event once more: one that died of a fault that is mended now, for example."
                    + " Harmless for one that was applied already.")
    static final class Replay extends ToolCommand {
        @Parameters(paramLabel = "ID", description = "The event's id: evt_...")
        private EventId event = new EventId("-");

        @Mixin
        private Reason reason = new Reason();

        @Override
        int run(Tools tools) {
            Operations operations = tools.operations();
            ReplayEvent.Result result =
                    reason.word().map(word -> operations.replay(event, word)).orElseGet(() -> operations.replay(event));
            if (result instanceof ReplayEvent.Result.Replayed replayed) {
                out().println("The event " + event + " was " + replayed.before().word() + ", and is "
                        + replayed.outcome().word() + ": " + replayed.reason() + ".");
                return replayed.outcome() == EventOutcome.APPLIED || replayed.outcome() == EventOutcome.IGNORED
                        ? ExitCodes.FINE
                        : ExitCodes.FOUND;
            }
            say(why(result));
            return ExitCodes.FAILED;
        }

        private String why(ReplayEvent.Result result) {
            if (result instanceof ReplayEvent.Result.Failed failed)
                return "The event " + event + " can't be applied: " + failed.reason() + ". It stays as it was.";
            return result instanceof ReplayEvent.Result.Unknown
                    ? "There is no event " + event + "."
                    : "The event " + event + " was stored without what the provider sent, so it can't be applied.";
        }
    }
}
