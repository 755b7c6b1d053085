package dev.missioncontrol.billing.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.store.Listings.TenantLine;
import dev.missioncontrol.billing.usecase.Explanation;
import dev.missioncontrol.billing.usecase.FindTenants;
import dev.missioncontrol.billing.usecase.ShowHistory;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is told of one tenant, to an operator and to itself, shows all that can be read, and says of the rest which row it is and why. */
class ExplainedPastUnreadableRowsTest extends LooksPastUnreadableRows {
    @ParameterizedTest
    @EnumSource
    void an_explanation_tells_all_but_the_decision_the_event_and_the_subscription_that_can_not_be_read(
            RealDatabase database) throws SQLException {
        try (HikariDataSource source = StoreOnDatabase.migrated(database)) {
            bothBought(source);
            run(billing);
            Explanation whole = operations.explain(OTHER);
            assertThat(whole.unreadable()).isEmpty();
            long decisions = count(source, "billing_audit where tenant_id = 'other'");
            assertThat(decisions).isPositive();
            SubscriptionId bought = whole.subscriptions().get(0).subscription().id();
            EventId event = whole.timeline().stream()
                    .filter(Explanation.Entry.Event.class::isInstance)
                    .map(entry -> ((Explanation.Entry.Event) entry).event().id())
                    .findFirst()
                    .orElseThrow();
            execute(
                    source,
                    "update billing.billing_audit set after_state = '{}' where tenant_id = 'other' and sequence_no = 1");
            execute(
                    source,
                    "update billing.webhook_events set subscription_id = 'no id' where event_id = '" + event + "'");
            execute(
                    source,
                    "update billing.tracked_subscriptions set snapshot = '{' where subscription_id = '" + bought + "'");

            Explanation past = operations.explain(OTHER);
            assertThat(past.timeline()).hasSize(whole.timeline().size() - 2);
            assertThat(whole.timeline()).containsAll(past.timeline());
            assertThat(past.subscriptions()).isEmpty();
            assertThat(past.why().get(0))
                    .isEqualTo("The plan is pro because of " + bought + ", which can't be read now.");
            assertThat(past.unreadable())
                    .hasSize(3)
                    .anyMatch(words -> words.startsWith("its decision 1 in billing_audit: "))
                    .anyMatch(words -> words.startsWith("the event '" + event + "' in webhook_events: "))
                    .anyMatch(
                            words -> words.startsWith("the subscription '" + bought + "' in tracked_subscriptions: "));
            assertThat(operations.explain(BROKEN).unreadable())
                    .as("another tenant's")
                    .isEmpty();
            assertThat(operations.findByProvidersId(bought.value()).tenants())
                    .extracting(TenantLine::tenant)
                    .containsExactly(OTHER);
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_explanation_tells_the_rest_where_the_row_that_says_what_a_tenant_has_can_not_be_read(RealDatabase database)
            throws SQLException {
        try (HikariDataSource source = StoreOnDatabase.migrated(database)) {
            bothBought(source);
            run(billing);
            Explanation whole = operations.explain(OTHER);
            execute(source, "update billing.subscriptions set stripe_customer_id = 'no id' where tenant_id = 'other'");

            Explanation past = operations.explain(OTHER);
            assertThat(past.status()).isEmpty();
            assertThat(past.why().get(0))
                    .startsWith("Its row in subscriptions can't be read")
                    .contains("the last decision left", "a backup");
            assertThat(past.why().subList(1, past.why().size())).isEqualTo(whole.why());
            assertThat(past.subscriptions()).isEqualTo(whole.subscriptions());
            assertThat(past.timeline()).isEqualTo(whole.timeline());
            assertThat(past.unreadable())
                    .singleElement()
                    .satisfies(words -> assertThat(words)
                            .startsWith("its row in subscriptions: ")
                            .contains("customer id"));

            execute(
                    source,
                    "update billing.subscriptions set stripe_customer_id = '"
                            + whole.customer().orElseThrow().customer() + "' where tenant_id = 'other'");
            assertThat(operations.explain(OTHER).why()).as("once it is mended").isEqualTo(whole.why());
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_explanation_tells_what_a_tenant_has_where_what_is_planned_or_its_subscription_can_not_be_read(
            RealDatabase database) throws SQLException {
        try (HikariDataSource source = StoreOnDatabase.migrated(database)) {
            bothBought(source);
            run(billing);
            Explanation whole = operations.explain(OTHER);
            SubscriptionId bought = whole.subscriptions().get(0).subscription().id();
            execute(
                    source,
                    "insert into billing.planned_changes (subscription_id, planned_price, planned_quantity, planned_at)"
                            + " values ('" + bought + "', 'no id', 1, current_timestamp)");
            Explanation unplanned = operations.explain(OTHER);
            assertThat(unplanned.status()).isEqualTo(whole.status());
            assertThat(unplanned.why()).isEqualTo(whole.why());
            assertThat(unplanned.unreadable())
                    .singleElement()
                    .satisfies(words -> assertThat(words).startsWith("the row of " + bought + " in planned_changes: "));

            execute(source, "delete from billing.planned_changes");
            execute(source, "update billing.subscriptions set catalog_hash = 'old' where tenant_id = 'other'");
            execute(
                    source,
                    "update billing.tracked_subscriptions set snapshot = '{' where subscription_id = '" + bought + "'");
            Explanation asLastDerived = operations.explain(OTHER);
            assertThat(asLastDerived.status()).isEqualTo(whole.status());
            assertThat(asLastDerived.unreadable())
                    .hasSize(2)
                    .anyMatch(words -> words.startsWith("what it has by the catalogue of now, "))
                    .anyMatch(
                            words -> words.startsWith("the subscription '" + bought + "' in tracked_subscriptions: "));
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_tenants_own_history_shows_all_but_the_decision_that_can_not_be_read_and_names_that(RealDatabase database)
            throws SQLException {
        try (HikariDataSource source = StoreOnDatabase.migrated(database)) {
            bothBought(source);
            ShowHistory.History whole = billing.history(BROKEN, OptionalLong.empty());
            assertThat(whole.unreadable()).isEmpty();
            assertThat(whole.changes()).hasSize(2);
            long first = whole.changes().get(1).sequence();
            String which = " where tenant_id = '" + BROKEN + "' and sequence_no = " + first;
            for (String damage : List.of("after_state = '{'", "before_state = '{}'", "event_id = 'no id'")) {
                execute(source, "update billing.billing_audit set " + damage + which);
                ShowHistory.History past = billing.history(BROKEN, OptionalLong.empty());
                assertThat(past.changes())
                        .as(damage)
                        .containsExactly(whole.changes().get(0));
                assertThat(past.unreadable()).as(damage).containsExactly(first);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_quarantined_subscription_that_can_not_be_read_keeps_no_tenant_from_being_explained(RealDatabase database)
            throws SQLException {
        try (HikariDataSource source = StoreOnDatabase.migrated(database)) {
            bothBought(source);
            SubscriptionId broken = operations
                    .explain(BROKEN)
                    .subscriptions()
                    .get(0)
                    .subscription()
                    .id();
            execute(
                    source,
                    "update billing.tracked_subscriptions set tenant_id = null, quarantined = true, registers = '{'"
                            + " where subscription_id = '" + broken + "'");
            Explanation past = operations.explain(OTHER);
            assertThat(past.subscriptions()).hasSize(1);
            assertThat(past.unreadable()).singleElement().asString().contains(broken.value());
            assertThat(operations.findByProvidersId(broken.value()).nobodys())
                    .contains(new FindTenants.Nobodys(broken, true));
        }
    }
}
