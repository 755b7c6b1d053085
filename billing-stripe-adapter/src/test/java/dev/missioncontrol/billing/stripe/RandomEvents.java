package dev.missioncontrol.billing.stripe;

import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.provider.BillingMetadata;
import dev.missioncontrol.billing.provider.CheckoutSession;
import dev.missioncontrol.billing.provider.EventContent;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.provider.SubscriptionItem;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;

/** Events of every kind that a provider without a network may have made. The same seed gives the same events. */
final class RandomEvents {
    private static final List<String> STATUSES = List.of(
            "trialing",
            "active",
            "past_due",
            "unpaid",
            "paused",
            "incomplete",
            "incomplete_expired",
            "canceled",
            "new");

    private final RandomGenerator random;

    RandomEvents(long seed) {
        random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    ProviderEvent next() {
        boolean livemode = random.nextBoolean();
        return switch (random.nextInt(6)) {
            case 0 ->
                event(
                        "customer.subscription." + one("created", "updated", "paused", "deleted"),
                        livemode,
                        subscription(livemode));
            case 1 ->
                event("checkout.session." + one("completed", "expired", "async_payment_failed"), livemode, checkout());
            case 2 -> event("invoice." + one("paid", "payment_failed", "upcoming"), livemode, mention());
            case 3 -> event("subscription_schedule.updated", livemode, mention());
            case 4 -> event("customer.deleted", livemode, new EventContent.OfCustomer(new CustomerId(id("cus")), true));
            default -> event(one("ping", "charge.succeeded", "price.updated"), livemode, new EventContent.Other());
        };
    }

    private ProviderEvent event(String type, boolean livemode, EventContent content) {
        return new ProviderEvent(
                new EventId(id("evt")),
                type,
                time(),
                livemode,
                maybe(() -> id("acct")),
                Optional.of(StripeEventWriter.API_VERSION),
                content,
                "");
    }

    private EventContent subscription(boolean livemode) {
        return new EventContent.OfSubscription(new SubscriptionSnapshot(
                new SubscriptionId(id("sub")),
                maybe(() -> new CustomerId(id("cus"))),
                STATUSES.get(random.nextInt(STATUSES.size())),
                IntStream.range(0, random.nextInt(4)).mapToObj(i -> item()).toList(),
                time(),
                maybe(this::time),
                maybe(this::time),
                maybe(this::time),
                metadata(),
                livemode,
                Optional.empty(),
                Optional.of(one("usd", "eur"))));
    }

    private SubscriptionItem item() {
        OptionalLong quantity = random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(random.nextLong());
        return new SubscriptionItem(
                new PriceId(id("price")),
                quantity,
                maybe(() -> random.nextBoolean() ? BillingInterval.MONTH : BillingInterval.YEAR),
                maybe(this::time));
    }

    private EventContent checkout() {
        return new EventContent.OfCheckout(new CheckoutSession(
                new CheckoutSessionId(id("cs")),
                CheckoutSession.State.values()[random.nextInt(3)],
                Optional.empty(),
                maybe(() -> new CustomerId(id("cus"))),
                maybe(() -> new SubscriptionId(id("sub"))),
                maybe(() -> "tenant-" + random.nextInt(10)),
                metadata(),
                random.nextBoolean(),
                one("paid", "unpaid", "no_payment_required"),
                maybe(this::time)));
    }

    private EventContent mention() {
        Optional<CustomerId> customer = maybe(() -> new CustomerId(id("cus")));
        Optional<SubscriptionId> subscription = customer.isEmpty()
                ? Optional.of(new SubscriptionId(id("sub")))
                : maybe(() -> new SubscriptionId(id("sub")));
        return new EventContent.OfInvoice(subscription, customer);
    }

    private BillingMetadata metadata() {
        return new BillingMetadata(
                maybe(() -> "t\u00e4nant \"" + random.nextInt(10)), maybe(() -> "main"), maybe(() -> id("att")));
    }

    private Instant time() {
        return Instant.ofEpochSecond(random.nextLong(Fields.LAST_SECOND + 1));
    }

    private String id(String prefix) {
        return prefix + "_" + Long.toString(random.nextLong(Long.MAX_VALUE), 36);
    }

    private String one(String... of) {
        return of[random.nextInt(of.length)];
    }

    private <T> Optional<T> maybe(Supplier<T> value) {
        return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
    }
}
