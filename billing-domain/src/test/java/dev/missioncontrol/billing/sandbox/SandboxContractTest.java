package dev.missioncontrol.billing.sandbox;

import dev.missioncontrol.billing.provider.PaymentProviderContract;
import dev.missioncontrol.billing.provider.ProviderStage;
import dev.missioncontrol.billing.provider.SandboxStage;

// shown in docs/providers.md
class SandboxContractTest extends PaymentProviderContract {
    @Override
    protected ProviderStage open() {
        return new SandboxStage();
    }
}
// end
