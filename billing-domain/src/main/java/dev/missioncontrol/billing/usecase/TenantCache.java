package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.id.TenantId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Values by tenant, so many at most: those not asked for the longest make room. Safe for many threads.
 *
 * <p>A value is put with a ticket that was taken before it was read. If its tenant was forgotten in between, the value may be older
 * than what made it forgotten, and is not kept. Tenants share the count of their part of the shelf, so one may be refused
 * for another's sake: that costs a second reading, and never a wrong value.
 */
final class TenantCache<V> {
    /** Parts with a lock of their own, so that readers are seldom in each other's way. */
    private static final int MOST_PARTS = 64;

    private final Part<V>[] parts;

    private static final class Part<V> {
        private final ReentrantLock lock = new ReentrantLock();
        private final Map<TenantId, V> values = new LinkedHashMap<>(16, 0.75f, true);
        private final int most;
        private long forgotten;
        private long evicted;

        private Part(int most) {
            this.most = most;
        }
    }

    /** @param most how many values at most; 0 keeps none */
    @SuppressWarnings({"unchecked", "rawtypes"})
    TenantCache(int most) {
        parts = new Part[Math.min(MOST_PARTS, most)];
        // The first parts take what is left over, so that all together hold exactly as many.
        for (int i = 0; i < parts.length; i++)
            parts[i] = new Part<>(most / parts.length + (i < most % parts.length ? 1 : 0));
    }

    Optional<V> get(TenantId tenant) {
        if (parts.length == 0) return Optional.empty();
        Part<V> part = part(tenant);
        part.lock.lock();
        try {
            return Optional.ofNullable(part.values.get(tenant));
        } finally {
            part.lock.unlock();
        }
    }

    /** To be taken before the value is read. */
    long ticket(TenantId tenant) {
        if (parts.length == 0) return 0;
        Part<V> part = part(tenant);
        part.lock.lock();
        try {
            return part.forgotten;
        } finally {
            part.lock.unlock();
        }
    }

    void put(TenantId tenant, long ticket, V value) {
        if (parts.length == 0) return;
        Part<V> part = part(tenant);
        part.lock.lock();
        try {
            if (part.forgotten != ticket) return;
            part.values.put(tenant, value);
            if (part.values.size() <= part.most) return;
            part.values.remove(part.values.keySet().iterator().next());
            part.evicted++;
        } finally {
            part.lock.unlock();
        }
    }

    /** Whatever is kept or being read of this tenant does not count any more. */
    void forget(TenantId tenant) {
        if (parts.length == 0) return;
        Part<V> part = part(tenant);
        part.lock.lock();
        try {
            part.forgotten++;
            part.values.remove(tenant);
        } finally {
            part.lock.unlock();
        }
    }

    /** The same of every tenant. */
    void forgetAll() {
        for (Part<V> part : parts) {
            part.lock.lock();
            try {
                part.forgotten++;
                part.values.clear();
            } finally {
                part.lock.unlock();
            }
        }
    }

    long size() {
        long size = 0;
        for (Part<V> part : parts) {
            part.lock.lock();
            try {
                size += part.values.size();
            } finally {
                part.lock.unlock();
            }
        }
        return size;
    }

    /** How many values made room for others so far. */
    long evicted() {
        long evicted = 0;
        for (Part<V> part : parts) {
            part.lock.lock();
            try {
                evicted += part.evicted;
            } finally {
                part.lock.unlock();
            }
        }
        return evicted;
    }

    private Part<V> part(TenantId tenant) {
        int hash = tenant.hashCode();
        return parts[Math.floorMod(hash ^ hash >>> 16, parts.length)];
    }
}
