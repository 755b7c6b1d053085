package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.CurrentSubscription;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.store.BillingStore;
import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.store.Standing;
import dev.missioncontrol.billing.store.StoreException;
import dev.missioncontrol.billing.store.StoredSubscription;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A store that answers statuses alone, and notes each statement. Each answer says of which statement it is. What {@code broken} has can't be
 * read, and with {@code goes-away} the store does, where it is asked for alone; {@code has-nothing} has nothing.
 */
final class AskedStore implements BillingStore {
    final List<List<String>> asked = new ArrayList<>();
    boolean away;
    boolean together = true;

    /** Runs while a statement is under way. */
    Runnable meanwhile = () -> {};

    /** Does this once, while the next statement is under way. */
    void meanwhile(Runnable act) {
        meanwhile = () -> {
            meanwhile = () -> {};
            act.run();
        };
    }

    /** Which statement answered this, counted from one. */
    static int statement(Standing answer) {
        return Integer.parseInt(answer.stored().catalogHash());
    }

    @Override
    public <T> T inTransaction(Function<BillingTransaction, T> work) {
        throw new UnsupportedOperationException("only statuses are asked for");
    }

    @Override
    public boolean readsTogether() {
        return together;
    }

    @Override
    public Optional<Standing> standing(TenantId tenant) {
        return Optional.ofNullable(answer(List.of(tenant)).get(tenant));
    }

    @Override
    public Map<TenantId, Standing> standings(Set<TenantId> tenants) {
        return answer(tenants);
    }

    private Map<TenantId, Standing> answer(Collection<TenantId> tenants) {
        asked.add(tenants.stream().map(TenantId::value).sorted().toList());
        String statement = Integer.toString(asked.size());
        meanwhile.run();
        if (away || asked.get(Integer.parseInt(statement) - 1).equals(List.of("goes-away")))
            throw StoreException.unavailable("away, in a test");
        Map<TenantId, Standing> found = new HashMap<>();
        for (TenantId tenant : tenants) {
            if (tenant.value().equals("broken")) throw new IllegalStateException("can't be read, in a test");
            if (tenant.value().equals("has-nothing")) continue;
            CurrentSubscription has = CurrentSubscription.none(DefaultCatalog.withPlaceholderPrices());
            found.put(
                    tenant,
                    new Standing(new StoredSubscription(tenant, Optional.empty(), has, statement), Optional.empty()));
        }
        return found;
    }
}
