package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.AuditEntry;
import dev.missioncontrol.billing.store.CheckoutAttempt;
import dev.missioncontrol.billing.store.CustomerBinding;
import dev.missioncontrol.billing.store.InboxEvent;
import dev.missioncontrol.billing.store.TenantRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything that leads to what a tenant has, for whoever asks why.
 *
 * @param tenant who
 * @param at when it was asked, by our clock
 * @param status what the tenant has; absent if its row can't be read
 * @param why sentences that say why it is so, the one that decides first
 * @param record the tenant's row; absent if it was never seen
 * @param customer its customer at the provider
 * @param checkout its newest checkout
 * @param subscriptions its subscriptions, and those that could be its own
 * @param timeline events and decisions, oldest first by when they came or were made
 * @param earlierLeftOut whether there were more before them
 * @param unreadable what is left out since it can't be read, in words: which row it is and why
 */
public record Explanation(
        TenantId tenant,
        Instant at,
        Optional<TenantStatus> status,
        List<String> why,
        Optional<TenantRecord> record,
        Optional<CustomerBinding> customer,
        Optional<CheckoutAttempt> checkout,
        List<Reason> subscriptions,
        List<Entry> timeline,
        boolean earlierLeftOut,
        List<String> unreadable) {

    /** Copies the lists. */
    public Explanation {
        why = List.copyOf(why);
        subscriptions = List.copyOf(subscriptions);
        timeline = List.copyOf(timeline);
        unreadable = List.copyOf(unreadable);
    }

    /**
     * What one subscription does for the tenant, or why it does nothing.
     *
     * @param subscription as known
     * @param counts whether it is the one that the tenant's plan comes from
     * @param sentence why
     */
    public record Reason(TrackedSubscription subscription, boolean counts, String sentence) {}

    /** Something that happened. */
    public sealed interface Entry {
        /** When it came here, or was decided, by our clock. */
        Instant at();

        /** An event of the provider, what became of it, and why. */
        record Event(InboxEvent event) implements Entry {
            @Override
            public Instant at() {
                return event.received();
            }
        }

        /** A decision, by whom, by which rule, and what it changed. */
        record Decision(AuditEntry entry) implements Entry {
            @Override
            public Instant at() {
                return entry.at();
            }
        }
    }
}
