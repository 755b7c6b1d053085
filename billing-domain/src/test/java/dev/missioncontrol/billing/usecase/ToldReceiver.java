package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.account.BillingEvent;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.usecase.EventReceiver.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Tests of a receiver that is told what happens in a shop, and answers what the test says. */
abstract class ToldReceiver {
    static final TenantId ACME = new TenantId("acme");
    static final TenantId GLOBEX = new TenantId("globex");

    final SandboxPaymentProvider sandbox = SandboxPaymentProvider.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
    final InMemoryBillingStore store = new InMemoryBillingStore(sandbox.clock());
    final List<RuntimeException> trouble = new ArrayList<>();
    final Billing billing = Billing.builder()
            .catalog(DefaultCatalog.withPlaceholderPrices())
            .provider(sandbox)
            .store(store)
            .clock(sandbox.clock())
            .onTrouble(trouble::add)
            .build();
    final List<String> taken = new ArrayList<>();
    Function<BillingEvent, Outcome> answers = event -> new Outcome.Taken();
    final EventReceiver receiver = new EventReceiver() {
        @Override
        public String name() {
            return "shop";
        }

        @Override
        public Outcome send(BillingEvent event) {
            Outcome outcome = answers.apply(event);
            if (outcome instanceof Outcome.Taken) taken.add(event.tenant() + " " + event.sequence());
            return outcome;
        }
    };

    ToldReceiver() {
        sandbox.deliverTo(billing);
    }

    final void buy(TenantId tenant) {
        sandbox.pay(billing.startCheckout(tenant, Checkout.of("team").seats(2)));
        billing.runDue();
    }

    final void seats(TenantId tenant, int seats) {
        billing.change(tenant, Change.toSeats(seats));
        billing.runDue();
    }

    final void relay(int turns) {
        for (int i = 0; i < turns; i++) {
            billing.relay(receiver);
            sandbox.advance(Duration.ofSeconds(2));
        }
    }
}
