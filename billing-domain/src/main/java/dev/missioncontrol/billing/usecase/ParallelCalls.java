package dev.missioncontrol.billing.usecase;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks for several things beside one another, on a host's threads, and deals with the answers as they come, on the thread that wants
 * them. That thread asks too: where nobody helps, it asks for all of them in turn, so an executor of one thread, or none that is free, only
 * makes it slower.
 */
final class ParallelCalls {
    /** Nobody helps. */
    static final ParallelCalls NOBODY = new ParallelCalls(help -> {
        throw new RejectedExecutionException("nobody helps");
    });

    private final Executor helpers;

    /** @param helpers may run what it is given at once, late, or never */
    ParallelCalls(Executor helpers) {
        this.helpers = helpers;
    }

    /** What became of one: what was answered, or what was thrown. */
    private record Answer<A, R>(
            A about, @Nullable R answered, @Nullable Throwable thrown) {}

    /** What is left to be asked, and what was answered. */
    private static final class Round<A, R> {
        private final ConcurrentLinkedQueue<A> left;
        private final BlockingQueue<Answer<A, R>> answers = new LinkedBlockingQueue<>();
        private final Function<A, R> ask;

        Round(Collection<A> all, Function<A, R> ask) {
            left = new ConcurrentLinkedQueue<>(all);
            this.ask = ask;
        }

        void help() {
            for (A next = left.poll(); next != null; next = left.poll()) answers.add(asked(next));
        }

        Answer<A, R> asked(A one) {
            try {
                return new Answer<>(one, ask.apply(one), null);
            } catch (Throwable e) {
                // Thrown where it is dealt with: on a helper's thread nobody would hear of it, and somebody waits for
                // this one.
                return new Answer<>(one, null, e);
            }
        }

        /** All that is answered by now; at least one, which may have to be waited for. */
        List<Answer<A, R>> next() {
            List<Answer<A, R>> there = new ArrayList<>();
            if (answers.drainTo(there) == 0) there.add(another());
            answers.drainTo(there);
            return there;
        }

        private Answer<A, R> another() {
            A mine = left.poll();
            if (mine != null) return asked(mine);
            try {
                return answers.take();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while it waited for an answer", e);
            }
        }
    }

    /**
     * Asks for each, and deals with the answers as they come, with those together that there are by then.
     *
     * @param ask on any thread
     * @param then on this thread, given at least one; where it throws, what was not asked for yet is not asked for any more
     * @throws RuntimeException what asking or dealing threw; or, once all are dealt with, what the executor of helpers threw beside a
     *     refusal
     */
    <A, R> void each(Collection<A> all, Function<A, R> ask, Consumer<List<R>> then) {
        Round<A, R> round = new Round<>(all, ask);
        Optional<Throwable> strange = Optional.empty();
        for (int helper = 1; helper < all.size() && strange.isEmpty(); helper++) {
            try {
                helpers.execute(round::help);
            } catch (RejectedExecutionException busy) {
                break;
            } catch (RuntimeException | Error e) {
                strange = Optional.of(e);
            }
        }
        try {
            for (int answered = 0; answered < all.size(); ) {
                List<Answer<A, R>> next = round.next();
                answered += next.size();
                deal(next, then);
            }
        } finally {
            round.left.clear();
        }
        strange.ifPresent(ParallelCalls::raise);
    }

    private static void raise(Throwable thrown) {
        if (thrown instanceof RuntimeException e) throw e;
        if (thrown instanceof Error e) throw new IllegalStateException("the executor that helps took nothing: " + e, e);
    }

    /** What was answered first: nobody would hear of it after one that threw. */
    private static <A, R> void deal(List<Answer<A, R>> answers, Consumer<List<R>> then) {
        List<R> good = new ArrayList<>();
        Optional<Throwable> bad = Optional.empty();
        for (Answer<A, R> one : answers) {
            if (one.thrown() == null) good.add(one.answered());
            else if (bad.isEmpty()) bad = Optional.of(one.thrown());
        }
        if (!good.isEmpty()) then.accept(good);
        if (bad.isEmpty()) return;
        if (bad.get() instanceof RuntimeException e) throw e;
        if (bad.get() instanceof Error e) throw e;
    }
}
