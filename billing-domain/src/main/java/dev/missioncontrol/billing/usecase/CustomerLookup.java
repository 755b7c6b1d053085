package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.ProviderException;
import java.util.Optional;

/** Whether the provider has a customer, in the account and mode of our key. */
final class CustomerLookup {
    private CustomerLookup() {}

    /** One that was deleted may be known still: ask {@link PaymentProvider#customerDeleted} for that. */
    static boolean exists(CustomerId customer, PaymentProvider provider, Throttle throttle) {
        throttle.permit();
        try {
            throttle.retrying(
                    customer.value(), () -> provider.listSubscriptions(Optional.of(customer), Optional.empty(), 1));
            return true;
        } catch (ProviderException e) {
            if (e.kind() != ProviderException.Kind.NOT_FOUND) throw e;
            return false;
        }
    }
}
