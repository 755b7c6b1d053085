package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.id.AttemptId;
import dev.missioncontrol.billing.store.CheckoutAttempts;
import dev.missioncontrol.billing.store.CheckoutAttempts.Forgotten;
import dev.missioncontrol.billing.store.Jobs;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * Removes checkouts that are over, but each tenant's newest. Those stay for ever and are soon nearly all that is old: so it is a job
 * of its own, which looks at a page at a time and goes on where it was, and holds up nothing else that is removed.
 */
public final class ForgetCheckouts {
    /** Name of the job. */
    public static final String JOB = "purge-checkouts";

    /** Old checkouts looked at in one transaction: some milliseconds, with a look for a newer one for each. */
    static final int LOOKED = 1_000;

    /** How often all that are old are looked at: minutes of work with millions of tenants, for what is kept for days. */
    static final Duration EVERY = Duration.ofHours(6);

    private final Transactions transactions;
    private final Duration kept;
    private final Duration lease;

    ForgetCheckouts(Transactions transactions, Duration kept, Duration lease) {
        this.transactions = transactions;
        this.kept = kept;
        this.lease = lease;
    }

    /** Looks at one page, if it is time to. Returns whether it was. */
    boolean step() {
        Optional<Jobs.Run> run = transactions.run(tx -> tx.jobs().claim(JOB, lease));
        if (run.isEmpty()) return false;
        Place before = Place.parse(run.get().cursor());
        return transactions.run(tx -> {
            Forgotten page = tx.checkouts().forgetEnded(kept, before.after, LOOKED);
            Place next = new Place(before.removed + page.removed(), page.last());
            boolean more = page.last().isPresent();
            tx.jobs()
                    .finish(
                            run.get(),
                            next.removed + " checkouts removed",
                            more ? next.text() : "",
                            more ? Duration.ZERO : EVERY);
            return true;
        });
    }

    /** How far one walk came, as a text that another node can go on from. */
    record Place(long removed, Optional<CheckoutAttempts.Place> after) {
        private static final Place BEGIN = new Place(0, Optional.empty());

        /** The beginning for a text that is empty or not a place: to look once more is always right. */
        static Place parse(String text) {
            String[] parts = text.split(" ", 3);
            if (parts.length < 3) return BEGIN;
            try {
                return new Place(
                        Long.parseLong(parts[0]),
                        Optional.of(new CheckoutAttempts.Place(Instant.parse(parts[1]), new AttemptId(parts[2]))));
            } catch (IllegalArgumentException | DateTimeParseException notAPlace) {
                return BEGIN;
            }
        }

        String text() {
            return removed
                    + after.map(one -> " " + one.created() + " " + one.id().value())
                            .orElse("");
        }
    }
}
