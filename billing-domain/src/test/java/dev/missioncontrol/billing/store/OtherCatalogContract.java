package dev.missioncontrol.billing.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.Accounts.Derived;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Tenants that were derived by another catalogue than today's are found, so that they are derived anew. */
abstract class OtherCatalogContract extends StoreContract {
    private void derived(TenantId tenant, String catalogHash) {
        run(tx -> {
            hold(tx, tenant);
            StoredSubscription any = new RandomRecords(1).stored(tenant);
            tx.accounts().saveCurrent(new StoredSubscription(tenant, any.customer(), any.current(), catalogHash), NOW);
        });
    }

    @Test
    void tenants_that_another_catalogue_was_used_for_come_by_id() {
        List<String> shuffled = new ArrayList<>(ENDS_IN_ORDER);
        Collections.shuffle(shuffled, new Random(7));
        for (String end : shuffled) derived(new TenantId("t" + end), "old");
        derived(ACME, "new");
        known(GLOBEX);
        List<Derived> inOrder = ENDS_IN_ORDER.stream()
                .map(end -> new Derived("old", new TenantId("t" + end)))
                .toList();
        assertThat(list(tx -> tx.accounts().derivedByAnotherCatalog("new", Optional.empty(), 99)))
                .isEqualTo(inOrder);
        assertThat(list(tx -> tx.accounts().derivedByAnotherCatalog("new", Optional.empty(), 3)))
                .isEqualTo(inOrder.subList(0, 3));
        Optional<Derived> third = Optional.of(inOrder.get(2));
        assertThat(list(tx -> tx.accounts().derivedByAnotherCatalog("new", third, 2)))
                .isEqualTo(inOrder.subList(3, 5));
        derived(inOrder.get(0).tenant(), "new");
        assertThat(list(tx -> tx.accounts().derivedByAnotherCatalog("new", Optional.empty(), 1)))
                .isEqualTo(inOrder.subList(1, 2));
    }

    @Test
    void page_by_page_all_come_whatever_catalogues_were_used_for_them() {
        List<String> shuffled = new ArrayList<>(ENDS_IN_ORDER);
        Collections.shuffle(shuffled, new Random(7));
        List<String> catalogues = List.of("a-newest", "b", "m", "z-oldest");
        List<Derived> all = new ArrayList<>();
        for (int i = 0; i < shuffled.size(); i++) {
            Derived one = new Derived(catalogues.get(i % catalogues.size()), new TenantId("t" + shuffled.get(i)));
            derived(one.tenant(), one.catalogHash());
            if (!one.catalogHash().equals("m")) all.add(one);
        }
        Collections.sort(all);
        for (int size : List.of(1, 2, 3, 99)) {
            List<Derived> seen = new ArrayList<>();
            Optional<Derived> last = Optional.empty();
            for (List<Derived> page = others(last, size); !page.isEmpty(); page = others(last, size)) {
                assertThat(page).hasSizeLessThanOrEqualTo(size);
                seen.addAll(page);
                last = Optional.of(page.get(page.size() - 1));
            }
            assertThat(seen).as("pages of %d", size).isEqualTo(all);
        }
    }

    private List<Derived> others(Optional<Derived> after, int limit) {
        return list(tx -> tx.accounts().derivedByAnotherCatalog("m", after, limit));
    }

    @Test
    void a_tenant_that_is_being_erased_is_not_derived_any_more() {
        derived(ACME, "old");
        derived(GLOBEX, "old");
        run(tx -> {
            hold(tx, ACME);
            tx.holdings().bury(ACME, NOW);
        });
        assertThat(list(tx -> tx.accounts().derivedByAnotherCatalog("new", Optional.empty(), 1)))
                .containsExactly(new Derived("old", GLOBEX));
        assertThat(list(tx -> tx.accounts().derivedByAnotherCatalog("more", Optional.empty(), 9)))
                .containsExactly(new Derived("old", GLOBEX));
    }
}
