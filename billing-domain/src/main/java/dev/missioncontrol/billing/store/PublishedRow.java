package dev.missioncontrol.billing.store;

/**
 * A row that others may read, or that can't be read.
 *
 * @param position as that of {@link PublishedEvent}
 * @param row what stands there
 */
public record PublishedRow(long position, OutboxRow row) {
    /**
     * The event that it holds.
     *
     * @throws RuntimeException the fault, if it can't be read
     */
    public PublishedEvent published() {
        return new PublishedEvent(position, row.event());
    }
}
