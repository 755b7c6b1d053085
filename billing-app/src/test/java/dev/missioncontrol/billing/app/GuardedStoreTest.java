package dev.missioncontrol.billing.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.missioncontrol.billing.http.ReadyCheck;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.store.BillingStore;
import dev.missioncontrol.billing.store.StoreException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Nobody gets past a gate that is shut, by whatever way a store has. */
class GuardedStoreTest {
    private static final TenantId ACME = new TenantId("acme");

    private Optional<StoreAccess.Waiting> waiting =
            Optional.of(new StoreAccess.Waiting(ReadyCheck.WaitsFor.DATABASE, "it is away"));
    private final BillingStore store = new GuardedStore(new InMemoryBillingStore(), () -> waiting);

    /** Left out, one that has a default would be answered without the store's own way, which costs it more statements. */
    @Test
    void every_way_that_a_store_has_is_guarded() {
        for (Method way : BillingStore.class.getMethods())
            assertThat(Arrays.stream(GuardedStore.class.getDeclaredMethods())
                            .filter(own -> own.getName().equals(way.getName()))
                            .map(own -> Arrays.asList(own.getParameterTypes())))
                    .as("%s", way)
                    .contains(Arrays.asList(way.getParameterTypes()));
    }

    @Test
    void a_store_is_away_for_as_long_as_something_is_waited_for() {
        assertThatThrownBy(() -> store.standing(ACME))
                .isInstanceOfSatisfying(
                        StoreException.class,
                        away -> assertThat(away.kind()).isEqualTo(StoreException.Kind.UNAVAILABLE))
                .hasMessageContaining("it is away");
        assertThatThrownBy(() -> store.standings(Set.of(ACME))).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> store.inTransaction(tx -> 1)).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> store.inTransaction(ACME, tx -> 1)).isInstanceOf(StoreException.class);
        waiting = Optional.empty();
        assertThat(store.standing(ACME)).isEmpty();
        assertThat(store.<Integer>inTransaction(tx -> 1)).isEqualTo(1);
    }
}
