package dev.missioncontrol.billing.usecase;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** A timer that runs nothing by itself. */
final class TimerByHand {
    /** What is to run once, and in how long. */
    record Planned(Runnable run, Duration in) {}

    final Deque<Planned> planned = new ArrayDeque<>();
    private Runnable interval = () -> {};

    /** Runs what is to run again and again. */
    void interval() {
        interval.run();
    }

    ScheduledExecutorService service() {
        return (ScheduledExecutorService) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ScheduledExecutorService.class},
                (self, method, arguments) -> {
                    Runnable run = (Runnable) arguments[0];
                    if (method.getName().equals("scheduleWithFixedDelay")) interval = run;
                    else
                        planned.add(new Planned(
                                run, Duration.of((long) arguments[1], ((TimeUnit) arguments[2]).toChronoUnit())));
                    return Proxy.newProxyInstance(
                            getClass().getClassLoader(),
                            new Class<?>[] {ScheduledFuture.class},
                            (future, asked, of) -> false);
                });
    }
}
