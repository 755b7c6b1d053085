package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.account.BillingEvent;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.usecase.EventReceiver.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** More events and tenants that wait than one turn takes, and a turn that is lost in the middle. */
class RelayManyTest extends ToldReceiver {
    private static final Outcome REFUSED = new Outcome.Refused("it answered 400", Optional.empty());
    private static final TenantId INITECH = new TenantId("initech");

    /** Of one tenant: the last ones are not in the batch that begins with the first. */
    private static final int EVENTS = RelayEvents.BATCH + 10;

    @Test
    void of_a_tenant_that_was_held_back_all_is_told_though_it_is_more_than_a_batch() {
        answers = event -> REFUSED;
        buy(ACME);
        for (int seats = 3; seats < EVENTS + 2; seats++) seats(ACME, seats);
        // The second turn passes over what the first did not read, and nothing is due yet.
        relay(2);
        assertThat(taken).isEmpty();

        answers = event -> new Outcome.Taken();
        sandbox.advance(Duration.ofMinutes(1));
        relay(3);

        assertThat(taken)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, EVENTS)
                        .mapToObj(sequence -> "acme " + sequence)
                        .toList());
    }

    /** With each tenant that waits, what is kept after every event grows. */
    @Test
    void with_as_many_tenants_held_back_as_can_be_nothing_new_is_told_until_some_got_through() {
        // These put the last place in the middle of a batch.
        int fine = 10;
        List<TenantId> tenants = new ArrayList<>();
        for (int i = 0; i <= fine + RelayState.MOST_WAITING; i++) tenants.add(new TenantId("tenant-" + i));
        tenants.forEach(this::buy);
        Set<TenantId> asked = new LinkedHashSet<>();
        answers = event -> {
            asked.add(event.tenant());
            return tenants.indexOf(event.tenant()) < fine ? new Outcome.Taken() : REFUSED;
        };
        relay(6);
        assertThat(asked).containsExactlyElementsOf(tenants.subList(0, tenants.size() - 1));

        answers = event -> new Outcome.Taken();
        sandbox.advance(Duration.ofHours(1));
        relay(2);
        assertThat(taken).hasSize(tenants.size()).doesNotHaveDuplicates();
    }

    /** Whoever was silent for longer than a lease, at this event alone, while another node tells all there is. */
    private List<String> toldByWhoIsSilentAtFirst() {
        List<String> told = new ArrayList<>();
        answers = event -> {
            told.add(event.tenant() + " " + event.sequence());
            if (told.size() > 1) return new Outcome.Taken();
            sandbox.advance(RelayEvents.LEASE.plusSeconds(1));
            billing.relay(new EventReceiver() {
                @Override
                public String name() {
                    return receiver.name();
                }

                @Override
                public Outcome send(BillingEvent event) {
                    taken.add(event.tenant() + " " + event.sequence());
                    return new Outcome.Taken();
                }
            });
            return new Outcome.Taken();
        };
        billing.relay(receiver);
        return told;
    }

    @Test
    void who_lost_its_turn_tells_nothing_more_of_what_is_new() {
        buy(ACME);
        seats(ACME, 4);
        buy(GLOBEX);

        assertThat(toldByWhoIsSilentAtFirst()).containsExactly("acme 1");
        assertThat(taken).containsExactly("acme 1", "acme 2", "globex 1", "acme 1");
        relay(3);
        assertThat(taken).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void who_lost_its_turn_tells_nothing_more_of_what_waited_nor_of_what_came_behind_it(boolean othersWait) {
        answers = event -> REFUSED;
        buy(ACME);
        seats(ACME, 4);
        if (othersWait) buy(GLOBEX);
        relay(1);
        buy(INITECH);
        sandbox.advance(Duration.ofMinutes(1));

        assertThat(toldByWhoIsSilentAtFirst()).containsExactly("acme 1");
        List<String> all = new ArrayList<>(List.of("acme 1", "acme 2", "globex 1", "initech 1", "acme 1"));
        if (!othersWait) all.remove("globex 1");
        assertThat(taken).isEqualTo(all);
        relay(3);
        assertThat(taken).isEqualTo(all);
    }
}
