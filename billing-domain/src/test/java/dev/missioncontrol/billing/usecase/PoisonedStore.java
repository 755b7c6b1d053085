package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.store.BillingStore;
import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.store.Inbox;
import dev.missioncontrol.billing.store.StoreException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** A store in which some events can't be concluded, by a fault of ours, and how often that was tried; and one that goes away. */
final class PoisonedStore implements BillingStore {
    private final BillingStore store = new InMemoryBillingStore();
    final Set<EventId> poisoned = new HashSet<>();
    /** With these the store is away, after so many times. */
    final Map<EventId, Integer> awayAfter = new HashMap<>();

    int tries;

    @Override
    public <T> T inTransaction(Function<BillingTransaction, T> work) {
        return store.inTransaction(tx -> work.apply(over(BillingTransaction.class, tx)));
    }

    @Override
    public void follow(InstantSource clock) {
        store.follow(clock);
    }

    private boolean isAway(EventId id) {
        Integer left = awayAfter.computeIfPresent(id, (same, times) -> times - 1);
        return left != null && left < 0;
    }

    private <T> T over(Class<T> type, T target) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (method.getName().equals("conclude") && poisoned.contains(arguments[0])) {
                        tries++;
                        throw new IllegalStateException("a fault of ours, in a test");
                    }
                    if (method.getName().equals("insert")
                            && arguments[0] instanceof ProviderEvent event
                            && isAway(event.id()))
                        throw new StoreException(StoreException.Kind.UNAVAILABLE, "away, in a test", null);
                    try {
                        Object answer = method.invoke(target, arguments);
                        return answer instanceof Inbox inbox ? over(Inbox.class, inbox) : answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
