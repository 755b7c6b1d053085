package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.store.BillingStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/** The use cases of {@link dev.missioncontrol.billing.UnhurriedBilling}. */
public final class UnhurriedUseCases {
    /** Nobody waits as long, unless its turn never comes. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private UnhurriedUseCases() {}

    /** @param remembered as {@link UseCases.Parts} takes it */
    public static UseCases of(
            PlanCatalog catalog,
            PaymentProvider provider,
            BillingStore store,
            BillingSettings settings,
            int remembered,
            InstantSource clock,
            Consumer<RuntimeException> trouble) {
        UseCases.Parts parts = new UseCases.Parts(
                catalog,
                provider,
                provider.eventReader(),
                store,
                settings,
                tenant -> settings.returnTo(),
                ChangePolicy.STANDARD,
                remembered,
                false,
                clock,
                () -> UUID.randomUUID().toString().replace("-", ""),
                List.of(),
                trouble,
                note -> {});
        return new UseCases(parts, new GroupTimeouts(PATIENCE, PATIENCE));
    }
}
