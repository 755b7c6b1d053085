package dev.missioncontrol.billing.persistence;

import dev.missioncontrol.billing.id.SubscriptionId;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Something beside the subscriptions that a transaction holds, which nobody else writes meanwhile: asked for once, of all that are held by
 * then.
 *
 * @param <V> what it is
 */
final class TransactionCache<V> {
    private final FoldedSubscriptions subscriptions;
    private final Question<V> question;
    private final Set<SubscriptionId> asked = new HashSet<>();
    private final Map<SubscriptionId, V> found = new HashMap<>();

    /** Asks for it of all these, and is answered before it returns. */
    @FunctionalInterface
    interface Question<V> {
        void ask(Collection<SubscriptionId> of, Consumer<List<Map.Entry<SubscriptionId, V>>> then);
    }

    TransactionCache(FoldedSubscriptions subscriptions, Question<V> question) {
        this.subscriptions = subscriptions;
        this.question = question;
    }

    /** Whether it is known here whether there is one: not of what is not held. */
    boolean knows(SubscriptionId id) {
        if (subscriptions.held(id).isEmpty()) return false;
        if (!asked.contains(id)) {
            Set<SubscriptionId> more = new HashSet<>(subscriptions.held());
            more.removeAll(asked);
            question.ask(more, rows -> rows.forEach(one -> found.put(one.getKey(), one.getValue())));
            asked.addAll(more);
        }
        return true;
    }

    /** Of one that {@link #knows} knows. */
    Optional<V> of(SubscriptionId id) {
        return Optional.ofNullable(found.get(id));
    }

    /** It is so from now on, where it was asked for. */
    void is(SubscriptionId id, Optional<V> now) {
        if (!asked.contains(id)) return;
        if (now.isPresent()) found.put(id, now.get());
        else found.remove(id);
    }

    /** It may be anything from now on. */
    void forget() {
        asked.clear();
        found.clear();
    }
}
