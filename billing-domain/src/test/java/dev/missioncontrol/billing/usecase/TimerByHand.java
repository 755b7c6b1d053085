package dev.missioncontrol.billing.usecase;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** A timer that runs nothing by itself. */
public final class TimerByHand {
    /** What is to run once, and in how long. */
    record Planned(Runnable run, Duration in) {}

    final Deque<Planned> planned = new ArrayDeque<>();
    private final Map<Duration, Runnable> again = new TreeMap<>();

    /** What is due runs again and again, at the longest interval that there is. */
    public void interval() {
        again(again.keySet().stream().max(Comparator.naturalOrder()).orElseThrow());
    }

    /** Runs what is to run again after each time of this length. */
    void again(Duration every) {
        again.get(every).run();
    }

    public ScheduledExecutorService service() {
        return (ScheduledExecutorService) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ScheduledExecutorService.class},
                (self, method, arguments) -> {
                    Runnable run = (Runnable) arguments[0];
                    boolean repeated = method.getName().equals("scheduleWithFixedDelay");
                    TimeUnit unit = (TimeUnit) arguments[repeated ? 3 : 2];
                    Duration in = Duration.of((long) arguments[1], unit.toChronoUnit());
                    if (repeated) again.put(in, run);
                    else planned.add(new Planned(run, in));
                    return Proxy.newProxyInstance(
                            getClass().getClassLoader(),
                            new Class<?>[] {ScheduledFuture.class},
                            (future, asked, of) -> false);
                });
    }
}
