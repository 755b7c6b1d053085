package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A price was bought before anybody wrote it into the catalogue. */
class CatalogGainsPriceTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final PlanCatalog BEFORE = PlanCatalog.of(
            Plan.draft("free").rank(0), Plan.draft("gold").rank(2).monthly("price_gold", 5000, "usd"));
    private static final PlanCatalog AFTER = PlanCatalog.of(
            Plan.draft("free").rank(0),
            Plan.draft("silver").rank(1).monthly("price_silver", 2000, "usd"),
            Plan.draft("gold").rank(2).monthly("price_gold", 5000, "usd"));

    private final SandboxPaymentProvider stripe =
            SandboxPaymentProvider.startingAt(Instant.parse("2027-01-01T00:00:00Z"));
    private final InMemoryBillingStore store = new InMemoryBillingStore();

    private Billing selling(PlanCatalog catalog, InMemoryBillingStore where) {
        return Billing.builder()
                .catalog(catalog)
                .provider(stripe)
                .store(where)
                .clock(stripe.clock())
                .build();
    }

    @Test
    void the_plan_appears_without_an_event_once_the_catalogue_knows_it() {
        List<ProviderEvent> events = new ArrayList<>();
        stripe.onEvent(events::add);
        stripe.pay(selling(AFTER, new InMemoryBillingStore()).startCheckout(ACME, Checkout.of("silver")));

        Billing unknowing = selling(BEFORE, store);
        events.forEach(unknowing::accept);
        unknowing.runDue();
        assertThat(unknowing.status(ACME).plan()).as("unknown never grants").isEqualTo("free");
        assertThat(stored()).isEqualTo("free");

        selling(AFTER, store).runDue();

        assertThat(stored()).isEqualTo("silver");
    }

    private String stored() {
        return store.inTransaction(tx -> tx.accounts().current(ACME))
                .orElseThrow()
                .current()
                .plan();
    }
}
