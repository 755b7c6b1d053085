package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.store.Refreshes;
import dev.missioncontrol.billing.store.Refreshes.Claim;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

/** Puts off what could not be fetched, or not be written, and tells it. */
final class PostponeFetch {
    private final Transactions transactions;
    private final InstantSource clock;
    private final Consumer<WorkNote> notes;

    PostponeFetch(Transactions transactions, InstantSource clock, Consumer<WorkNote> notes) {
        this.transactions = transactions;
        this.clock = clock;
        this.notes = notes;
    }

    static Duration again(Claim claim) {
        return Backoff.after(claim.attempts() + 1, claim.subscription().value());
    }

    void postpone(Claim claim, Duration delay, RuntimeException why) {
        Duration pause = why instanceof ProviderException e ? e.retryAfter().orElse(Duration.ZERO) : Duration.ZERO;
        transactions.run(tx -> {
            tx.refreshes().fail(claim, delay, pause);
            return null;
        });
        boolean counts = claim.early().isEmpty() && claim.attempts() < Refreshes.MOST_FAILURES;
        tell(claim, claim.attempts() + (counts ? 1 : 0), delay, pause, why);
    }

    /** One that its round left, which was told of then. As after a failure: what fails each time is not to be tried each second. */
    void giveBack(Claim claim) {
        transactions.run(tx -> {
            tx.refreshes().fail(claim, again(claim), Duration.ZERO);
            return null;
        });
    }

    void tell(Claim claim, int attempts, Duration delay, Duration pause, RuntimeException why) {
        WorkNote.About about = WorkNote.About.subscription(claim.tenant(), claim.subscription());
        Duration again = claim.early().map(due -> until(due, pause)).orElse(delay);
        notes.accept(new WorkNote.FetchFailed(about, attempts, again, why));
    }

    /** The store's clock may be a little ahead of ours, or behind. */
    private Duration until(Instant due, Duration pause) {
        Duration left = Duration.between(clock.instant(), due);
        return left.compareTo(pause) < 0 ? pause : left;
    }
}
