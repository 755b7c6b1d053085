package shop;

import dev.missioncontrol.billing.Workers;
import java.util.concurrent.ExecutorService;
import org.eclipse.jetty.util.component.LifeCycle;

/** Stops with the server what was started with it. */
record Closing(Workers workers, ExecutorService threads) implements LifeCycle.Listener {
    @Override
    public void lifeCycleStopping(LifeCycle server) {
        workers.close();
        threads.shutdown();
    }
}
