package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.plan.SeatPolicy;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Takes the number of seats that an application counts, as its users come and go. Nothing is asked of the provider here: the
 * newest number is remembered, and {@link ApplySeats} makes it.
 */
public final class PushSeats {
    /** How long a first push waits for others that come with it: people are invited by the dozen. */
    public static final Duration SETTLES = Duration.ofSeconds(10);

    private final Transactions transactions;
    private final ChangeDesk desk;
    private final PlanCatalog catalog;
    private final Bookkeeping books;
    private final InstantSource clock;

    PushSeats(Transactions transactions, ChangeDesk desk, PlanCatalog catalog, Bookkeeping books, InstantSource clock) {
        this.transactions = transactions;
        this.desk = desk;
        this.catalog = catalog;
        this.books = books;
        this.clock = clock;
    }

    /** Remembers it, in place of what was pushed before. What the plan does not allow comes as near as it does. */
    public SeatPush push(TenantId tenant, long seats) {
        if (seats < 0 || seats > SeatPolicy.MOST)
            return new SeatPush.Rejected(new Rejection(
                    Rejection.Code.SEATS_OUT_OF_BOUNDS, "seats", "Push 0 to " + SeatPolicy.MOST + " seats."));
        // Also of what no plan has a price of, which waits for one: the newest number counts, not one from before.
        ChangeSubject.Found found = desk.look(tenant, Conditions.NONE);
        if (found instanceof ChangeSubject.Found.Refused no) return new SeatPush.Rejected(no.rejection());
        String plan = ((ChangeSubject.Found.Subject) found).subject().current().plan();
        transactions.run(tx -> {
            // Erased meanwhile: nothing of it may come back, also of one that is being erased just now.
            boolean erased = books.hold(tx, tenant, clock.instant()).erased();
            if (!erased) tx.seatPushes().push(tenant, seats, SETTLES);
            return null;
        });
        return new SeatPush.Accepted(catalog.plan(plan).orElseThrow().seats().clamp(seats));
    }
}
