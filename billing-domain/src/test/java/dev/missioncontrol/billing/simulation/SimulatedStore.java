package dev.missioncontrol.billing.simulation;

import dev.missioncontrol.billing.store.BillingStore;
import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.store.StoreException;
import java.util.function.Function;

/** The store as one node sees it: it may be away, may not say whether it committed, and the node may end beside a commit. */
final class SimulatedStore implements BillingStore {
    private final World world;
    private final SimulatedNode node;

    SimulatedStore(World world, SimulatedNode node) {
        this.world = world;
        this.node = node;
    }

    @Override
    public <T> T inTransaction(Function<BillingTransaction, T> work) {
        if (world.storeFails(0)) throw away(Coverage.Met.STORE_AWAY, StoreException.Kind.UNAVAILABLE);
        if (world.storeFails(1)) throw StoreException.conflict("simulated");
        Watch watch = new Watch(world, node);
        T answer = world.store.inTransaction(tx -> {
            T result = work.apply(watch.over(tx));
            watch.beforeCommit();
            return result;
        });
        watch.afterCommit();
        if (world.storeFails(2)) throw away(Coverage.Met.COMMIT_UNKNOWN, StoreException.Kind.UNAVAILABLE);
        return answer;
    }

    private StoreException away(Coverage.Met met, StoreException.Kind kind) {
        world.met(met);
        return kind == StoreException.Kind.CONFLICT
                ? StoreException.conflict("simulated")
                : StoreException.unavailable("simulated");
    }
}
