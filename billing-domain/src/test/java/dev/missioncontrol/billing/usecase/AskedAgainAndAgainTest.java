package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.provider.ChangeResult;
import dev.missioncontrol.billing.provider.ChangeResult.Reason;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.ProviderException.Kind;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever asks for fetches again and again before they are due neither helps nor harms what the workers do. */
class AskedAgainAndAgainTest extends AfterALapsedUpgrade {
    /** Somebody syncs as often as that is asked for, and workers run in between. Returns how often they asked for the plan. */
    private int syncAllTheTime(Duration time, boolean workersFirst) {
        int byWorkers = 0;
        for (Duration at = SyncTenant.FRESH; at.compareTo(time) <= 0; at = at.plus(SyncTenant.FRESH)) {
            stripe.advance(SyncTenant.FRESH);
            if (!workersFirst) billing.sync(ACME);
            int before = asked;
            billing.runDue();
            byWorkers += asked - before;
            if (workersFirst) billing.sync(ACME);
        }
        return byWorkers;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void who_asks_again_and_again_neither_uses_up_the_workers_tries_nor_gives_them_more(boolean workersFirst) {
        restoring = call -> new ChangeResult.Rejected(Reason.UNDER_WAY, "it may be changing");
        upgradeLapses();
        int before = asked;
        Duration nearlyAll = LostPlans.ASKED_AGAIN.multipliedBy(LostPlans.MOST_ATTEMPTS - 1);
        assertThat(syncAllTheTime(nearlyAll, workersFirst)).isLessThan(LostPlans.MOST_ATTEMPTS);
        assertThat(asked - before).as("each is answered").isGreaterThanOrEqualTo((int)
                nearlyAll.dividedBy(SyncTenant.FRESH));
        assertThat(billing.status(ACME).planned()).isPresent();
        assertThat(audited()).isEmpty();

        syncAllTheTime(LostPlans.ASKED_AGAIN, workersFirst);
        assertThat(billing.status(ACME).planned()).isEmpty();
        assertThat(audited())
                .singleElement()
                .asString()
                .startsWith("planned no more, and it could not be planned again (UNDER_WAY)");
    }

    @Test
    void who_asks_again_and_again_leaves_the_provider_the_pause_that_it_asks_for() {
        Duration pause = Duration.ofMinutes(30);
        restoring = call -> {
            throw new ProviderException(Kind.RATE_LIMITED, "slowly", Optional.of(pause), null);
        };
        upgradeLapses();
        notes.clear();
        assertThat(syncAllTheTime(pause.minus(SyncTenant.FRESH), true)).isZero();
        assertThat(notes.stream().filter(WorkNote.FetchFailed.class::isInstance).map(WorkNote.FetchFailed.class::cast))
                .isNotEmpty()
                .allSatisfy(note -> {
                    assertThat(note.attempts()).isEqualTo(1);
                    assertThat(note.again()).isPositive();
                });
        restoring = Intercepted.Call::proceed;
        stripe.advance(SyncTenant.FRESH);
        billing.runDue();
        assertThat(stripe.plannedChange(subscription())).isPresent();
    }

    @Test
    void who_asks_again_and_again_while_no_fetch_succeeds_uses_up_no_tries() {
        restoring = call -> new ChangeResult.Rejected(Reason.UNDER_WAY, "it may be changing");
        upgradeLapses();
        away();
        for (int i = 0; i <= LostPlans.MOST_ATTEMPTS; i++) {
            stripe.advance(SyncTenant.FRESH);
            billing.sync(ACME);
        }
        fetching = Intercepted.Call::proceed;
        stripe.advance(Backoff.LONGEST);
        billing.runDue();
        assertThat(billing.status(ACME).planned()).isPresent();
        assertThat(audited()).isEmpty();
    }

    @Test
    void who_is_told_to_wait_by_asking_early_has_the_workers_wait_too() {
        restoring = call -> new ChangeResult.Rejected(Reason.UNDER_WAY, "it may be changing");
        upgradeLapses();
        Duration pause = Duration.ofMinutes(10);
        fetching = call -> {
            throw new ProviderException(Kind.RATE_LIMITED, "slowly", Optional.of(pause), null);
        };
        stripe.advance(SyncTenant.FRESH);
        notes.clear();
        billing.sync(ACME);
        assertThat(notes)
                .singleElement()
                .isInstanceOfSatisfying(
                        WorkNote.FetchFailed.class,
                        note -> assertThat(note.again()).isEqualTo(pause));

        int[] fetched = new int[1];
        fetching = call -> {
            fetched[0]++;
            return call.proceed();
        };
        stripe.advance(pause.minusSeconds(1));
        billing.runDue();
        assertThat(fetched[0]).isZero();
        stripe.advance(Duration.ofSeconds(1));
        billing.runDue();
        assertThat(fetched[0]).isPositive();
    }
}
