package dev.missioncontrol.billing.store;

import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.store.Listings.EventPlace;
import java.time.Instant;
import java.util.Optional;

/** A row of the inbox: the event that it holds, or that it can't be read. */
public sealed interface InboxRow {
    /** Where it stands among all; absent where it has no id that can be read. */
    Optional<EventPlace> place();

    /** Which fault an event met, as its row may say: without values of the event. */
    static String describe(RuntimeException fault) {
        StackTraceElement[] trace = fault.getStackTrace();
        return fault.getClass().getSimpleName() + (trace.length == 0 ? "" : " at " + trace[0]);
    }

    /**
     * One that can be read.
     *
     * @param event what it holds
     */
    record Readable(InboxEvent event) implements InboxRow {
        @Override
        public Optional<EventPlace> place() {
            return Optional.of(EventPlace.of(event));
        }
    }

    /**
     * One that is not as it was written, or that this version can't read.
     *
     * @param id the event's, as stored: it may be none
     * @param received when it came here first
     * @param outcome what became of it
     * @param fault why it can't be read
     */
    record Unreadable(String id, Instant received, EventOutcome outcome, RuntimeException fault) implements InboxRow {
        @Override
        public Optional<EventPlace> place() {
            return EventId.parse(id).map(parsed -> new EventPlace(received, parsed));
        }

        /** What its row says of why, for an operator who looks there. */
        public String reason() {
            return "can't be read: " + describe(fault);
        }

        /** Which row it is and why, for an operator. */
        public String words() {
            return "the event " + Shown.of(id) + " in webhook_events: " + fault;
        }
    }
}
