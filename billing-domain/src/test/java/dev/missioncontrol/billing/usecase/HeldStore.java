package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** A store in which some tenants can't be held, each for its own reason. */
final class HeldStore extends InterceptedStore {
    final Map<TenantId, Supplier<RuntimeException>> faults = new HashMap<>();

    /** How often one was waited for in vain. */
    int waits;

    HeldStore() {
        super(new InMemoryBillingStore());
    }

    @Override
    Object meet(Intercepted.Call call) throws Throwable {
        if (call.is("lockTenant") && faults.containsKey(call.argument(0))) {
            waits++;
            throw faults.get(call.argument(0)).get();
        }
        return call.proceed();
    }
}
