package dev.missioncontrol.billing.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Hands a target what is in its corpus, then that broken at random, and holds it to three things: nothing is thrown that the
 * target does not expect, no input takes long, none takes much memory. What makes the target answer in a way that was not
 * seen before is broken further.
 *
 * <p>The same seed gives the same inputs. {@code -Dfuzz.seed} and {@code -Dfuzz.inputs} set how; {@code -Dfuzz.finds} names a folder
 * for those that were answered in a new way, to be looked at and kept in the corpus.
 */
public final class Fuzz {
    /** Inputs in every build: some seconds. */
    static final int IN_EVERY_BUILD = 20_000;

    /** Longest that one input may use a processor. A usual one does for some 50 microseconds. */
    static final Duration LONGEST = Duration.ofSeconds(5);

    /** After this an input that uses no processor waits for what never comes: no machine stands still for as long. */
    static final Duration HANGS = Duration.ofMinutes(2);

    /** Most bytes that one input may make the target allocate, and as many again for each byte of its own. */
    static final long MOST_ALLOCATED = 4L * 1024 * 1024;

    static final long MOST_ALLOCATED_A_BYTE = 200;

    private final String name;
    private final List<byte[]> corpus;
    private List<String> words = List.of();
    private int mostBytes = 300 * 1024;
    private int part = 1;

    private Fuzz(String name, List<byte[]> corpus) {
        this.name = name;
        this.corpus = corpus;
    }

    /** What is handed every input. */
    @FunctionalInterface
    public interface Target {
        /**
         * Takes an input, holds what came of it to what must be true, and says in a few words how it was answered: words that
         * come of the way taken, not of the input, or every input counts as a find.
         *
         * @throws Exception that must not be: the run fails with it
         */
        String answer(byte[] input) throws Exception;
    }

    /**
     * A run over a corpus.
     *
     * @param name of what is tried, for messages and files
     * @param owner a class of the module whose resources hold the corpus
     * @param folders where in the resources
     */
    public static Fuzz of(String name, Class<?> owner, String... folders) {
        return new Fuzz(name, Corpus.of(owner, List.of(folders)));
    }

    /** Pieces to put in anywhere, of the language that the target reads. */
    public Fuzz words(String... pieces) {
        words = List.of(pieces);
        return this;
    }

    /** Only one of so many inputs: for targets that are slow. */
    public Fuzz oneOf(int many) {
        part = many;
        return this;
    }

    /** No input longer than this. */
    public Fuzz atMost(int bytes) {
        mostBytes = bytes;
        return this;
    }

    /** Tries them all, and writes what that came to into {@code target/fuzz-figures}. */
    public void run(Target target) {
        long seed = Long.getLong("fuzz.seed", 1);
        int inputs = Math.max(1, Integer.getInteger("fuzz.inputs", IN_EVERY_BUILD) / part);
        FuzzRun run = new FuzzRun(corpus, words, mostBytes, seed, target);
        long begun = System.nanoTime();
        watched(run, inputs);
        run.finds().forEach(this::keep);
        String figures = String.format(
                Locale.ROOT,
                "%s: %,d inputs with seed %d in %d s, %d ways of answering, slowest %d ms, most memory %,d KiB%n",
                name,
                run.done(),
                seed,
                Duration.ofNanos(System.nanoTime() - begun).toSeconds(),
                run.ways(),
                run.slowest().toMillis(),
                run.mostAllocated() / 1024);
        write(Path.of("target", "fuzz-figures"), name + ".txt", figures.getBytes(StandardCharsets.UTF_8));
    }

    /** On a thread of its own: an input that never ends would otherwise end no build. */
    private void watched(FuzzRun run, int inputs) {
        FutureTask<Void> task = new FutureTask<>(() -> run.go(inputs), null);
        Thread thread = new Thread(task, "fuzz-" + name);
        thread.setDaemon(true);
        thread.start();
        while (!ended(task, run)) {
            if (run.used(thread).compareTo(LONGEST) > 0) throw hanging(run, thread, LONGEST);
            if (run.sinceBegun().compareTo(HANGS) > 0) throw hanging(run, thread, HANGS);
        }
    }

    private AssertionError hanging(FuzzRun run, Thread thread, Duration over) {
        IllegalStateException hanging = new IllegalStateException("takes longer than " + over);
        hanging.setStackTrace(thread.getStackTrace());
        return failed(run, hanging);
    }

    private boolean ended(FutureTask<Void> task, FuzzRun run) {
        try {
            task.get(100, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (java.util.concurrent.ExecutionException e) {
            throw failed(run, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private AssertionError failed(FuzzRun run, Throwable cause) {
        Path file = write(Path.of("target", "fuzz-failed"), name + "-" + run.seed() + "-" + run.done(), run.input());
        return new AssertionError(
                name + ", seed " + run.seed() + ", input " + run.done() + " (kept as " + file + "): " + cause, cause);
    }

    private void keep(String way, byte[] input) {
        String folder = System.getProperty("fuzz.finds");
        if (folder != null) write(Path.of(folder, name), Integer.toHexString(way.hashCode()), input);
    }

    private static Path write(Path folder, String file, byte[] input) {
        try {
            Files.createDirectories(folder);
            return Files.write(folder.resolve(file), input);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
