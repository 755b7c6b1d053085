package dev.missioncontrol.billing.stripe.wire;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Objects that only the wire knows, or what it knows of others beside the sandbox, by id. */
final class WireObjects {
    /** Most objects of a kind; the oldest are forgotten. */
    private static final int MOST_KEPT = 20_000;

    private final String kind;
    private final String prefix;
    private final Map<String, ObjectNode> kept = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ObjectNode> eldest) {
            return size() > MOST_KEPT;
        }
    };

    private long made;

    /**
     * @param kind the beginning of ids
     * @param prefix what follows it, another one at every start
     */
    WireObjects(String kind, String prefix) {
        this.kind = kind;
        this.prefix = prefix;
    }

    synchronized String nextId() {
        return String.format(Locale.ROOT, "%s_%s%06d", kind, prefix, ++made);
    }

    synchronized void put(String id, ObjectNode object) {
        kept.put(id, object.deepCopy());
    }

    synchronized Optional<ObjectNode> find(String id) {
        return Optional.ofNullable(kept.get(id)).map(ObjectNode::deepCopy);
    }

    /** Changes one that is there, or one that begins empty. */
    synchronized ObjectNode edit(String id, Consumer<ObjectNode> change) {
        ObjectNode edited = find(id).orElseGet(() -> JsonNodeFactory.instance.objectNode());
        change.accept(edited);
        put(id, edited);
        return edited;
    }

    synchronized boolean remove(String id) {
        return kept.remove(id) != null;
    }

    synchronized List<ObjectNode> newestFirst() {
        List<ObjectNode> all = new ArrayList<>();
        kept.values().forEach(one -> all.add(one.deepCopy()));
        Collections.reverse(all);
        return all;
    }
}
