package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.UnhurriedBilling;
import dev.missioncontrol.billing.WebhookAnswer;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.provider.EventContent;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.store.StoreException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Events that came together, of which one can't be applied: each is told what became of it alone. */
class GroupsThatFailTest {
    private final SandboxPaymentProvider stripe =
            SandboxPaymentProvider.startingAt(Instant.parse("2027-01-01T00:00:00Z"));
    private final PoisonedStore store = new PoisonedStore();
    private final Deque<Runnable> turns = new ArrayDeque<>();
    private final List<RuntimeException> trouble = new ArrayList<>();
    private final Billing billing =
            UnhurriedBilling.of(DefaultCatalog.withPlaceholderPrices(), stripe, store, stripe.clock(), 0, trouble::add);

    private ProviderEvent event(String id) {
        return new ProviderEvent(
                new EventId(id),
                "product.created",
                stripe.clock().instant(),
                false,
                Optional.empty(),
                Optional.empty(),
                new EventContent.Other(),
                "{}");
    }

    private List<Integer> statusesOf(String... ids) {
        List<CompletableFuture<WebhookAnswer>> brought = new ArrayList<>();
        // As many as may be under way are taken alone; these are still waiting when their turn comes.
        for (int one = 0; one < FoldEvents.MOST_GROUPS; one++) billing.accept(event("evt_before_" + one), turns::add);
        for (String id : ids) brought.add(billing.accept(event(id), turns::add));
        while (!turns.isEmpty()) turns.remove().run();
        return brought.stream().map(one -> one.join().httpStatus()).toList();
    }

    private boolean isStored(String id) {
        return store.inTransaction(tx -> tx.inbox().event(new EventId(id))).isPresent();
    }

    @Test
    void a_fault_of_ours_with_one_is_nobody_elses() {
        store.poisoned.add(new EventId("evt_poison"));

        assertThat(statusesOf("evt_a", "evt_poison", "evt_b")).containsExactly(200, 200, 200);
        assertThat(List.of("evt_a", "evt_poison", "evt_b")).allMatch(this::isStored);
    }

    @Test
    void who_was_stored_before_the_store_went_away_is_told_so_and_the_rest_comes_again() {
        store.poisoned.add(new EventId("evt_poison"));
        // Once with the group, and then alone.
        store.awayAfter.put(new EventId("evt_b"), 1);

        assertThat(statusesOf("evt_poison", "evt_a", "evt_b", "evt_c")).containsExactly(200, 200, 503, 503);
        assertThat(isStored("evt_a")).isTrue();
        assertThat(List.of("evt_b", "evt_c")).noneMatch(this::isStored);
        assertThat(trouble).hasSize(2).allMatch(one -> one instanceof StoreException);
    }
}
