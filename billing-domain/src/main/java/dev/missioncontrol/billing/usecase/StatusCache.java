package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.ChangeLog;
import dev.missioncontrol.billing.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Remembers what tenants have, and answers it for as long as it is known to be so: this node's own changes count at once, those
 * of other nodes once the log of changes was looked at. Where the last look is older than {@link #LONGEST_UNSEEN}, nothing that
 * is remembered is answered, and the store is asked each time.
 *
 * <p>What is remembered depends on no time: access is reckoned anew for each answer, so it ends by the clock alone.
 */
final class StatusCache {
    /** Longest time in which a change of another node may go unseen here. */
    static final Duration LONGEST_UNSEEN = Duration.ofSeconds(2);

    /** When workers look again: a little less than the second after which they run as a rule, so that none of their runs is left out. */
    static final Duration WORKERS_LOOK = Duration.ofMillis(900);

    /** When a reader looks, because no worker did: where none runs, or one is at something long. */
    static final Duration READERS_LOOK = Duration.ofMillis(1300);

    /** Longest gap between two looks that is gone on after: well within {@link PurgeInbox#CHANGES_KEPT}. */
    static final Duration LONGEST_GAP = Duration.ofMinutes(10);

    /**
     * A look that fails after longer has waited for the store in vain. That store is not waited for a second time by the reader that it
     * was made for, nor by the look itself, which is not tried again: whoever holds a row will hold it then too. One that refuses a look
     * at once, since it only reads say, may answer a status all the same.
     */
    static final Duration LONG_IN_VAIN = Duration.ofSeconds(1);

    /** Most tenants that a look is told one by one; when more changed, all are forgotten. */
    static final int MOST_SEEN = 1_000;

    private final TenantCache<ShowStatus.Known> shelf;
    private final boolean on;
    private final Transactions transactions;
    private final InstantSource clock;
    private final Consumer<RuntimeException> trouble;
    private final ReentrantLock looking = new ReentrantLock();
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private volatile Instant seenUpTo = Instant.EPOCH;
    private volatile Instant tried = Instant.EPOCH;

    /** Guarded by {@link #looking}, as {@link #lost} is. */
    private long position = Long.MAX_VALUE;

    /** Whether what is remembered may not be gone on with: nothing was seen yet, or the last look failed. */
    private boolean lost = true;

    /** @param most how many tenants at most; 0 remembers none and asks the store each time */
    StatusCache(
            int most,
            TenantCache<ShowStatus.Known> shelf,
            Transactions transactions,
            InstantSource clock,
            Consumer<RuntimeException> trouble) {
        this.on = most > 0;
        this.shelf = shelf;
        this.transactions = transactions;
        this.clock = clock;
        this.trouble = trouble;
    }

    /**
     * What the tenant has; {@code store} is asked where that is not known.
     *
     * @throws StoreException if the store was waited for in vain
     */
    ShowStatus.Known of(TenantId tenant, Supplier<ShowStatus.Known> store) {
        if (!on) return store.get();
        Optional<ShowStatus.Known> known = remembered(tenant);
        if (known.isPresent()) return known.get();
        long ticket = shelf.ticket(tenant);
        return kept(tenant, ticket, store.get());
    }

    /** The same of a store that answers later. It must look no sooner than it is asked: what is older could not be kept. */
    CompletableFuture<ShowStatus.Known> later(TenantId tenant, Supplier<CompletableFuture<ShowStatus.Known>> store) {
        if (!on) return store.get();
        Optional<ShowStatus.Known> known;
        try {
            known = remembered(tenant);
        } catch (StoreException inVain) {
            return CompletableFuture.failedFuture(inVain);
        }
        if (known.isPresent()) return CompletableFuture.completedFuture(known.get());
        long ticket = shelf.ticket(tenant);
        return store.get().thenApply(read -> kept(tenant, ticket, read));
    }

    private Optional<ShowStatus.Known> remembered(TenantId tenant) {
        Optional<StoreException> inVain = lookUnless(READERS_LOOK);
        Optional<ShowStatus.Known> known = fresh(clock.instant()) ? shelf.get(tenant) : Optional.empty();
        (known.isPresent() ? hits : misses).increment();
        if (known.isEmpty() && inVain.isPresent()) throw inVain.get();
        return known;
    }

    private ShowStatus.Known kept(TenantId tenant, long ticket, ShowStatus.Known read) {
        if (read.lasting()) shelf.put(tenant, ticket, read);
        return read;
    }

    /** Whether anything is remembered. */
    boolean remembers() {
        return on;
    }

    /** The next answer about this tenant is asked of the store. */
    void forget(TenantId tenant) {
        shelf.forget(tenant);
    }

    StatusCacheFigures figures() {
        return new StatusCacheFigures(hits.sum(), misses.sum(), shelf.evicted(), failed.sum(), shelf.size());
    }

    private boolean fresh(Instant now) {
        return within(seenUpTo, now, LONGEST_UNSEEN);
    }

    /** A clock that was put back says nothing about how long it was. */
    private static boolean within(Instant since, Instant now, Duration time) {
        return !now.isBefore(since) && Duration.between(since, now).compareTo(time) <= 0;
    }

    /** Looks at the log of changes, if it is time for workers to. */
    void lookIfTime() {
        if (on) lookUnless(WORKERS_LOOK);
    }

    /**
     * Looks, unless somebody did within this time or is at it: nobody waits for that. Tells of a failure.
     *
     * @return what it waited for in vain, if it did
     */
    private Optional<StoreException> lookUnless(Duration within) {
        Instant begun = clock.instant();
        if (within(tried, begun, within) || !looking.tryLock()) return Optional.empty();
        try {
            look(begun);
            return Optional.empty();
        } catch (RuntimeException e) {
            // What is remembered goes on being answered until it is too old; then the store is asked, and says so
            // itself.
            failed.increment();
            trouble.accept(e);
            boolean away = e instanceof StoreException fault && fault.kind() == StoreException.Kind.UNAVAILABLE;
            return away && waited(begun) ? Optional.of((StoreException) e) : Optional.empty();
        } finally {
            looking.unlock();
        }
    }

    private boolean waited(Instant begun) {
        return Duration.between(begun, clock.instant()).compareTo(LONG_IN_VAIN) > 0;
    }

    private void look(Instant begun) {
        tried = begun;
        boolean gap = lost || !within(seenUpTo, begun, LONGEST_GAP);
        lost = true;
        long after = gap ? Long.MAX_VALUE : position;
        ChangeLog.Seen seen =
                transactions.run(() -> !waited(begun), tx -> tx.changeLog().since(after, MOST_SEEN));
        // Forgotten only now: a reader that begins after this sees all that was noted up to the position.
        if (gap || seen.all() || seen.position() < after) shelf.forgetAll();
        else seen.tenants().forEach(shelf::forget);
        position = seen.position();
        seenUpTo = begun;
        lost = false;
    }
}
