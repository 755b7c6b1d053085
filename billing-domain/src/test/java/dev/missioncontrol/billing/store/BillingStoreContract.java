package dev.missioncontrol.billing.store;

import org.junit.jupiter.api.Nested;

/**
 * What every {@link BillingStore} promises. A store's test extends this and says how to open an empty one:
 *
 * <pre>{@code
 * class JdbiBillingStoreTest extends BillingStoreContract {
 *     @Override
 *     protected StoreUnderTest open() { ... }
 * }
 * }</pre>
 */
public abstract class BillingStoreContract {
    /** An empty store of its own for each test. */
    protected abstract StoreUnderTest open();

    @Nested
    class Transactions extends TransactionContract {
        @Override
        StoreUnderTest open() {
            return BillingStoreContract.this.open();
        }
    }

    @Nested
    class TenantsAndCustomers extends AccountsContract {
        @Override
        StoreUnderTest open() {
            return BillingStoreContract.this.open();
        }
    }

    @Nested
    class TenantsOfAnotherCatalog extends OtherCatalogContract {
        @Override
        StoreUnderTest open() {
            return BillingStoreContract.this.open();
        }
    }

    @Nested
    class TrackedSubscriptions extends SubscriptionsContract {
        @Override
        StoreUnderTest open() {
            return BillingStoreContract.this.open();
        }
    }

    @Nested
    class EventsOfTheProvider extends InboxContract {
        @Override
        StoreUnderTest open() {
            return BillingStoreContract.this.open();
        }
    }

    @Nested
    class OldEventsOfTheProvider extends InboxRetentionContract {
        @Override
        StoreUnderTest open() {
            return BillingStoreContract.this.open();
        }
    }

    @Nested
    class Claims extends RefreshesContract {
        @Override
        StoreUnderTest open() {
            return BillingStoreContract.this.open();
        }
    }

    @Nested
    class ClaimsOfHeldRows extends HeldClaimsContract {
        @Override
        StoreUnderTest open() {
            return BillingStoreContract.this.open();
        }
    }

    @Nested
    class EarlyFetches extends EarlyFetchesContract {
        @Override
        StoreUnderTest open() {
            return BillingStoreContract.this.open();
        }
    }

    @Nested
    class SweepsAndLooks extends SweepsContract {
        @Override
        StoreUnderTest open() {
            return BillingStoreContract.this.open();
        }
    }

    @Nested
    class Checkouts extends CheckoutAttemptsContract {
        @Override
        StoreUnderTest open() {
            return BillingStoreContract.this.open();
        }
    }

    @Nested
    class Audit extends AuditContract {
        @Override
        StoreUnderTest open() {
            return BillingStoreContract.this.open();
        }
    }

    @Nested
    class Outbox extends OutboxContract {
        @Override
        StoreUnderTest open() {
            return BillingStoreContract.this.open();
        }
    }

    @Nested
    class EventFeed extends EventFeedContract {
        @Override
        StoreUnderTest open() {
            return BillingStoreContract.this.open();
        }
    }

    @Nested
    class WhoChanged extends ChangeLogContract {
        @Override
        StoreUnderTest open() {
            return BillingStoreContract.this.open();
        }
    }

    @Nested
    class RecurringJobs extends JobsContract {
        @Override
        StoreUnderTest open() {
            return BillingStoreContract.this.open();
        }
    }

    @Nested
    class PushedSeats extends SeatPushesContract {
        @Override
        StoreUnderTest open() {
            return BillingStoreContract.this.open();
        }
    }

    @Nested
    class SignedInBrowsers extends BrowserSessionsContract {
        @Override
        StoreUnderTest open() {
            return BillingStoreContract.this.open();
        }
    }

    @Nested
    class Figures extends MeasuresContract {
        @Override
        StoreUnderTest open() {
            return BillingStoreContract.this.open();
        }
    }

    @Nested
    class PagesForOperators extends ListingsContract {
        @Override
        StoreUnderTest open() {
            return BillingStoreContract.this.open();
        }
    }

    @Nested
    class FiguresForOperators extends FiguresContract {
        @Override
        StoreUnderTest open() {
            return BillingStoreContract.this.open();
        }
    }

    @Nested
    class ExportAndErasing extends HoldingsContract {
        @Override
        StoreUnderTest open() {
            return BillingStoreContract.this.open();
        }
    }

    @Nested
    class ManyThreads extends ConcurrencyContract {
        @Override
        StoreUnderTest open() {
            return BillingStoreContract.this.open();
        }
    }

    @Nested
    class TwoAtOnce extends IsolationContract {
        @Override
        StoreUnderTest open() {
            return BillingStoreContract.this.open();
        }
    }
}
