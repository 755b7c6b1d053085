package dev.missioncontrol.billing.stripe.wire;

import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.PaymentProviderContract;
import dev.missioncontrol.billing.provider.ProviderStage;
import dev.missioncontrol.billing.provider.SandboxStage;
import dev.missioncontrol.billing.stripe.StripePaymentProvider;

/** The real Stripe adapter, over the wire. */
class StripeContractTest extends PaymentProviderContract {
    @Override
    protected ProviderStage open() {
        return new OverTheWire();
    }

    private static final class OverTheWire extends SandboxStage {
        private final WireServer wire =
                WireServer.on(sandbox()).requestsPerSecond(1_000).start();
        private final PaymentProvider stripe = StripePaymentProvider.withKey("sk_test_contract")
                .apiBase(wire.base())
                .connectTimeout(WireShop.PATIENCE)
                .readTimeout(WireShop.PATIENCE)
                .maxNetworkRetries(0)
                .build();

        @Override
        public PaymentProvider provider() {
            return stripe;
        }

        @Override
        public void close() {
            wire.close();
        }
    }
}
