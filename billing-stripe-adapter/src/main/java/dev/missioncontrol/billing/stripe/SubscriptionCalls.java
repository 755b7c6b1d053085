package dev.missioncontrol.billing.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.provider.FetchedSubscription;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.ProviderStatus;
import dev.missioncontrol.billing.provider.SubscriptionChange;
import dev.missioncontrol.billing.provider.SubscriptionChange.Timing;
import dev.missioncontrol.billing.provider.SubscriptionPage;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Asks Stripe for subscriptions, with the items of all pages. */
final class SubscriptionCalls {
    private final StripeCalls calls;
    private final ArrearsCalls arrears;
    private final boolean livemode;

    SubscriptionCalls(StripeCalls calls, boolean livemode) {
        this.calls = calls;
        this.arrears = new ArrearsCalls(calls);
        this.livemode = livemode;
    }

    FetchedSubscription fetch(SubscriptionId id) {
        Answer answer;
        try {
            answer = calls.get("fetching subscription " + id, path(id), new Form().add("expand[0]", "schedule"));
        } catch (ProviderException e) {
            if (e.kind() == ProviderException.Kind.NOT_FOUND)
                return new FetchedSubscription.Missing(String.valueOf(e.getMessage()));
            throw e;
        }
        Instant at = answer.at();
        SubscriptionSnapshot snapshot = snapshot(answer, answer.json());
        if (!snapshot.id().equals(id)) throw answer.malformed("it is about another subscription");
        boolean owes = snapshot.knownStatus()
                .filter(status -> status == ProviderStatus.PAST_DUE || status == ProviderStatus.UNPAID)
                .isPresent();
        return new FetchedSubscription.Found(
                owes ? snapshot.withArrears(arrears.of(snapshot, at)) : snapshot,
                at,
                ScheduleCalls.planned(answer.json().path("schedule")),
                answer.json().path("pending_update").isObject());
    }

    /**
     * How it stands before it is changed.
     *
     * @throws ProviderException of kind {@code NOT_FOUND} if it is not there
     */
    SubscriptionAnswer standing(SubscriptionId id) {
        return standing(id, new Form().add("expand[0]", "schedule"));
    }

    /** The same before a change, with what pays it where that is charged at once. */
    SubscriptionAnswer standingFor(SubscriptionChange change) {
        return change.when() == Timing.NOW ? standingWithPayer(change.subscription()) : standing(change.subscription());
    }

    /** The same with {@link SubscriptionAnswer#payer what pays it}. */
    SubscriptionAnswer standingWithPayer(SubscriptionId id) {
        return standing(
                id,
                new Form()
                        .add("expand[0]", "schedule")
                        .add("expand[1]", "default_payment_method")
                        .add("expand[2]", "default_source")
                        .add("expand[3]", "customer.invoice_settings.default_payment_method")
                        .add("expand[4]", "customer.default_source"));
    }

    private SubscriptionAnswer standing(SubscriptionId id, Form query) {
        SubscriptionAnswer found = read(calls.get("fetching subscription " + id, path(id), query));
        if (!found.snapshot().id().equals(id)) throw found.answer().malformed("it is about another subscription");
        return found;
    }

    /** The subscription that a call was answered with. */
    SubscriptionAnswer read(Answer answer) {
        JsonNode whole = withAllItems(answer.json());
        return new SubscriptionAnswer(answer, whole, snapshot(answer, whole));
    }

    static String path(SubscriptionId id) {
        return "/v1/subscriptions/" + Form.encode(id.value());
    }

    SubscriptionPage list(Optional<CustomerId> customer, Optional<SubscriptionId> after, int limit) {
        if (limit < 1 || limit > StripeCalls.LARGEST_PAGE)
            throw new IllegalArgumentException("a page has 1 to " + StripeCalls.LARGEST_PAGE + " subscriptions");
        // Without a status, Stripe leaves out the ended ones.
        Form query = new Form()
                .add("status", "all")
                .add("limit", limit)
                .add("customer", customer)
                .add("starting_after", after);
        Answer answer = calls.get("listing subscriptions", "/v1/subscriptions", query);
        Instant at = answer.at();
        List<SubscriptionSnapshot> subscriptions = new ArrayList<>();
        Set<SubscriptionId> unplanned = new HashSet<>();
        for (JsonNode subscription : answer.data()) {
            SubscriptionSnapshot one = snapshot(answer, subscription);
            subscriptions.add(one);
            if (goesOn(subscription)) unplanned.add(one.id());
        }
        if (answer.hasMore() && subscriptions.isEmpty()) throw answer.malformed("it goes on after an empty page");
        return new SubscriptionPage(subscriptions, answer.hasMore(), at, unplanned);
    }

    /** Whether it says that no schedule governs it, and that no change waits. */
    private static boolean goesOn(JsonNode subscription) {
        return subscription.path("schedule").isNull()
                && !subscription.path("pending_update").isObject();
    }

    private SubscriptionSnapshot snapshot(Answer answer, JsonNode subscription) {
        Instant created = answer.require(SubscriptionReader.created(subscription), "time of creation");
        return answer.require(SubscriptionReader.read(withAllItems(subscription), created, livemode), "id or status");
    }

    /** A subscription carries its first ten items; the others are asked for. */
    private JsonNode withAllItems(JsonNode subscription) {
        JsonNode items = subscription.path("items");
        Optional<String> id = Fields.identifier(subscription, "id");
        if (!Fields.isTrue(items, "has_more") || id.isEmpty()) return subscription;
        List<JsonNode> all = calls.rest(
                "listing the items of subscription " + id.get(),
                "/v1/subscription_items",
                new Form().add("subscription", id.get()),
                Fields.objects(items.path("data")));
        ObjectNode whole = subscription.deepCopy();
        whole.withObject("/items").putArray("data").addAll(all);
        return whole;
    }
}
