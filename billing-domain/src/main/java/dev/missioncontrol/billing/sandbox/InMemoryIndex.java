package dev.missioncontrol.billing.sandbox;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Keys of a table's rows by something in them; rows that have nothing there are left out, as in a partial index.
 *
 * @param <I> what is looked up by
 */
final class InMemoryIndex<I, K extends Comparable<K>, V> {
    private final Map<I, NavigableSet<K>> entries = new HashMap<>();
    private final Function<V, Optional<I>> part;

    InMemoryIndex(Function<V, Optional<I>> part) {
        this.part = part;
    }

    /** In the keys' order; a view, not to be iterated while rows change. */
    NavigableSet<K> keys(I value) {
        return entries.getOrDefault(value, Collections.emptyNavigableSet());
    }

    void move(K key, Optional<V> before, Optional<V> after) {
        Optional<I> from = before.flatMap(part);
        Optional<I> to = after.flatMap(part);
        if (from.equals(to)) return;
        from.ifPresent(value -> entries.computeIfPresent(value, (same, keys) -> without(keys, key)));
        to.ifPresent(
                value -> entries.computeIfAbsent(value, same -> new TreeSet<>()).add(key));
    }

    private static <K> @org.jspecify.annotations.Nullable NavigableSet<K> without(NavigableSet<K> keys, K key) {
        keys.remove(key);
        return keys.isEmpty() ? null : keys;
    }
}
