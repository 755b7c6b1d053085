package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.store.SeatPushes.Claim;
import java.time.Duration;
import java.util.List;

/** Pushed numbers of seats that this node has claimed, and what becomes of them: each written in a transaction of its own. */
final class PushedClaims {
    private final Transactions transactions;
    private final UnreleasedClaims<Claim> unreturned = new UnreleasedClaims<>(claim -> tryAgain(claim, backoff(claim)));

    PushedClaims(Transactions transactions) {
        this.transactions = transactions;
    }

    /** How long one waits after it failed. */
    static Duration backoff(Claim claim) {
        return Backoff.after(claim.attempts() + 1, claim.tenant());
    }

    /** The fault, with which these are left: the next round gives them back. */
    RuntimeException left(RuntimeException fault, List<Claim> claims) {
        unreturned.keep(fault, claims);
        return fault;
    }

    List<Claim> due(int limit, Duration lease) {
        unreturned.giveBack();
        return transactions.run(tx -> tx.seatPushes().claimDue(limit, lease));
    }

    void conclude(Claim claim, Duration window) {
        transactions.run(tx -> {
            tx.seatPushes().conclude(claim, window);
            return null;
        });
    }

    void refuse(Claim claim, Duration again) {
        transactions.run(tx -> {
            tx.seatPushes().refuse(claim, again);
            return null;
        });
    }

    /** It waits for something else than a refusal to pass. */
    void postpone(Claim claim, Duration delay) {
        transactions.run(tx -> {
            tx.seatPushes().postpone(claim, delay);
            return null;
        });
    }

    /** As it is: what the provider refuses stays known as such. */
    void tryAgain(Claim claim, Duration delay) {
        if (claim.refused()) refuse(claim, delay);
        else postpone(claim, delay);
    }
}
