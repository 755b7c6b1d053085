package dev.missioncontrol.billing.http;

import io.javalin.http.Context;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.MDC;

/** Answers requests once what is asked for is known, and holds no thread until then. */
final class AsyncAnswer {
    private AsyncAnswer() {}

    /** By whichever thread makes it known: the log's fields go with the request. What is known already is answered at once. */
    static <T> void answer(Context ctx, CompletableFuture<T> promised, Consumer<T> answer) {
        if (promised.isDone()) {
            answer.accept(known(promised));
            return;
        }
        Map<String, String> fields = Objects.requireNonNullElse(MDC.getCopyOfContextMap(), Map.of());
        MDC.clear();
        ctx.future(() -> promised.whenComplete((known, failure) -> MDC.setContextMap(fields))
                .thenAccept(answer));
    }

    /** Threads that make things known: the log's fields of those that are answered there end with the work, since the next is another's. */
    static Executor on(Executor threads) {
        return work -> threads.execute(() -> {
            try {
                work.run();
            } finally {
                MDC.clear();
            }
        });
    }

    private static <T> T known(CompletableFuture<T> promised) {
        try {
            return promised.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) throw cause;
            throw e;
        }
    }
}
