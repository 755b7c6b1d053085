package dev.missioncontrol.billing.persistence;

import com.zaxxer.hikari.HikariDataSource;
import dev.missioncontrol.billing.store.BillingStoreContract;
import dev.missioncontrol.billing.store.StoreUnderTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** What is promised of a transaction is promised of a folded one. */
class FoldedStoreOnPostgresqlTest extends BillingStoreContract {
    private static HikariDataSource source;

    @BeforeAll
    static void migrate() {
        source = StoreOnDatabase.migrated(RealDatabase.POSTGRESQL);
    }

    @AfterAll
    static void close() {
        source.close();
    }

    @Override
    protected StoreUnderTest open() {
        return StoreOnDatabase.emptied(source).folded();
    }
}
