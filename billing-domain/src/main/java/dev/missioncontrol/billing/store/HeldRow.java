package dev.missioncontrol.billing.store;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One row of what is stored of a tenant, as it is stored.
 *
 * @param table which table it is of
 * @param columns its values as text, in the order of its columns; moments as ISO-8601 in UTC; absent where nothing is stored
 */
public record HeldRow(String table, Map<String, Optional<String>> columns) {
    /** Copies the columns, in their order. */
    public HeldRow {
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }
}
