package dev.missioncontrol.billing.store;

import dev.missioncontrol.billing.id.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Some of all tenants, by id.
 *
 * @param tenants those whose ids can be read
 * @param unreadable ids among them that are none, or none to this version, as people can be shown them; each in one page only
 * @param next after whom the next page begins; absent at the end
 */
public record TenantPage(List<TenantId> tenants, List<String> unreadable, Optional<TenantId> next) {
    /** Copies the lists. */
    public TenantPage {
        tenants = List.copyOf(tenants);
        unreadable = List.copyOf(unreadable);
    }

    /**
     * Of ids as they are stored.
     *
     * @param ids in their order, at most {@code limit}
     * @param limit how many were asked for: as many are followed by another page
     * @throws IllegalStateException if of so many none can be read, which is no fault of single rows
     */
    public static TenantPage of(List<String> ids, int limit) {
        List<TenantId> tenants = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        int before = 0;
        for (String id : ids) {
            Optional<TenantId> tenant = TenantId.parse(id);
            if (tenant.isPresent()) before = unreadable.size();
            else unreadable.add(Shown.of(id));
            tenant.ifPresent(tenants::add);
        }
        if (ids.size() < limit) return new TenantPage(tenants, unreadable, Optional.empty());
        if (tenants.isEmpty())
            throw new IllegalStateException(
                    "of " + limit + " tenants none has an id that can be read, the first " + unreadable.get(0));
        // The next page begins behind the last that can be read, and tells those after it.
        return new TenantPage(tenants, unreadable.subList(0, before), Optional.of(tenants.get(tenants.size() - 1)));
    }
}
