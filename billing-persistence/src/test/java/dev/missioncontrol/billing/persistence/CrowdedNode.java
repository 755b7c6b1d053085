package dev.missioncontrol.billing.persistence;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.UnhurriedBilling;
import dev.missioncontrol.billing.WebhookAnswer;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.provider.EventContent;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.store.BillingStore;
import dev.missioncontrol.billing.store.CheckoutAttempt;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A node to which events come while others are being stored. */
final class CrowdedNode {
    private CrowdedNode() {}

    /** What a node sends to its store where events come together. */
    static void bringSome(BillingStore store) {
        begin(store, MadeUpEvents.begunCheckouts());
        bring(store, MadeUpEvents.anotherNamedLater());
        bring(store, MadeUpEvents.nobodys());
        for (long seed = 1; seed <= MadeUpEvents.SEEDS; seed++) bring(store, MadeUpEvents.ofSeed(seed));
    }

    /** Begins these checkouts, each with its tenant. */
    static void begin(BillingStore store, List<CheckoutAttempt> checkouts) {
        for (CheckoutAttempt one : checkouts)
            store.inTransaction(tx -> {
                tx.accounts().lockTenant(one.tenant(), "p-" + one.tenant(), MadeUpEvents.NOON);
                tx.checkouts().save(one);
                return null;
            });
    }

    /** Two that are nobody's have the turns; the others queue up behind them, and all go with the first. */
    static List<String> bring(BillingStore store, List<ProviderEvent> events) {
        Billing billing = billing(store);
        Deque<Runnable> turns = new ArrayDeque<>();
        billing.accept(MadeUpEvents.event("evt_first", new EventContent.Other(), 0, false), turns::add);
        billing.accept(MadeUpEvents.event("evt_second", new EventContent.Other(), 0, false), turns::add);
        List<CompletableFuture<WebhookAnswer>> all =
                events.stream().map(event -> billing.accept(event, turns::add)).toList();
        while (!turns.isEmpty()) turns.remove().run();
        return all.stream().map(one -> one.join().code()).toList();
    }

    static Billing billing(BillingStore store) {
        SandboxPaymentProvider sandbox = SandboxPaymentProvider.startingAt(MadeUpEvents.NOON);
        return UnhurriedBilling.of(
                DefaultCatalog.withPlaceholderPrices(),
                sandbox,
                store,
                sandbox.clock(),
                0,
                trouble -> {} // its answer says it too
                );
    }
}
