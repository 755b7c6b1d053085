package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.store.StoreException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** A store in which some events can't be concluded, by a fault of ours, and how often that was tried; and one that goes away. */
final class PoisonedStore extends InterceptedStore {
    final Set<EventId> poisoned = new HashSet<>();
    /** With these the store is away, after so many times. */
    final Map<EventId, Integer> awayAfter = new HashMap<>();

    int tries;

    /** What happens with each try. */
    Runnable whenConcluded = () -> {};

    /** What holding a tenant meets, by who it is. */
    final Map<TenantId, RuntimeException> heldUp = new HashMap<>();

    /** What happens once, when a transaction has failed of a fault of ours and before the next one begins. */
    Runnable meanwhile = () -> {};

    PoisonedStore() {
        super(new InMemoryBillingStore());
    }

    @Override
    public <T> T inTransaction(Function<BillingTransaction, T> work) {
        try {
            return super.inTransaction(work);
        } catch (IllegalStateException ours) {
            Runnable once = meanwhile;
            meanwhile = () -> {};
            once.run();
            throw ours;
        }
    }

    @Override
    Object meet(Intercepted.Call call) throws Throwable {
        if (call.is("conclude") && poisoned.contains(call.argument(0))) {
            tries++;
            whenConcluded.run();
            throw new IllegalStateException("a fault of ours, in a test");
        }
        if (call.is("lockTenant") && heldUp.containsKey(call.argument(0))) throw heldUp.get(call.argument(0));
        if (call.is("insert") && call.argument(0) instanceof ProviderEvent event && isAway(event.id()))
            throw StoreException.unavailable("away, in a test");
        return call.proceed();
    }

    private boolean isAway(EventId id) {
        Integer left = awayAfter.computeIfPresent(id, (same, times) -> times - 1);
        return left != null && left < 0;
    }
}
