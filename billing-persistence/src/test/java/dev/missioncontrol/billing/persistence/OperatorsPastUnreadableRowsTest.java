package dev.missioncontrol.billing.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.InboxEvent;
import dev.missioncontrol.billing.store.InboxRow;
import dev.missioncontrol.billing.store.Listings.EventPlace;
import dev.missioncontrol.billing.store.Listings.TenantFilter;
import dev.missioncontrol.billing.store.Listings.TenantLine;
import dev.missioncontrol.billing.usecase.FindTenants;
import dev.missioncontrol.billing.usecase.Operations;
import dev.missioncontrol.billing.usecase.ReplayEvent;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What operators look at shows all that can be read, and says of the rest which row it is and why. */
class OperatorsPastUnreadableRowsTest extends LooksPastUnreadableRows {
    @ParameterizedTest
    @EnumSource
    void a_list_of_events_shows_the_others_and_goes_on_behind_one_that_can_not_be_read(RealDatabase database)
            throws SQLException {
        try (HikariDataSource source = StoreOnDatabase.migrated(database)) {
            bothBought(source);
            List<EventId> all = listed(99, new ArrayList<>());
            EventId broken = all.get(1);
            execute(
                    source,
                    "update billing.webhook_events set subscription_id = 'no id' where event_id = '" + broken + "'");
            List<EventId> others =
                    all.stream().filter(one -> !one.equals(broken)).toList();
            for (int size = 1; size <= all.size(); size++) {
                List<String> unreadable = new ArrayList<>();
                assertThat(listed(size, unreadable)).as("pages of %d", size).isEqualTo(others);
                assertThat(unreadable)
                        .singleElement()
                        .satisfies(words -> assertThat(words)
                                .contains("the event '" + broken + "' in webhook_events", "subscription id"));
            }

            executeAll(
                    source, "update billing.webhook_events set event_id = 'no id' where event_id = '" + broken + "'");
            List<String> unreadable = new ArrayList<>();
            assertThat(listed(99, unreadable)).isEqualTo(others);
            assertThat(unreadable)
                    .singleElement()
                    .satisfies(words -> assertThat(words).contains("'no id'"));
            assertThat(listed(2, new ArrayList<>()))
                    .as("behind a page that ends with it")
                    .isEqualTo(others);
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_event_that_can_not_be_read_is_told_by_what_its_row_still_says_and_its_replay_is_refused(
            RealDatabase database) throws SQLException {
        try (HikariDataSource source = StoreOnDatabase.migrated(database)) {
            bothBought(source);
            EventId broken = listed(99, new ArrayList<>()).get(0);
            InboxEvent whole = ((InboxRow.Readable) operations.event(broken).orElseThrow()).event();
            execute(
                    source,
                    "update billing.webhook_events set subscription_id = 'no id' where event_id = '" + broken + "'");
            InboxRow.Unreadable past =
                    (InboxRow.Unreadable) operations.event(broken).orElseThrow();
            assertThat(past.id()).isEqualTo(broken.value());
            assertThat(past.received()).isEqualTo(whole.received());
            assertThat(past.outcome()).isEqualTo(whole.outcome());
            assertThat(past.words()).contains("webhook_events", "subscription id");
            assertThat(operations.replay(broken))
                    .isInstanceOfSatisfying(
                            ReplayEvent.Result.Failed.class,
                            failed -> assertThat(failed.reason()).startsWith("can't be read: "));
        }
    }

    private List<EventId> listed(int size, List<String> unreadable) {
        List<EventId> read = new ArrayList<>();
        Optional<EventPlace> after = Optional.empty();
        do {
            Operations.Events page = operations.events(EventOutcome.APPLIED, after, size);
            page.events().stream().map(InboxEvent::id).forEach(read::add);
            unreadable.addAll(page.unreadable());
            after = page.next();
        } while (after.isPresent());
        return read;
    }

    @ParameterizedTest
    @EnumSource
    void a_list_of_tenants_shows_the_others_and_goes_on_behind_one_that_can_not_be_read(RealDatabase database)
            throws SQLException {
        try (HikariDataSource source = StoreOnDatabase.migrated(database)) {
            bothBought(source);
            execute(
                    source,
                    "update billing.subscriptions set stripe_customer_id = 'no id' where tenant_id = 'a-broken-one'");
            execute(
                    source,
                    "insert into billing.tenants (tenant_id, pseudonym, created_at, audit_head, audit_length,"
                            + " event_length) values ('c no id', 'p', current_timestamp, '', 0, 0)");
            for (int size : List.of(1, 99)) {
                if (size == 1)
                    execute(source, "update billing.tenants set tenant_id = 'z no id' where tenant_id = 'c no id'");
                List<TenantId> read = new ArrayList<>();
                List<String> unreadable = new ArrayList<>();
                Optional<TenantId> after = Optional.empty();
                do {
                    FindTenants.Page page = operations.tenants(TenantFilter.ALL, after, size);
                    page.tenants().stream().map(TenantLine::tenant).forEach(read::add);
                    unreadable.addAll(page.unreadable());
                    after = page.next();
                } while (after.isPresent());
                assertThat(read).containsExactly(OTHER);
                assertThat(unreadable).hasSize(2);
                assertThat(unreadable.get(0)).contains("the tenant 'a-broken-one'", "customer id");
                assertThat(unreadable.get(1)).contains("no id'", "tenant id");
            }
            FindTenants.Found found = operations.findByProvidersId(
                    stripe.customerOf(BROKEN).orElseThrow().value());
            assertThat(found.tenants()).isEmpty();
            assertThat(found.unreadable()).singleElement().asString().contains("a-broken-one");
        }
    }
}
