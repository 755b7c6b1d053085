package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.usecase.EventReceiver.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Other applications are told of everything at least once, a tenant's events in order, whatever fails meanwhile. */
class RelayEventsTest extends ToldReceiver {
    @Test
    void everything_is_told_once_and_in_order() {
        buy(ACME);
        buy(GLOBEX);
        seats(ACME, 4);
        relay(3);

        assertThat(taken.stream().filter(one -> one.startsWith("acme"))).containsExactly("acme 1", "acme 2");
        assertThat(taken).hasSize(3).contains("globex 1");
        relay(3);
        assertThat(taken).hasSize(3);
    }

    @Test
    void one_tenants_event_that_is_refused_holds_up_its_own_and_nobody_elses() {
        answers = event -> event.tenant().equals(ACME)
                ? new Outcome.Refused("it answered 500", Optional.empty())
                : new Outcome.Taken();
        buy(ACME);
        seats(ACME, 4);
        buy(GLOBEX);
        relay(2);
        assertThat(taken).containsExactly("globex 1");

        answers = event -> new Outcome.Taken();
        sandbox.advance(Duration.ofMinutes(1));
        relay(3);

        assertThat(taken).containsExactly("globex 1", "acme 1", "acme 2");
    }

    @Test
    void somebody_who_is_away_gets_all_of_it_when_they_are_back() {
        answers = event -> new Outcome.Away("connection refused");
        buy(ACME);
        buy(GLOBEX);
        relay(20);
        assertThat(taken).isEmpty();

        answers = event -> new Outcome.Taken();
        sandbox.advance(Duration.ofHours(1));
        relay(3);

        assertThat(taken).containsExactlyInAnyOrder("acme 1", "globex 1");
    }

    @Test
    void it_is_told_since_when_something_is_not_taken_until_it_is() {
        answers = event -> new Outcome.Away("connection refused");
        buy(ACME);
        Instant begun = sandbox.clock().instant();
        relay(5);
        sandbox.advance(Duration.ofMinutes(10));
        RelayEvents.Done away = billing.relay(receiver);
        assertThat(away.turn()).isTrue();
        assertThat(away.failingSince()).contains(begun);

        answers = event -> new Outcome.Taken();
        sandbox.advance(Duration.ofHours(1));
        assertThat(billing.relay(receiver).failingSince()).isEmpty();
    }

    @Test
    void an_address_that_is_away_fails_no_more_once_nothing_waits_for_it() {
        answers = event -> new Outcome.Away("connection refused");
        buy(ACME);
        int givenUp = 0;
        for (int hour = 0; hour < 80 && givenUp == 0; hour++) {
            RelayEvents.Done done = billing.relay(receiver);
            givenUp += done.givenUp();
            assertThat(done.failingSince().isPresent()).isEqualTo(givenUp == 0);
            sandbox.advance(Duration.ofHours(1));
        }
        assertThat(givenUp).isOne();

        seats(ACME, 4);
        seats(ACME, 5);
        Instant begun = sandbox.clock().instant();
        RelayEvents.Done next = billing.relay(receiver);
        assertThat(next.failingSince()).contains(begun);
        assertThat(next.givenUp()).as("has three days of its own").isZero();
    }

    /** A weekend and a day: what was decided on its last evening is no three days old. */
    @Test
    void what_was_decided_while_an_address_was_away_is_tried_for_three_days_of_its_own() {
        answers = event -> new Outcome.Away("connection refused");
        buy(ACME);
        int givenUp = relayHourly(60);
        seats(ACME, 4);
        givenUp += relayHourly(30);
        assertThat(givenUp).as("the first one alone").isOne();

        answers = event -> new Outcome.Taken();
        relayHourly(2);
        assertThat(taken).containsExactly("acme 2");
    }

    private int relayHourly(int hours) {
        int givenUp = 0;
        for (int hour = 0; hour < hours; hour++) {
            givenUp += billing.relay(receiver).givenUp();
            sandbox.advance(Duration.ofHours(1));
        }
        return givenUp;
    }

    @Test
    void a_receiver_that_throws_at_one_tenants_event_holds_up_nobody_elses() {
        answers = event -> {
            if (event.tenant().equals(ACME)) throw new NoClassDefFoundError("a mapping of theirs, in a test");
            return new Outcome.Taken();
        };
        buy(ACME);
        buy(GLOBEX);
        RelayEvents.Done done = billing.relay(receiver);
        assertThat(taken).containsExactly("globex 1");
        assertThat(done.failed()).isOne();
        assertThat(done.failingSince()).isPresent();
        assertThat(trouble)
                .singleElement()
                .satisfies(told -> assertThat(told)
                        .hasMessageContaining("a receiver of events failed at")
                        .hasMessageContaining("a mapping of theirs"));

        answers = event -> new Outcome.Taken();
        sandbox.advance(Duration.ofMinutes(1));
        relay(1);
        assertThat(taken).containsExactly("globex 1", "acme 1");
    }

    @Test
    void what_is_asked_to_wait_waits_as_long() {
        List<Instant> tries = new ArrayList<>();
        answers = event -> {
            tries.add(sandbox.clock().instant());
            return new Outcome.Refused("it answered 429", Optional.of(Duration.ofMinutes(10)));
        };
        buy(ACME);
        relay(400);

        assertThat(tries).hasSizeGreaterThan(1);
        assertThat(Duration.between(tries.get(0), tries.get(1))).isGreaterThanOrEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void an_event_is_given_up_after_three_days_and_can_still_be_read() {
        answers = event ->
                event.sequence() == 1 ? new Outcome.Refused("it answered 400", Optional.empty()) : new Outcome.Taken();
        buy(ACME);
        seats(ACME, 4);
        int givenUp = relayHourly(80);
        relay(2);

        assertThat(givenUp).isEqualTo(1);
        assertThat(taken).containsExactly("acme 2");
        assertThat(billing.operations().publishedEvents(0, 10)).hasSize(2);
    }

    @Test
    void a_receiver_that_is_slow_to_learn_is_told_again_and_never_out_of_order() {
        int[] calls = new int[1];
        answers = event ->
                ++calls[0] % 3 == 0 ? new Outcome.Refused("it answered 503", Optional.empty()) : new Outcome.Taken();
        buy(ACME);
        for (int seats = 3; seats < 12; seats++) seats(ACME, seats);
        for (int i = 0; i < 200; i++) {
            billing.relay(receiver);
            sandbox.advance(Duration.ofMinutes(1));
        }

        List<String> all = new ArrayList<>();
        for (int sequence = 1; sequence <= 10; sequence++) all.add("acme " + sequence);
        assertThat(taken).isEqualTo(all);
    }

    /** One whose clock is days ahead finds each wait of the other over, and the other finds what it writes ahead. */
    @Test
    void nodes_whose_clocks_differ_wait_for_a_receiver_as_one_node_does() {
        Billing ahead = Billing.builder()
                .catalog(DefaultCatalog.withPlaceholderPrices())
                .provider(sandbox)
                .store(store)
                .clock(() -> sandbox.clock().instant().plus(RelayState.GIVE_UP_AFTER.multipliedBy(2)))
                .onTrouble(trouble::add)
                .build();
        buy(ACME);
        for (Outcome failing :
                List.of(new Outcome.Away("nobody listens"), new Outcome.Refused("it answered 500", Optional.empty()))) {
            int[] tries = {0};
            answers = event -> {
                tries[0]++;
                return failing;
            };
            int givenUp = 0;
            for (int turn = 0; turn < 200; turn++) {
                givenUp += (turn % 2 == 0 ? ahead : billing).relay(receiver).givenUp();
                sandbox.advance(Duration.ofSeconds(2));
            }
            assertThat(tries[0]).as("%s", failing).isBetween(2, 12);
            assertThat(givenUp).as("%s", failing).isZero();
            sandbox.advance(RelayState.LONGEST_WAIT);
        }
        answers = event -> new Outcome.Taken();
        relay(2);
        assertThat(taken).containsExactly("acme 1");
    }

    @Test
    void a_wait_begins_when_an_event_was_refused_however_long_the_turn_had_taken() {
        buy(ACME);
        for (int seats = 4; seats <= 6; seats++) seats(ACME, seats);
        int[] tries = {0};
        answers = event -> {
            sandbox.advance(Duration.ofSeconds(20));
            return ++tries[0] <= 3
                    ? new Outcome.Taken()
                    : new Outcome.Refused("busy", Optional.of(Duration.ofHours(1)));
        };
        billing.relay(receiver);
        assertThat(tries[0]).isEqualTo(4);

        sandbox.advance(Duration.ofHours(1).minusSeconds(30));
        billing.relay(receiver);
        assertThat(tries[0]).as("not before the hour is over").isEqualTo(4);
        sandbox.advance(Duration.ofSeconds(31));
        billing.relay(receiver);
        assertThat(tries[0]).isEqualTo(5);
    }
}
