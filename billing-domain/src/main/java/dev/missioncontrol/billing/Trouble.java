package dev.missioncontrol.billing;

import java.util.function.Consumer;

/** Who is told of trouble. It is told where something else goes on: a request, an event that is taken, the work of others. */
final class Trouble {
    private Trouble() {}

    /** This listener, whose own faults go to the thread's handler and change nothing. */
    static Consumer<RuntimeException> harmless(Consumer<RuntimeException> listener) {
        return e -> {
            try {
                listener.accept(e);
            } catch (RuntimeException theirs) {
                if (theirs != e) theirs.addSuppressed(e);
                toThread(theirs);
            }
        };
    }

    /** Tells the thread's handler, as the JVM does of what nobody caught. */
    static void toThread(RuntimeException e) {
        Thread thread = Thread.currentThread();
        try {
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        } catch (RuntimeException nobodyLeft) {
            // As the JVM itself does: there is nobody else who could be told.
        }
    }
}
