package dev.missioncontrol.billing.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.store.BillingStore;
import dev.missioncontrol.billing.store.CheckoutAttempt;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A group of events costs its round trips, however many it has. */
class RoundTripsTest {
    /** Enough that a second group would begin beside the first, as with many. */
    private static final int FEW = 12;

    /** The few, and as many as a group holds at most but for some. */
    private static final int ALL = FEW + 48;

    private HikariDataSource source;
    private SentStatements sent;
    private BillingStore store;

    @BeforeEach
    void open() {
        source = StoreOnDatabase.migrated(RealDatabase.POSTGRESQL);
        sent = new SentStatements();
        store = JdbiBillingStore.on(sent.watching(source));
        // Those that hold the turns are known from then on.
        CrowdedNode.bring(store, List.of());
    }

    @AfterEach
    void close() {
        source.close();
    }

    @Test
    void many_checkouts_that_end_together_take_no_more_than_few() {
        List<CheckoutAttempt> begun = MadeUpEvents.checkoutsOfTenants(ALL);
        CrowdedNode.begin(store, begun);
        List<ProviderEvent> left = begun.stream().map(MadeUpEvents::left).toList();
        assertThat(sentFor(left.subList(FEW, ALL), "applied")).isEqualTo(sentFor(left.subList(0, FEW), "applied"));
        store.inTransaction(tx -> {
            for (CheckoutAttempt one : begun)
                assertThat(tx.checkouts().attempt(one.id())).contains(one.in(CheckoutAttempt.State.EXPIRED));
            return null;
        });
    }

    @Test
    void many_events_that_are_nobodys_take_no_more_than_few() {
        List<ProviderEvent> strangers = MadeUpEvents.strangers(ALL / 3);
        int few = sentFor(strangers.subList(0, FEW), "ignored", "unbound");
        assertThat(sentFor(strangers.subList(FEW, ALL), "ignored", "unbound")).isEqualTo(few);
    }

    private int sentFor(List<ProviderEvent> events, String... answers) {
        int before = sent.count();
        assertThat(CrowdedNode.bring(store, events)).containsOnly(answers);
        return sent.count() - before;
    }
}
