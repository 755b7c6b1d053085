package dev.missioncontrol.billing.app.command;

import dev.missioncontrol.billing.app.Tools;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Has the process, when it is told to end, wait until a command has given back what it holds, and written what it printed. */
final class EndInOrder implements AutoCloseable {
    /** How long it may take to give that back: half of what containers are given to stop. */
    private static final Duration LONGEST_STOP = Duration.ofSeconds(5);

    private final Consumer<Thread> atTheEnd;
    private final CountDownLatch written = new CountDownLatch(1);
    private Optional<Thread> hook = Optional.empty();

    /** @param atTheEnd has a thread run when the process is told to end, or throws IllegalStateException once it was */
    EndInOrder(Consumer<Thread> atTheEnd) {
        this.atTheEnd = atTheEnd;
    }

    /**
     * From now on the command is told to stop with the process, which waits for it.
     *
     * @throws Tools.Stopped if the process ends already: then it would not wait for anything
     */
    void watch(Tools tools) {
        Thread thread = new Thread(() -> stop(tools), "billing-stop");
        try {
            atTheEnd.accept(thread);
            hook = Optional.of(thread);
        } catch (IllegalStateException ending) {
            tools.stop();
            tools.pause(Duration.ZERO);
        }
    }

    private void stop(Tools tools) {
        tools.stop();
        try {
            written.await(LONGEST_STOP.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Nothing is held any more, and all is written. */
    @Override
    public void close() {
        written.countDown();
        try {
            hook.ifPresent(Runtime.getRuntime()::removeShutdownHook);
        } catch (IllegalStateException e) {
            // The process ends already, and the hook is what it waits for.
        }
    }
}
