package dev.missioncontrol.billing.store;

/** A row of the inbox: the event that it holds, or that it can't be read. */
public sealed interface InboxRow {
    /** One that can be read. @param event what it holds */
    record Readable(InboxEvent event) implements InboxRow {}

    /**
     * One that is not as it was written, or that this version can't read.
     *
     * @param id the event's, as stored: it may be none
     * @param fault why it can't be read
     */
    record Unreadable(String id, RuntimeException fault) implements InboxRow {
        /** What its row says of why, for an operator who looks there. */
        public String reason() {
            return "can't be read: " + fault;
        }

        /** Which row it is and why, for an operator. */
        public String words() {
            return "the event " + Shown.of(id) + " in webhook_events: " + fault;
        }
    }
}
