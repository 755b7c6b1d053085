package dev.missioncontrol.billing.persistence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Gives events of the outbox the positions by which others read on after them: in the order in which transactions commit. */
final class OutboxPositions {
    /** In the order of the index that finds them, so that a backlog is not read for its first ones. */
    static final String FIRST_DUE = " from {schema}.billing_outbox where due_at <= current_timestamp"
            + " order by due_at, ordinal limit :limit";

    private final Handle handle;

    OutboxPositions(Handle handle) {
        this.handle = handle;
    }

    /**
     * What they say is not read: nobody is told. Positions are locked before it is looked what waits, or a node that waited for
     * another's would give numbers to what has some by now; where somebody is at it, there is nothing to do.
     */
    int deliverUnheard(int limit) {
        if (firstDue(1).isEmpty()) return 0;
        Optional<Long> last = handle.createQuery("select counted from {schema}.billing_counters"
                        + " where counter_name = 'published' for update skip locked")
                .mapTo(Long.class)
                .findOne();
        if (last.isEmpty()) return 0;
        List<Place> due = firstDue(limit);
        countOn(due.size());
        number(due, last.get());
        return due.size();
    }

    private List<Place> firstDue(int limit) {
        return handle.createQuery("select tenant_id, sequence_no" + FIRST_DUE)
                .bind("limit", limit)
                .map((row, context) -> new Place(row.getString(1), row.getLong(2)))
                .list();
    }

    /** One that was delivered already leaves its number unused. */
    void number(List<Place> places) {
        if (places.isEmpty()) return;
        countOn(places.size());
        long last = handle.createQuery("select counted from {schema}.billing_counters where counter_name = 'published'")
                .mapTo(Long.class)
                .one();
        number(places, last - places.size());
    }

    /** The counter's lock is held until this transaction commits, so that positions are committed in order. */
    private void countOn(int more) {
        handle.createUpdate("update {schema}.billing_counters set counted = counted + :more"
                        + " where counter_name = 'published'")
                .bind("more", more)
                .execute();
    }

    private void number(List<Place> places, long after) {
        List<Position> positions = new ArrayList<>();
        for (Place place : places) positions.add(new Position(place, after + 1 + positions.size()));
        POSITIONS.in(DELIVERED, positions).execute(handle);
    }

    /** Which of a tenant's events. */
    record Place(String tenant, long sequence) {}

    /** Where a delivered event stands among all that were. */
    private record Position(Place place, long number) {}

    private static final Columns<Position> POSITIONS = Columns.<Position>key(
                    "tenant_id", one -> one.place().tenant())
            .number("sequence_no", one -> one.place().sequence())
            .number("published_no", Position::number);

    /** Without a condition on when they are due: taken for a rare thing, it would be looked for first, in all that waits, for each. */
    private static final Sql DELIVERED = new Sql("update {schema}.billing_outbox kept set due_at = null,"
            + " delivered_at = coalesce(kept.delivered_at, current_timestamp),"
            + " published_no = coalesce(kept.published_no, given.published_no) from " + POSITIONS.given()
            + " where kept.tenant_id = given.tenant_id and kept.sequence_no = given.sequence_no");
}
