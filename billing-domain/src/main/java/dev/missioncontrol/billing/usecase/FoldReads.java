package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.Standing;
import dev.missioncontrol.billing.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Lets those who ask the store for a status at the same time share one statement: see {@link GroupCommit}. It starts no thread. Who
 * comes while nothing is asked asks at once, alone and by itself; who comes meanwhile is answered by a statement that begins
 * later. Only who says where others may be asked for takes part: a thread of a host's may be bound to a transaction, or to a
 * database of one tenant.
 */
final class FoldReads {
    /** Most tenants of one statement: with more, each saves ever less, and the first is told ever later. */
    static final int MOST_TOGETHER = 64;

    /** Statements under way at once. As a rule there is one; others go beside it where it hangs, or where a full one waits. */
    static final int MOST_GROUPS = 4;

    /** As many must wait for a statement beside one under way: a full one. Fewer are answered sooner by waiting for its end. */
    static final int ENOUGH_FOR_ANOTHER = MOST_TOGETHER;

    /** A statement that has been under way for longer waits for something: then few go beside it as well. */
    static final Duration SLOW = Duration.ofMillis(100);

    /** Most that wait for their turn: sixteen statements. Who comes later is told so at once, and asks again. */
    static final int MOST_WAITING = 16 * MOST_TOGETHER;

    /** How long an answer is waited for: as long as for a connection. A store that is well takes a millisecond. */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    private final Transactions transactions;
    private final Duration longestWait;
    private final InstantSource clock;
    private final GroupCommit<TenantId, Supplier<Optional<Standing>>> together;

    FoldReads(Transactions transactions, Duration longestWait, InstantSource clock) {
        this(transactions, MOST_GROUPS, longestWait, clock, GroupCommit.after(SLOW));
    }

    FoldReads(Transactions transactions, int mostGroups, Duration longestWait, InstantSource clock, Executor later) {
        this.transactions = transactions;
        this.longestWait = longestWait;
        this.clock = clock;
        GroupCommit.Bounds bounds =
                new GroupCommit.Bounds(MOST_TOGETHER, mostGroups, ENOUGH_FOR_ANOTHER, SLOW, MOST_WAITING, longestWait);
        together = new GroupCommit<>(bounds, this::read, clock, later);
    }

    /**
     * What a tenant's status is made of, as it is at a moment after this was called.
     *
     * @param turns runs what asks for several, and all that is done with their answers
     * @return fails with a {@link StoreException} if the store is away, or does not answer within {@link #LONGEST_WAIT}
     */
    CompletableFuture<Optional<Standing>> standing(TenantId tenant, Executor turns) {
        try {
            return transactions.readsTogether()
                    ? together.takeOrBring(tenant, turns).thenApply(Supplier::get)
                    : CompletableFuture.completedFuture(transactions.standing(tenant));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** How many wait for their turn. */
    int waiting() {
        return together.waiting();
    }

    private List<Supplier<Optional<Standing>>> read(List<TenantId> tenants) {
        if (tenants.size() == 1) return eachAlone(tenants);
        Map<TenantId, Standing> found;
        try {
            found = transactions.standings(new HashSet<>(tenants));
        } catch (StoreException e) {
            throw e;
        } catch (RuntimeException e) {
            // What one of them has can't be read: that is no other's matter.
            return eachAlone(tenants);
        }
        List<Supplier<Optional<Standing>>> all = new ArrayList<>(tenants.size());
        for (TenantId tenant : tenants) {
            Optional<Standing> one = Optional.ofNullable(found.get(tenant));
            all.add(() -> one);
        }
        return all;
    }

    /** Once the store is away, or slow, the rest is not asked for: each would wait for it again, and nobody waits for so long. */
    private List<Supplier<Optional<Standing>>> eachAlone(List<TenantId> tenants) {
        List<Supplier<Optional<Standing>>> all = new ArrayList<>(tenants.size());
        Instant over = clock.instant().plus(longestWait);
        for (TenantId tenant : tenants) {
            try {
                if (clock.instant().isAfter(over)) throw late();
                Optional<Standing> one = transactions.standing(tenant);
                all.add(() -> one);
            } catch (StoreException e) {
                while (all.size() < tenants.size()) all.add(failing(e));
                return all;
            } catch (RuntimeException e) {
                all.add(failing(e));
            }
        }
        return all;
    }

    private static StoreException late() {
        return StoreException.unavailable("not asked for in time");
    }

    private static Supplier<Optional<Standing>> failing(RuntimeException why) {
        return () -> {
            throw why;
        };
    }
}
