package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.id.AttemptId;
import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.provider.EventContent;
import dev.missioncontrol.billing.provider.FetchedSubscription;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import dev.missioncontrol.billing.store.Expected;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What is going to be asked of the store about events, or about what the provider lists: all that they name. */
final class Prefetch {
    private Prefetch() {}

    /** What comparing these is going to ask for: on an account that sells other things, whether each was an erased tenant's. */
    static Expected listed(List<SubscriptionSnapshot> listed, String provider) {
        Set<SubscriptionId> subscriptions = new HashSet<>();
        Set<CustomerId> customers = new HashSet<>();
        Set<AttemptId> attempts = new HashSet<>();
        for (SubscriptionSnapshot one : listed) {
            subscriptions.add(one.id());
            one.customer().ifPresent(customers::add);
            one.metadata().attempt().flatMap(Ownership::attemptId).ifPresent(attempts::add);
        }
        return new Expected(provider, Set.of(), subscriptions, customers, Set.of(), attempts);
    }

    /** What writing these is going to ask for. */
    static Expected fetched(List<Fetch.Answered> fetched, String provider) {
        Set<SubscriptionId> subscriptions = new HashSet<>();
        List<SubscriptionSnapshot> found = new ArrayList<>();
        for (Fetch.Answered one : fetched) {
            subscriptions.add(one.claim().subscription());
            if (one.answer() instanceof FetchedSubscription.Found there) found.add(there.snapshot());
        }
        Expected named = listed(found, provider);
        return new Expected(provider, Set.of(), subscriptions, named.customers(), Set.of(), named.attempts());
    }

    static Expected events(List<ProviderEvent> events, String provider) {
        Set<EventId> ids = new HashSet<>();
        Set<SubscriptionId> subscriptions = new HashSet<>();
        Set<CustomerId> customers = new HashSet<>();
        Set<CheckoutSessionId> sessions = new HashSet<>();
        Set<AttemptId> attempts = new HashSet<>();
        for (ProviderEvent event : events) {
            EventContent content = event.content();
            ids.add(event.id());
            content.subscription().ifPresent(subscriptions::add);
            content.customer().ifPresent(customers::add);
            content.metadata().attempt().flatMap(Ownership::attemptId).ifPresent(attempts::add);
            if (content instanceof EventContent.OfCheckout checkout) sessions.add(checkout.id());
        }
        return new Expected(provider, ids, subscriptions, customers, sessions, attempts);
    }
}
