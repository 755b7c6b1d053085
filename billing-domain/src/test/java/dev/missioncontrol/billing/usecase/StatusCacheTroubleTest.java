package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** What is answered from memory while the store does not answer, somebody is in the way, or the clock moves. */
class StatusCacheTroubleTest extends TwoNodesThatRemember {
    @Test
    void without_a_look_for_two_seconds_nothing_is_answered_from_memory() {
        buy(billing, ACME, Checkout.of("pro"));
        billing.status(ACME);
        store.away = true;
        pass(Duration.ofMillis(1_900));
        assertThat(billing.status(ACME).plan()).isEqualTo("pro");
        assertThat(billing.statusCache().failedLooks()).isEqualTo(1);
        assertThat(trouble).hasSize(1);
        pass(Duration.ofMillis(101));
        assertThatThrownBy(() -> billing.status(ACME)).isInstanceOf(StoreException.class);
        store.away = false;
        pass(StatusCache.READERS_LOOK.plusMillis(1));
        assertThat(asked(ACME)).as("a look, and anew").isEqualTo(2);
        assertThat(asked(ACME)).isZero();
    }

    /** As long as a pool waits for a connection: twice would be twice as long as anybody is told. */
    @Test
    void who_looked_and_waited_in_vain_does_not_wait_for_the_store_a_second_time() {
        store.waiting = () -> pass(Duration.ofSeconds(2));
        store.away = true;
        for (int time = 0; time < 3; time++) {
            int asked = store.asked(
                    () -> assertThatThrownBy(() -> billing.status(ACME)).isInstanceOf(StoreException.class));
            assertThat(asked).isEqualTo(1);
        }
        int asked = store.asked(() -> assertThat(billing.status(ACME, Runnable::run))
                .failsWithin(Duration.ZERO)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(StoreException.class));
        assertThat(asked).isEqualTo(1);
        assertThat(billing.statusCache().failedLooks()).isEqualTo(4).isEqualTo(trouble.size());
    }

    /** So a database does that only reads: to look at what changed, something is written. */
    @Test
    void a_store_that_refuses_a_look_at_once_is_asked_all_the_same() {
        buy(billing, ACME, Checkout.of("pro"));
        pass(StatusCache.LONGEST_UNSEEN.plusMillis(1));
        store.away = true;
        store.waiting = () -> store.waiting = () -> store.away = false;
        assertThat(billing.status(ACME).plan()).isEqualTo("pro");
        assertThat(billing.statusCache().failedLooks()).isEqualTo(1);
    }

    /** A store whose counter of changes is in somebody's hands, for so many looks at it. */
    private final class HeldCounter extends InterceptedStore {
        private final Duration lockWait;
        private int held;
        private int looks;

        HeldCounter(Duration lockWait, int held) {
            super(shared);
            this.lockWait = lockWait;
            this.held = held;
        }

        @Override
        Object meet(Intercepted.Call call) throws Throwable {
            if (!call.is("since")) return call.proceed();
            looks++;
            if (held-- <= 0) return call.proceed();
            pass(lockWait);
            throw StoreException.conflict("somebody holds it, in a test");
        }
    }

    /** Each try waits as long as a row is waited for: five would be five times as long as anybody is told. */
    @Test
    void who_looks_while_somebody_holds_the_counter_of_changes_waits_for_it_once_and_is_answered() {
        buy(billing, ACME, Checkout.of("pro"));
        HeldCounter counter = new HeldCounter(Duration.ofSeconds(2), Integer.MAX_VALUE);
        Billing reader = node(counter).rememberStatuses(100).build();
        Instant begun = now;
        assertThat(reader.status(ACME).plan()).isEqualTo("pro");
        assertThat(Duration.between(begun, now)).isEqualTo(Duration.ofSeconds(2));
        assertThat(counter.looks).isEqualTo(1);
        assertThat(reader.statusCache().failedLooks()).isEqualTo(1);
    }

    @Test
    void a_look_that_somebody_was_in_the_way_of_for_a_moment_is_made_again_at_once() {
        HeldCounter counter = new HeldCounter(Duration.ofMillis(1), 2);
        Billing reader = node(counter).rememberStatuses(100).build();
        reader.status(ACME);
        assertThat(counter.looks).isEqualTo(3);
        assertThat(reader.statusCache().failedLooks()).isZero();
    }

    @Test
    void a_clock_that_was_put_back_proves_nothing() {
        billing.status(ACME);
        buy(other, ACME, Checkout.of("pro"));
        pass(Duration.ofHours(-1));
        assertThat(billing.status(ACME).plan()).isEqualTo("pro");
    }
}
