package dev.missioncontrol.billing.sandbox;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Immutable rows by key, with indexes; every write says how to take it back. */
final class InMemoryTable<K extends Comparable<K>, V> {
    private final Map<K, V> rows = new HashMap<>();
    private final List<InMemoryIndex<?, K, V>> indexes = new ArrayList<>();
    private final InMemoryUndo undo;

    InMemoryTable(InMemoryUndo undo) {
        this.undo = undo;
    }

    /** An index over rows yet to come: to be asked for while the table is empty. */
    <I> InMemoryIndex<I, K, V> indexBy(Function<V, Optional<I>> part) {
        InMemoryIndex<I, K, V> index = new InMemoryIndex<>(part);
        indexes.add(index);
        return index;
    }

    Optional<V> get(K key) {
        return Optional.ofNullable(rows.get(key));
    }

    /** The row of a key that is known to be there, for example out of an index. */
    V row(K key) {
        return get(key).orElseThrow(() -> new IllegalStateException("nothing is stored as " + key));
    }

    Stream<V> rows(Collection<K> keys) {
        return keys.stream().map(this::row);
    }

    Collection<V> all() {
        return Collections.unmodifiableCollection(rows.values());
    }

    void put(K key, V row) {
        write(key, Optional.of(row));
    }

    void remove(K key) {
        write(key, Optional.empty());
    }

    private void write(K key, Optional<V> after) {
        Optional<V> before = replace(key, after);
        undo.remember(() -> replace(key, before));
    }

    private Optional<V> replace(K key, Optional<V> after) {
        Optional<V> before = Optional.ofNullable(after.isPresent() ? rows.put(key, after.get()) : rows.remove(key));
        for (InMemoryIndex<?, K, V> index : indexes) index.move(key, before, after);
        return before;
    }
}
