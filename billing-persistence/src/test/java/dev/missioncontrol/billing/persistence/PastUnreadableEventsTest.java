package dev.missioncontrol.billing.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.account.BillingEvent;
import dev.missioncontrol.billing.store.PublishedEvent;
import dev.missioncontrol.billing.usecase.EventReceiver;
import dev.missioncontrol.billing.usecase.RelayEvents;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** An event of the outbox that can't be read holds up its own tenant at most: it stays, is told, and goes on once it is mended. */
class PastUnreadableEventsTest extends WithUnreadableRows {
    private static final String HAS = "{\"plan\":\"pro\",\"status\":\"active\",\"seats\":1}";

    private EventReceiver.Outcome answer = new EventReceiver.Outcome.Taken();

    static Stream<Arguments> everySequence() {
        return Stream.of(RealDatabase.values())
                .flatMap(database -> Stream.of(1, 2).map(sequence -> Arguments.of(database, sequence)));
    }

    @ParameterizedTest
    @MethodSource("everySequence")
    void an_event_for_the_application_waits_with_those_of_its_tenant_behind_it_alone_and_is_told_once(
            RealDatabase database, int sequence) throws SQLException {
        try (HikariDataSource source = StoreOnDatabase.migrated(database)) {
            Billing billing = builder(source).onEvent(told::add).build();
            bothBuyAndOneEnds(billing);
            damage(source, sequence);

            run(billing);
            assertThat(toldOf(OTHER)).isNotEmpty().doesNotHaveDuplicates();
            assertThat(toldOf(BROKEN)).hasSize(sequence - 1);
            assertThat(troubles)
                    .as("told once")
                    .singleElement()
                    .satisfies(one -> assertThat(one)
                            .hasMessageContaining("event " + sequence + " of the tenant 'a-broken-one'"));

            mend(source, sequence);
            executeAll(source, "update billing.billing_outbox set due_at = current_timestamp where due_at is not null");
            run(billing);
            assertThat(toldOf(BROKEN)).hasSizeGreaterThan(1).startsWith(1L, 2L).isSorted();
            assertThat(troubles).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_event_for_another_application_waits_as_one_that_is_refused_and_goes_once_it_can_be_read(
            RealDatabase database) throws SQLException {
        try (HikariDataSource source = StoreOnDatabase.migrated(database)) {
            Billing billing = builder(source).build();
            bothBuyAndOneEnds(billing);
            run(billing);
            damage(source, 1);

            RelayEvents.Done done = billing.relay(receiver());
            assertThat(toldOf(OTHER)).isNotEmpty();
            assertThat(toldOf(BROKEN)).isEmpty();
            assertThat(done.unreadable().orElseThrow()).contains("event 1 of the tenant 'a-broken-one'");
            assertThat(done.failingSince()).isPresent();
            assertThat(done.givenUp()).isZero();

            mend(source, 1);
            WaitingRows.pass(source, Duration.ofMinutes(1));
            billing.relay(receiver());
            assertThat(toldOf(BROKEN)).hasSizeGreaterThan(1).startsWith(1L, 2L).isSorted();
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_event_whose_tenant_can_not_be_read_holds_up_nobody_who_is_told_of_others(RealDatabase database)
            throws SQLException {
        try (HikariDataSource source = StoreOnDatabase.migrated(database)) {
            Billing billing = builder(source).build();
            bothBuyAndOneEnds(billing);
            run(billing);
            execute(
                    source,
                    "update billing.billing_outbox set tenant_id = 'no id' where tenant_id = 'a-broken-one' and sequence_no = 1");

            RelayEvents.Done done = billing.relay(receiver());
            assertThat(toldOf(OTHER)).isNotEmpty();
            assertThat(toldOf(BROKEN)).isNotEmpty();
            assertThat(done.passedOver())
                    .singleElement()
                    .satisfies(words -> assertThat(words).contains("'no id'"));
            assertThat(done.unreadable()).as("waits for its mending").isEmpty();
            assertThat(done.givenUp()).as("after three days").isZero();
            assertThat(done.failed()).as("tries").isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void who_asks_for_events_gets_those_before_one_that_can_not_be_read_and_then_is_told_where_it_stands(
            RealDatabase database) throws SQLException {
        try (HikariDataSource source = StoreOnDatabase.migrated(database)) {
            Billing billing = builder(source).build();
            bothBuyAndOneEnds(billing);
            run(billing);
            List<PublishedEvent> all = billing.operations().publishedEvents(0, 99);
            execute(
                    source,
                    "update billing.billing_outbox set transition = '{' where published_no = "
                            + all.get(1).position());

            assertThat(billing.operations().publishedEvents(0, 99)).isEqualTo(all.subList(0, 1));
            assertThatThrownBy(() ->
                            billing.operations().publishedEvents(all.get(0).position(), 99))
                    .hasMessageContaining("at the position " + all.get(1).position());
            assertThat(billing.operations().publishedEvents(all.get(1).position(), 99))
                    .isEqualTo(all.subList(2, all.size()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_address_that_is_down_stays_so_past_an_event_that_can_not_be_read(RealDatabase database)
            throws SQLException {
        try (HikariDataSource source = StoreOnDatabase.migrated(database)) {
            Billing billing = builder(source).build();
            bothBuyAndOneEnds(billing);
            run(billing);
            answer = new EventReceiver.Outcome.Away("connection refused");
            Instant down = billing.relay(receiver()).failingSince().orElseThrow();

            executeAll(source, "delete from billing.billing_outbox where tenant_id = 'other'");
            damage(source, 1);
            WaitingRows.pass(source, Duration.ofMinutes(1));
            RelayEvents.Done done = billing.relay(receiver());
            assertThat(done.unreadable()).isPresent();
            assertThat(done.failingSince()).contains(down.minus(Duration.ofMinutes(1)));

            answer = new EventReceiver.Outcome.Taken();
            WaitingRows.pass(source, Duration.ofHours(2));
            mend(source, 1);
            assertThat(billing.relay(receiver()).failingSince())
                    .as("answers again")
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_event_that_says_nothing_of_what_a_tenant_had_or_has_can_not_be_read(RealDatabase database)
            throws SQLException {
        try (HikariDataSource source = StoreOnDatabase.migrated(database)) {
            Billing billing = builder(source).build();
            bothBuyAndOneEnds(billing);
            run(billing);
            List<PublishedEvent> all = billing.operations().publishedEvents(0, 99);
            long first = all.get(0).position();
            for (String empty : List.of(
                    "{}",
                    "[]",
                    "{\"type\":\"subscription_updated\"}",
                    "{\"type\":\"subscription_updated\",\"before\":{},\"after\":{}}",
                    "{\"before\":" + HAS + ",\"after\":" + HAS + "}")) {
                execute(
                        source,
                        "update billing.billing_outbox set transition = '" + empty + "' where published_no = " + first);
                assertThatThrownBy(() -> billing.operations().publishedEvents(0, 99))
                        .as(empty)
                        .hasMessageContaining("at the position " + first);
            }
            execute(
                    source,
                    "update billing.billing_outbox set transition = '{\"type\":\"of_a_newer_version\",\"before\":" + HAS
                            + ",\"after\":" + HAS + "}' where published_no = " + first);
            assertThat(billing.operations().publishedEvents(0, 99))
                    .as("a word of a newer version")
                    .hasSameSizeAs(all);
        }
    }

    private static void damage(HikariDataSource source, int sequence) throws SQLException {
        transition(source, "'{' || transition", sequence);
    }

    private static void mend(HikariDataSource source, int sequence) throws SQLException {
        transition(source, "substring(transition from 2)", sequence);
    }

    private static void transition(HikariDataSource source, String becomes, int sequence) throws SQLException {
        execute(
                source,
                "update billing.billing_outbox set transition = " + becomes
                        + " where tenant_id = 'a-broken-one' and sequence_no = " + sequence);
    }

    private EventReceiver receiver() {
        return new EventReceiver() {
            @Override
            public String name() {
                return "shop";
            }

            @Override
            public Outcome send(BillingEvent event) {
                if (answer instanceof Outcome.Taken) told.add(event);
                return answer;
            }
        };
    }
}
