package dev.missioncontrol.billing.store;

import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.provider.EventContent;
import dev.missioncontrol.billing.provider.ProviderEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Contracts of the inbox: events of the provider, and what became of them. */
abstract class OnTheInbox extends StoreContract {
    /** Years ago by any clock that a store under test may have, and years ahead. */
    static final Instant OLD = Instant.parse("2020-01-01T00:00:00Z");

    static final Instant YOUNG = Instant.parse("2090-01-01T00:00:00Z");

    static final Duration A_YEAR = Duration.ofDays(365);

    static EventId event(String end) {
        return new EventId("evt_" + end);
    }

    static ProviderEvent about(EventId id, Optional<SubscriptionId> subscription) {
        return new ProviderEvent(
                id,
                "invoice.paid",
                NOW,
                false,
                Optional.empty(),
                Optional.empty(),
                new EventContent.OfInvoice(subscription, Optional.empty()),
                "{}");
    }

    void received(EventId id, Instant at) {
        run(tx -> tx.inbox().insert(about(id, Optional.of(sub("1"))), at));
    }

    void concluded(EventId id, Instant at, EventOutcome outcome) {
        received(id, at);
        run(tx -> tx.inbox().conclude(id, outcome, "why", Optional.empty()));
    }

    void failed(EventId id, Instant at, Optional<Duration> retryAfter) {
        received(id, at);
        run(tx -> tx.inbox().fail(id, EventOutcome.FAILED, "why", 1, retryAfter));
    }

    List<EventId> due(int limit) {
        return list(tx -> locked(tx, limit)).stream().map(InboxEvent::id).toList();
    }

    EventOutcome outcome(EventId id) {
        return find(tx -> tx.inbox().event(id)).orElseThrow().outcome();
    }
}
