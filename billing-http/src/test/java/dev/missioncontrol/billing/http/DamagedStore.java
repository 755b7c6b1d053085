package dev.missioncontrol.billing.http;

import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.store.AuditRow;
import dev.missioncontrol.billing.store.BillingStore;
import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.store.InboxRow;
import dev.missioncontrol.billing.store.Listings;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** A store with rows that can't be read, as one that was written by hand or by a later version may have. */
final class DamagedStore implements BillingStore {
    private final BillingStore store = new InMemoryBillingStore();

    /** Tenants of whom the row that says what they have can't be read. */
    final Set<TenantId> withoutStatus = ConcurrentHashMap.newKeySet();

    /** Events that can't be read. */
    final Set<EventId> events = ConcurrentHashMap.newKeySet();

    /** Which decisions of any tenant can't be read. */
    final Set<Long> decisions = ConcurrentHashMap.newKeySet();

    @Override
    public <T> T inTransaction(Function<BillingTransaction, T> work) {
        return store.inTransaction(tx -> work.apply(damaged(BillingTransaction.class, tx)));
    }

    @Override
    public void follow(InstantSource clock) {
        store.follow(clock);
    }

    private <T> T damaged(Class<T> type, T whole) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, given) -> answer(whole, method, given)));
    }

    private Object answer(Object whole, Method method, Object... given) throws Throwable {
        if (whole instanceof BillingTransaction) return part(method.getReturnType(), call(whole, method, given));
        if (method.getName().equals("current") && withoutStatus.contains(given[0])) throw fault();
        if (method.getName().equals("event") && events.contains(given[0])) return event(whole, method, given);
        if (method.getName().equals("audit") && decisions.stream().anyMatch(number -> number >= (long) given[1]))
            throw fault();
        Object found = call(whole, method, given);
        return method.getName().equals("decisionsOf") ? withDamage((List<?>) found) : found;
    }

    /** The inbox hands over what it reads, and lists what it can't in its place. */
    private static Object event(Object whole, Method method, Object... given) throws Throwable {
        if (!(whole instanceof Listings)) throw fault();
        return ((Optional<?>) call(whole, method, given))
                .map(row -> ((InboxRow.Readable) row).event())
                .map(one -> new InboxRow.Unreadable(one.id().value(), one.received(), one.outcome(), fault()));
    }

    private List<AuditRow> withDamage(List<?> rows) {
        return rows.stream()
                .map(AuditRow.class::cast)
                .map(row -> decisions.contains(row.sequence()) ? new AuditRow.Unreadable(row.sequence(), fault()) : row)
                .toList();
    }

    private <T> T part(Class<T> type, Object whole) {
        return damaged(type, type.cast(whole));
    }

    private static Object call(Object whole, Method method, Object... given) throws Throwable {
        try {
            return method.invoke(whole, given);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }

    static RuntimeException fault() {
        return new IllegalStateException("what is stored lacks plan");
    }
}
