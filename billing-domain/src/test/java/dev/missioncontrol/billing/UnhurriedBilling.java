package dev.missioncontrol.billing;

import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.store.BillingStore;
import dev.missioncontrol.billing.usecase.BillingSettings;
import dev.missioncontrol.billing.usecase.UnhurriedUseCases;
import java.net.URI;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * A {@link Billing} in which nobody gives up within a test who waits for what others bring or ask for at the same time: for tests that
 * hold them up by hand. Elsewhere they are sent away after two seconds, for which a machine with other work may stand still.
 */
public final class UnhurriedBilling {
    private static final BillingSettings SETTINGS =
            BillingSettings.returningTo(URI.create("https://app.example/billing"));

    private UnhurriedBilling() {}

    /** @param remembered as {@link BillingBuilder#rememberStatuses} takes it */
    public static Billing of(
            PlanCatalog catalog,
            PaymentProvider provider,
            BillingStore store,
            InstantSource clock,
            int remembered,
            Consumer<RuntimeException> trouble) {
        provider.sell(catalog);
        store.follow(clock);
        return new Billing(
                catalog,
                SETTINGS,
                provider.eventReader(),
                UnhurriedUseCases.of(catalog, provider, store, SETTINGS, remembered, clock, trouble),
                trouble,
                clock);
    }
}
