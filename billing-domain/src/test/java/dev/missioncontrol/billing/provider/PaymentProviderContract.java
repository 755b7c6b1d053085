package dev.missioncontrol.billing.provider;

import org.junit.jupiter.api.Nested;

/**
 * What every {@link PaymentProvider} promises. An adapter's test extends this and says how to open a stage:
 *
 * <pre>{@code
 * class PaddleProviderTest extends PaymentProviderContract {
 *     @Override
 *     protected ProviderStage open() { ... }
 * }
 * }</pre>
 */
public abstract class PaymentProviderContract {
    /** A provider of its own for each test, with no customers. */
    protected abstract ProviderStage open();

    @Nested
    class Buying extends BuyingContract {
        @Override
        ProviderStage open() {
            return PaymentProviderContract.this.open();
        }
    }

    @Nested
    class Asking extends AskingContract {
        @Override
        ProviderStage open() {
            return PaymentProviderContract.this.open();
        }
    }

    @Nested
    class Changing extends ChangingContract {
        @Override
        ProviderStage open() {
            return PaymentProviderContract.this.open();
        }
    }

    @Nested
    class Planning extends PlanningContract {
        @Override
        ProviderStage open() {
            return PaymentProviderContract.this.open();
        }
    }

    @Nested
    class Promoting extends PromotingContract {
        @Override
        ProviderStage open() {
            return PaymentProviderContract.this.open();
        }
    }

    @Nested
    class Ending extends EndingContract {
        @Override
        ProviderStage open() {
            return PaymentProviderContract.this.open();
        }
    }
}
