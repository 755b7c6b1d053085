package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.ChangeLog;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is remembered where a look at the log of changes can't tell which tenants changed: nothing. */
class StatusCacheForgetsTest extends TwoNodesThatRemember {
    /** A look is due, and what was seen before is too old to be answered without one. */
    private static final Duration UNTIL_THE_NEXT_LOOK = StatusCache.LONGEST_UNSEEN.plusMillis(1);

    @BeforeEach
    void one_node_remembers_that_acme_has_nothing_and_another_sells_to_it() {
        assertThat(billing.status(ACME).plan()).isEqualTo("free");
        buy(other, ACME, Checkout.of("pro"));
        assertThat(billing.status(ACME).plan()).as("remembered").isEqualTo("free");
    }

    @Test
    void where_more_changed_than_can_be_told_nothing_is_remembered() {
        shared.inTransaction(tx -> {
            for (int i = 0; i < StatusCache.MOST_SEEN; i++) tx.changeLog().note(new TenantId("tenant-" + i));
            return null;
        });
        pass(UNTIL_THE_NEXT_LOOK);

        assertThat(billing.status(ACME).plan()).isEqualTo("pro");
    }

    @Test
    void after_a_pause_in_which_notes_of_changes_were_removed_nothing_is_remembered() {
        shared.inTransaction(tx -> tx.changeLog().since(0, 1));
        pass(PurgeInbox.CHANGES_KEPT.plusMinutes(1));
        assertThat(shared.<Integer>inTransaction(tx -> tx.changeLog().forget(PurgeInbox.CHANGES_KEPT, 99)))
                .isPositive();

        assertThat(billing.status(ACME).plan()).isEqualTo("pro");
    }

    @Test
    void where_the_store_is_an_older_copy_nothing_is_remembered() {
        var older = new InterceptedStore(shared) {
            private boolean restored;

            @Override
            Object meet(Intercepted.Call call) throws Throwable {
                if (restored && call.is("since")) return new ChangeLog.Seen(0, Set.of(), false);
                return call.proceed();
            }
        };
        var node = node(older).rememberStatuses(100).build();
        assertThat(node.status(GLOBEX).plan()).isEqualTo("free");
        buy(other, GLOBEX, Checkout.of("pro"));
        older.restored = true;
        pass(UNTIL_THE_NEXT_LOOK);

        assertThat(node.status(GLOBEX).plan()).isEqualTo("pro");
    }
}
