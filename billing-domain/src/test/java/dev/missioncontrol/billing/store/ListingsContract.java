package dev.missioncontrol.billing.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.EventContent;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.store.Listings.EventPlace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Pages for operators: all of it, each once, in one order. */
abstract class ListingsContract extends StoreContract {
    private static final int PAGE = 4;

    private void event(String end, Instant received, EventOutcome outcome, String subscription, TenantId... tenant) {
        EventId id = new EventId("evt_" + end);
        ProviderEvent said = new ProviderEvent(
                id,
                "invoice.paid",
                NOW,
                false,
                Optional.empty(),
                Optional.empty(),
                new EventContent.OfInvoice(Optional.of(sub(subscription)), Optional.empty()),
                "{}");
        run(tx -> {
            tx.inbox().insert(said, received);
            tx.inbox().conclude(id, outcome, "why", List.of(tenant).stream().findFirst());
        });
    }

    private static List<String> ends(List<InboxRow> events) {
        return events.stream().map(row -> place(row).id().value().substring(4)).toList();
    }

    private static EventPlace place(InboxRow row) {
        return row.place().orElseThrow();
    }

    @Test
    void all_tenants_come_in_pages_by_id() {
        assertThat(tenants(Optional.empty()).tenants()).isEmpty();
        List<TenantId> made =
                ENDS_IN_ORDER.stream().map(end -> new TenantId("t" + end)).toList();
        for (int i = made.size() - 1; i >= 0; i--) known(made.get(i));
        List<TenantId> read = new ArrayList<>();
        Optional<TenantId> after = Optional.empty();
        do {
            TenantPage page = tenants(after);
            assertThat(page.tenants()).hasSizeLessThanOrEqualTo(PAGE);
            read.addAll(page.tenants());
            after = page.next();
        } while (after.isPresent());
        assertThat(read).isEqualTo(made);
    }

    private TenantPage tenants(Optional<TenantId> after) {
        return get(tx -> tx.listings().tenants(after, PAGE));
    }

    @Test
    void events_of_an_outcome_come_in_pages_oldest_first_and_then_by_id() {
        event("new", NOW.plusSeconds(1), EventOutcome.DEAD, "1");
        for (String end : List.of("b", "A", "_", "a")) event(end, NOW, EventOutcome.DEAD, "1");
        event("old", NOW.minusNanos(1_000), EventOutcome.DEAD, "1");
        event("other", NOW, EventOutcome.QUARANTINED, "1");
        List<String> inOrder = List.of("old", "A", "_", "a", "b", "new");
        for (int size = 1; size <= inOrder.size() + 1; size++) {
            List<String> read = new ArrayList<>();
            Optional<EventPlace> after = Optional.empty();
            for (List<InboxRow> page = dead(after, size); !page.isEmpty(); page = dead(after, size)) {
                read.addAll(ends(page));
                after = Optional.of(place(page.get(page.size() - 1)));
            }
            assertThat(read).as("pages of %d", size).isEqualTo(inOrder);
        }
    }

    private List<InboxRow> dead(Optional<EventPlace> after, int limit) {
        return list(tx -> tx.listings().events(EventOutcome.DEAD, after, limit));
    }

    @Test
    void an_event_is_listed_by_its_id() {
        event("1", NOW, EventOutcome.DEAD, "1");
        EventId id = new EventId("evt_1");
        assertThat(find(tx -> tx.listings().event(id)))
                .map(row -> ((InboxRow.Readable) row).event())
                .isEqualTo(find(tx -> tx.inbox().event(id)))
                .isPresent();
        assertThat(find(tx -> tx.listings().event(new EventId("evt_2")))).isEmpty();
    }

    @Test
    void a_tenants_events_come_newest_first_and_nobody_elses() {
        event("1", NOW, EventOutcome.APPLIED, "1", ACME);
        event("2", NOW.plusSeconds(1), EventOutcome.IGNORED, "2", ACME);
        event("3", NOW.plusSeconds(2), EventOutcome.APPLIED, "1", GLOBEX);
        event("4", NOW.plusSeconds(3), EventOutcome.UNBOUND, "1");
        event("a", NOW.plusSeconds(1), EventOutcome.APPLIED, "2", ACME);
        assertThat(ends(list(tx -> tx.listings().eventsOf(ACME, 9)))).containsExactly("a", "2", "1");
        assertThat(ends(list(tx -> tx.listings().eventsOf(ACME, 2)))).containsExactly("a", "2");
        assertThat(list(tx -> tx.listings().eventsOf(new TenantId("nobody"), 9)))
                .isEmpty();
    }

    @Test
    void a_subscriptions_events_come_newest_first_whoevers_it_is() {
        known(ACME);
        change(sub("1"), one -> one.boundTo(ACME));
        event("1", NOW, EventOutcome.APPLIED, "1", ACME);
        event("2", NOW.plusSeconds(1), EventOutcome.UNBOUND, "2");
        event("3", NOW.plusSeconds(2), EventOutcome.QUARANTINED, "1");
        assertThat(ends(list(tx -> tx.listings().eventsOf(sub("1"), 9)))).containsExactly("3", "1");
        assertThat(ends(list(tx -> tx.listings().eventsOf(sub("1"), 1)))).containsExactly("3");
        assertThat(list(tx -> tx.listings().eventsOf(sub("3"), 9))).isEmpty();
        event("4", NOW.plusSeconds(3), EventOutcome.APPLIED, "1", GLOBEX);
        assertThat(ends(list(tx -> tx.listings().eventsOf(sub("1"), 9))))
                .as("without what was applied to another tenant")
                .containsExactly("3", "1");
    }

    @Test
    void an_event_moves_between_the_lists_with_what_becomes_of_it() {
        event("1", NOW, EventOutcome.QUARANTINED, "1");
        run(tx -> tx.inbox().concludeWaiting(sub("1"), EventOutcome.APPLIED, "bound", Optional.of(ACME)));
        assertThat(list(tx -> tx.listings().events(EventOutcome.QUARANTINED, Optional.empty(), 9)))
                .isEmpty();
        assertThat(ends(list(tx -> tx.listings().events(EventOutcome.APPLIED, Optional.empty(), 9))))
                .containsExactly("1");
        assertThat(ends(list(tx -> tx.listings().eventsOf(ACME, 9)))).containsExactly("1");
    }

    @Test
    void quarantined_subscriptions_come_in_pages_until_somebody_owns_them() {
        known(ACME);
        for (String end : ENDS_IN_ORDER) change(sub(end), TrackedSubscription::quarantine);
        change(sub("free"), TrackedSubscription::mark);
        change(sub("A"), one -> one.boundTo(ACME));
        List<SubscriptionId> expected = ENDS_IN_ORDER.stream()
                .filter(end -> !end.equals("A"))
                .map(StoreContract::sub)
                .toList();
        List<SubscriptionId> read = new ArrayList<>();
        Optional<SubscriptionId> after = Optional.empty();
        for (List<SubscriptionId> page = quarantined(after); !page.isEmpty(); page = quarantined(after)) {
            read.addAll(page);
            after = Optional.of(page.get(page.size() - 1));
        }
        assertThat(read).isEqualTo(expected);
    }

    private List<SubscriptionId> quarantined(Optional<SubscriptionId> after) {
        return ids(list(tx -> tx.listings().quarantined(after, PAGE)));
    }

    private static List<SubscriptionId> ids(List<SubscriptionRow> rows) {
        return rows.stream()
                .map(row -> ((SubscriptionRow.Readable) row).subscription().id())
                .toList();
    }

    @Test
    void a_tenants_subscriptions_come_by_id_and_nobody_elses() {
        known(ACME, GLOBEX);
        for (String end : List.of("b", "A", "a")) change(sub(end), one -> one.boundTo(ACME));
        change(sub("c"), one -> one.boundTo(GLOBEX));
        change(sub("d"), TrackedSubscription::quarantine);
        assertThat(ids(list(tx -> tx.listings().subscriptionsOf(ACME)))).containsExactly(sub("A"), sub("a"), sub("b"));
    }
}
