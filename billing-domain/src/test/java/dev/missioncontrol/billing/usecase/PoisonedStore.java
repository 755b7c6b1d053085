package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.store.BillingStore;
import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.store.Inbox;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;

/** A store in which some events can't be concluded, by a fault of ours, and how often that was tried. */
final class PoisonedStore implements BillingStore {
    private final BillingStore store = new InMemoryBillingStore();
    final Set<EventId> poisoned = new HashSet<>();
    int tries;

    @Override
    public <T> T inTransaction(Function<BillingTransaction, T> work) {
        return store.inTransaction(tx -> work.apply(over(BillingTransaction.class, tx)));
    }

    @Override
    public void follow(InstantSource clock) {
        store.follow(clock);
    }

    private <T> T over(Class<T> type, T target) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (method.getName().equals("conclude") && poisoned.contains(arguments[0])) {
                        tries++;
                        throw new IllegalStateException("a fault of ours, in a test");
                    }
                    try {
                        Object answer = method.invoke(target, arguments);
                        return answer instanceof Inbox inbox ? over(Inbox.class, inbox) : answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
