package dev.missioncontrol.billing.app.nodes;

import dev.missioncontrol.billing.app.Application;
import dev.missioncontrol.billing.app.config.ConfigurationReader;
import dev.missioncontrol.billing.store.BillingStore;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;

/** One node of the product in a process of its own, ending where it is told to. */
final class NodeMain {
    static final String CRASH_AT = "CRASH_AT";
    static final String CRASH_TIMES = "CRASH_TIMES";

    private NodeMain() {}

    public static void main(String[] args) throws InterruptedException {
        Map<String, String> env = new HashMap<>(System.getenv());
        UnaryOperator<BillingStore> around = UnaryOperator.identity();
        if (env.containsKey(CRASH_AT)) {
            CrashPoint point = CrashPoint.valueOf(env.get(CRASH_AT));
            int times = Integer.parseInt(env.get(CRASH_TIMES));
            around = store -> point.around(store, times);
        }
        Application.start(ConfigurationReader.forServe(env), true, around);
        new CountDownLatch(1).await();
    }
}
