package dev.missioncontrol.billing.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.PlannedChange;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Tenants, the customers they are at the provider, and what they were last derived to have. */
abstract class AccountsContract extends StoreContract {
    @Test
    void what_several_have_is_read_as_what_each_has() {
        RandomRecords records = new RandomRecords(5);
        for (TenantId tenant : List.of(ACME, GLOBEX)) {
            known(tenant);
            run(tx -> tx.accounts().saveCurrent(records.stored(tenant), NOW));
            for (String end : List.of("1", "2"))
                change(sub(tenant.value() + end), one -> one.mark().boundTo(tenant));
        }
        TenantId nobody = new TenantId("nobody");
        List<TenantId> asked = List.of(GLOBEX, nobody, ACME);
        Map<TenantId, StoredSubscription> current = get(tx -> tx.accounts().current(asked));
        assertThat(current).containsOnlyKeys(ACME, GLOBEX);
        current.forEach((tenant, one) ->
                assertThat(find(tx -> tx.accounts().current(tenant))).contains(one));
        List<TrackedSubscription> subscriptions = list(tx -> tx.accounts().subscriptionsOf(asked));
        List<TrackedSubscription> ofEach = new ArrayList<>();
        for (TenantId tenant : asked) ofEach.addAll(list(tx -> tx.accounts().subscriptionsOf(tenant)));
        assertThat(subscriptions).hasSize(4).containsExactlyInAnyOrderElementsOf(ofEach);
        assertThat(list(tx -> tx.accounts().subscriptionsOf(List.of(nobody)))).isEmpty();
    }

    @Test
    void a_standing_is_what_was_derived_and_what_is_planned_and_asked_for_outside_of_transactions() {
        assertThat(under.store().standing(ACME)).isEmpty();
        for (int seed = 0; seed < SEEDS; seed++) {
            StoredSubscription stored = new RandomRecords(seed).stored(ACME);
            run(tx -> {
                hold(tx, ACME);
                tx.accounts().saveCurrent(stored, NOW);
            });
            assertThat(under.store().standing(ACME)).contains(new Standing(stored, Optional.empty()));
            assertThat(under.store().standing(GLOBEX)).isEmpty();
            Optional<SubscriptionId> id = stored.current().subscription();
            if (id.isEmpty()) continue;
            PlannedChange planned = new PlannedChange(new PriceId("price_" + seed), seed, NOW);
            run(tx -> {
                tx.accounts().lockSubscription(id.get(), false, NOW);
                tx.accounts().plan(id.get(), Optional.of(planned));
            });
            assertThat(under.store().standing(ACME)).contains(new Standing(stored, Optional.of(planned)));
            run(tx -> tx.accounts().plan(id.get(), Optional.empty()));
        }
        assertThatThrownBy(() -> run(tx -> under.store().standing(ACME))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void standings_of_several_are_each_its_own_and_those_that_never_had_anything_are_left_out() {
        Random random = new Random(11);
        List<TenantId> tenants = new ArrayList<>();
        for (String end : ENDS_IN_ORDER) {
            TenantId tenant = new TenantId("t" + end);
            tenants.add(tenant);
            if (random.nextInt(4) == 0) continue;
            StoredSubscription stored = new RandomRecords(tenants.size()).stored(tenant);
            run(tx -> {
                hold(tx, tenant);
                tx.accounts().saveCurrent(stored, NOW);
                stored.current().subscription().ifPresent(id -> {
                    tx.accounts().lockSubscription(id, false, NOW);
                    tx.accounts()
                            .plan(id, Optional.of(new PlannedChange(new PriceId("price_" + end), tenants.size(), NOW)));
                });
            });
        }
        for (int draw = 0; draw < SEEDS; draw++) {
            Set<TenantId> some =
                    tenants.stream().filter(any -> random.nextBoolean()).collect(Collectors.toSet());
            Map<TenantId, Standing> alone = new HashMap<>();
            for (TenantId one : some) under.store().standing(one).ifPresent(found -> alone.put(one, found));
            assertThat(under.store().standings(some)).isEqualTo(alone);
        }
        assertThatThrownBy(() -> run(tx -> under.store().standings(Set.of(ACME))))
                .isInstanceOf(IllegalStateException.class);
    }

    private static final CustomerId CUSTOMER = new CustomerId("cus_1");
    private static final CustomerId OTHER = new CustomerId("cus_2");

    private static CustomerBinding binding(TenantId tenant, CustomerId customer) {
        return new CustomerBinding(tenant, "stripe", customer, false, false, 1);
    }

    private boolean bind(CustomerBinding binding) {
        return get(tx -> {
            hold(tx, binding.tenant());
            return tx.accounts().bind(binding, NOW);
        });
    }

    @Test
    void a_tenant_is_made_once_and_keeps_its_pseudonym() {
        TenantRecord made = get(tx -> tx.accounts().lockTenant(ACME, "first", NOW));
        assertThat(made).isEqualTo(new TenantRecord(ACME, "first", NOW, Optional.empty(), "", 0, 0));
        TenantRecord again = get(tx -> tx.accounts().lockTenant(ACME, "second", NOW.plusSeconds(1)));
        assertThat(again).isEqualTo(made);
        assertThat(find(tx -> tx.accounts().tenant(ACME))).contains(made);
    }

    @Test
    void a_moment_finer_than_a_microsecond_is_kept_or_cut_never_rounded() {
        var fine = NOW.plusNanos(999);
        run(tx -> tx.accounts().lockTenant(ACME, "pseudonym", fine));
        assertThat(find(tx -> tx.accounts().tenant(ACME))
                        .orElseThrow()
                        .created()
                        .truncatedTo(ChronoUnit.MICROS))
                .isEqualTo(NOW);
    }

    @Test
    void tenants_whose_names_differ_in_case_are_two() {
        known(ACME);
        assertThat(find(tx -> tx.accounts().tenant(new TenantId("ACME")))).isEmpty();
        known(new TenantId("ACME"));
        assertThat(find(tx -> tx.accounts().tenant(ACME)).map(TenantRecord::pseudonym))
                .contains("pseudonym-of-acme");
    }

    @Test
    void a_binding_is_found_by_tenant_and_by_customer() {
        assertThat(bind(binding(ACME, CUSTOMER))).isTrue();
        run(tx -> {
            assertThat(tx.accounts().customerOf(ACME, "stripe")).contains(binding(ACME, CUSTOMER));
            assertThat(tx.accounts().bindingOf(CUSTOMER, "stripe")).contains(binding(ACME, CUSTOMER));
            assertThat(tx.accounts().bindingOf(new CustomerId("CUS_1"), "stripe"))
                    .isEmpty();
        });
    }

    @Test
    void a_customer_of_another_tenant_is_refused_and_nothing_is_written() {
        bind(binding(ACME, CUSTOMER));
        bind(binding(GLOBEX, OTHER));
        assertThat(bind(binding(GLOBEX, CUSTOMER))).isFalse();
        run(tx -> {
            assertThat(tx.accounts().customerOf(GLOBEX, "stripe")).contains(binding(GLOBEX, OTHER));
            assertThat(tx.accounts().bindingOf(CUSTOMER, "stripe")).contains(binding(ACME, CUSTOMER));
        });
    }

    @Test
    void a_customer_that_is_gone_is_still_its_tenants() {
        bind(binding(ACME, CUSTOMER));
        assertThat(bind(binding(ACME, CUSTOMER).deletedAtProvider())).isTrue();
        assertThat(bind(binding(GLOBEX, CUSTOMER))).isFalse();
        assertThat(find(tx -> tx.accounts().bindingOf(CUSTOMER, "stripe")))
                .contains(binding(ACME, CUSTOMER).deletedAtProvider());
    }

    @Test
    void a_tenant_has_one_customer_at_a_provider_and_the_one_before_is_free() {
        bind(binding(ACME, CUSTOMER));
        assertThat(bind(binding(ACME, OTHER))).isTrue();
        run(tx -> {
            assertThat(tx.accounts().customerOf(ACME, "stripe")).contains(binding(ACME, OTHER));
            assertThat(tx.accounts().bindingOf(CUSTOMER, "stripe")).isEmpty();
        });
        assertThat(bind(binding(GLOBEX, CUSTOMER))).isTrue();
    }

    @Test
    void providers_know_nothing_of_each_other() {
        bind(binding(ACME, CUSTOMER));
        CustomerBinding elsewhere = new CustomerBinding(GLOBEX, "sandbox", CUSTOMER, true, true, 7);
        assertThat(bind(elsewhere)).isTrue();
        run(tx -> {
            assertThat(tx.accounts().customerOf(GLOBEX, "stripe")).isEmpty();
            assertThat(tx.accounts().bindingOf(CUSTOMER, "sandbox")).contains(elsewhere);
            assertThat(tx.accounts().bindingOf(CUSTOMER, "stripe")).contains(binding(ACME, CUSTOMER));
        });
    }

    @Test
    void every_field_of_a_binding_survives() {
        for (long seed = 0; seed < SEEDS; seed++) {
            CustomerBinding binding = new RandomRecords(seed).binding(ACME);
            bind(binding);
            assertThat(find(tx -> tx.accounts().customerOf(ACME, "stripe")))
                    .as("seed %d", seed)
                    .contains(binding);
        }
    }

    @Test
    void every_field_of_what_a_tenant_has_survives() {
        for (long seed = 0; seed < SEEDS; seed++) {
            StoredSubscription stored = new RandomRecords(seed).stored(ACME);
            run(tx -> {
                hold(tx, ACME);
                tx.accounts().saveCurrent(stored, NOW);
            });
            assertThat(find(tx -> tx.accounts().current(ACME)))
                    .as("seed %d", seed)
                    .contains(stored);
        }
    }

    @Test
    void nothing_is_written_for_a_tenant_that_was_never_made() {
        RandomRecords records = new RandomRecords(1);
        assertThatThrownBy(() -> run(tx -> tx.accounts().bind(binding(ACME, CUSTOMER), NOW)))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> run(tx -> tx.accounts().saveCurrent(records.stored(ACME), NOW)))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> change(sub("1"), one -> one.boundTo(ACME))).isInstanceOf(IllegalStateException.class);
    }
}
