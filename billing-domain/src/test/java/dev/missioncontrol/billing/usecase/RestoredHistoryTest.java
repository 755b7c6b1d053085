package dev.missioncontrol.billing.usecase;

import static dev.missioncontrol.billing.usecase.OperatedShop.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.account.BillingEvent;
import dev.missioncontrol.billing.account.Transition;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.provider.BillingMetadata;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A database that is lost, and another that goes on from a copy of it: what applications are told of by the two. */
class RestoredHistoryTest {
    private final OperatedShop shop = new OperatedShop();
    private final List<BillingEvent> before = new ArrayList<>();
    private final List<BillingEvent> after = new ArrayList<>();

    /** Two that hear the same from the beginning, and call everything the same, are one and its copy. */
    private final Billing lost = on(before);

    private final Billing restored = on(after);
    private boolean copied;

    private Billing on(List<BillingEvent> told) {
        return Billing.builder()
                .catalog(shop.catalog)
                .provider(shop.stripe)
                .store(new InMemoryBillingStore())
                .clock(shop.stripe.clock())
                .ids(() -> "p")
                .onEvent(told::add)
                .build();
    }

    private SubscriptionId sold() {
        shop.lossy = true;
        shop.stripe.onEvent(event -> {
            lost.accept(event);
            lost.runDue();
            if (copied) return;
            restored.accept(event);
            restored.runDue();
        });
        return shop.subscription(
                ACME,
                shop.customer(ACME),
                new BillingMetadata(Optional.of("acme"), Optional.empty(), Optional.empty()));
    }

    @Test
    void what_is_decided_after_a_restore_has_no_id_that_receivers_may_have_had_before_it() {
        SubscriptionId subscription = sold();
        assertThat(after).as("the copy").isEqualTo(before).hasSize(1);
        copied = true;
        shop.stripe.declineNextPayment(ACME);
        shop.stripe.advance(Duration.ofDays(31));
        assertThat(before).extracting(BillingEvent::type).contains(Transition.Type.PAYMENT_FAILED);

        shop.stripe.onEvent(restored::accept);
        shop.stripe.cancelNow(subscription);
        restored.runDue();

        assertThat(after).extracting(BillingEvent::type).contains(Transition.Type.SUBSCRIPTION_ENDED);
        assertThat(after.get(1).sequence()).isEqualTo(before.get(1).sequence());
        assertThat(ids(after.subList(1, after.size()))).doesNotContainAnyElementsOf(ids(before));
    }

    /** Why applications ask for the status once after a restore: what they were told of in the lost history may be undone by then. */
    @Test
    void what_was_told_before_and_undone_meanwhile_is_told_of_by_nobody_and_stands_in_the_status() {
        SubscriptionId subscription = sold();
        copied = true;
        shop.stripe.changePrice(subscription, monthly("team"), 5);
        assertThat(before.get(before.size() - 1).transition().after().plan()).isEqualTo("team");

        shop.stripe.onEvent(restored::accept);
        shop.stripe.changePrice(subscription, monthly("pro"), 1);
        restored.runDue();

        assertThat(after).as("nothing differs from the copy").hasSize(1);
        assertThat(restored.status(ACME).plan()).isEqualTo("pro");
    }

    private PriceId monthly(String plan) {
        return shop.catalog
                .named(plan)
                .orElseThrow()
                .prices()
                .get(BillingInterval.MONTH)
                .id();
    }

    private static List<String> ids(List<BillingEvent> events) {
        return events.stream().map(BillingEvent::id).toList();
    }
}
