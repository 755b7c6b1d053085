package dev.missioncontrol.billing.store;

/**
 * A row that others may read, or that can't be read.
 *
 * @param position as that of {@link PublishedEvent}
 * @param row what stands there
 */
public record PublishedRow(long position, OutboxRow row) {
    /** One that can be read. */
    public static PublishedRow of(PublishedEvent event) {
        return new PublishedRow(event.position(), new OutboxRow.Readable(event.event()));
    }

    /**
     * The event that it holds.
     *
     * @throws RuntimeException the fault, if it can't be read
     */
    public PublishedEvent published() {
        return new PublishedEvent(position, row.event());
    }
}
