package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.store.Accounts;
import dev.missioncontrol.billing.store.BillingStore;
import dev.missioncontrol.billing.store.BillingTransaction;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** A store in which some tenants can't be held, each for its own reason. */
final class HeldStore implements BillingStore {
    private final BillingStore store = new InMemoryBillingStore();
    final Map<TenantId, Supplier<RuntimeException>> faults = new HashMap<>();

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
                    if (method.getName().equals("lockTenant") && faults.containsKey(arguments[0]))
                        throw faults.get(arguments[0]).get();
                    try {
                        Object answer = method.invoke(target, arguments);
                        return answer instanceof Accounts accounts ? over(Accounts.class, accounts) : answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
