package dev.missioncontrol.billing.persistence;

import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.provider.ASnapshot;
import dev.missioncontrol.billing.provider.BillingMetadata;
import dev.missioncontrol.billing.provider.CheckoutSession;
import dev.missioncontrol.billing.provider.EventContent;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import dev.missioncontrol.billing.store.Attempts;
import dev.missioncontrol.billing.store.CheckoutAttempt;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;

/** Events as they could come, from no provider. */
final class MadeUpEvents {
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    /** How many there are of a seed. */
    static final int EVENTS = 60;

    /** How many seeds are tried, from 1. */
    static final int SEEDS = 12;

    /** Of customers, subscriptions and checkouts; four tenants share them. */
    private static final int NUMBERS = 9;

    private static final List<String> PRICES = DefaultCatalog.withPlaceholderPrices().plans().stream()
            .flatMap(plan -> plan.prices().values().stream())
            .map(price -> price.id().value())
            .toList();

    private MadeUpEvents() {}

    /** Of a few subscriptions and tenants, some of them twice, in any order: the same for the same seed. */
    static List<ProviderEvent> ofSeed(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        List<ProviderEvent> events = new ArrayList<>();
        while (events.size() < EVENTS) {
            if (!events.isEmpty() && random.nextInt(8) == 0) events.add(events.get(random.nextInt(events.size())));
            else
                events.add(event(
                        "evt_" + random.nextInt(1_000_000),
                        content(random),
                        random.nextInt(6),
                        random.nextInt(15) == 0));
        }
        return events;
    }

    private static EventContent content(RandomGenerator random) {
        int number = random.nextInt(NUMBERS);
        Optional<CustomerId> customer = Optional.of(new CustomerId("cus_" + number));
        return switch (random.nextInt(9)) {
            case 0 -> new EventContent.OfInvoice(Optional.of(new SubscriptionId("sub_" + number)), customer);
            case 1 -> new EventContent.OfCustomer(customer.get(), random.nextBoolean());
            case 2 -> new EventContent.Other();
            case 3 -> new EventContent.OfCheckout(checkout(random, number, customer));
            default -> new EventContent.OfSubscription(snapshot(random, number, customer));
        };
    }

    /** The checkouts that some of the events are about: of each tenant two or three, of which the last is open. */
    static List<CheckoutAttempt> begunCheckouts() {
        List<CheckoutAttempt> begun = new ArrayList<>();
        for (int number = 0; number < NUMBERS; number++) {
            TenantId tenant = new TenantId("tenant" + number % 4);
            CheckoutAttempt.State state =
                    number + 4 < NUMBERS ? CheckoutAttempt.State.SUPERSEDED : CheckoutAttempt.State.OPEN;
            begun.add(Attempts.attempt("" + number, tenant, number, state, NOON));
        }
        return begun;
    }

    /** As many checkouts of as many tenants, all begun. */
    static List<CheckoutAttempt> checkoutsOfTenants(int tenants) {
        return IntStream.range(0, tenants)
                .mapToObj(number -> Attempts.attempt(
                        "of" + number, new TenantId("buyer" + number), 1, CheckoutAttempt.State.OPEN, NOON))
                .toList();
    }

    /** This one was left. */
    static ProviderEvent left(CheckoutAttempt begun) {
        CheckoutSession session = new CheckoutSession(
                begun.session().orElseThrow(),
                CheckoutSession.State.EXPIRED,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(begun.tenant().value()),
                BillingMetadata.NONE,
                true,
                "unpaid",
                Optional.empty());
        return event("evt_left_" + begun.id().value(), new EventContent.OfCheckout(session), 0, false);
    }

    /** Of an account that sells other things as well: so many times a customer, a checkout and a subscription of nobody here. */
    static List<ProviderEvent> strangers(int times) {
        List<ProviderEvent> events = new ArrayList<>();
        for (int number = 0; number < times; number++) {
            String name = "stranger" + number;
            CheckoutAttempt foreign = Attempts.attempt(name, new TenantId(name), 1, CheckoutAttempt.State.OPEN, NOON);
            EventContent subscription = new EventContent.OfSubscription(ASnapshot.of("sub_" + name, NOON)
                    .customer(Optional.of(new CustomerId("cus_" + name)))
                    .monthly("price_foreign", 1, NOON.plus(Duration.ofDays(30)))
                    .said());
            EventContent customer = new EventContent.OfCustomer(new CustomerId("cus_other_" + name), false);
            events.add(event("evt_customer_" + name, customer, 0, false));
            events.add(left(foreign));
            events.add(event("evt_subscription_" + name, subscription, 0, false));
        }
        return events;
    }

    private static CheckoutSession checkout(RandomGenerator random, int number, Optional<CustomerId> customer) {
        boolean paid = random.nextBoolean();
        Optional<String> attempt =
                random.nextBoolean() ? Optional.of(Attempts.id("" + number).value()) : Optional.empty();
        return new CheckoutSession(
                new CheckoutSessionId("cs_" + number),
                paid ? CheckoutSession.State.COMPLETE : CheckoutSession.State.EXPIRED,
                Optional.empty(),
                customer,
                paid ? Optional.of(new SubscriptionId("sub_" + number)) : Optional.empty(),
                Optional.of("tenant" + number % 4),
                new BillingMetadata(Optional.of("tenant" + number % 4), Optional.empty(), attempt),
                random.nextInt(5) > 0,
                paid ? "paid" : "unpaid",
                Optional.empty());
    }

    /** Every third is nobody's until metadata says so; now and then metadata names another tenant. */
    private static SubscriptionSnapshot snapshot(RandomGenerator random, int number, Optional<CustomerId> customer) {
        boolean silent = number % 3 == 0 && random.nextInt(3) > 0;
        int owner = random.nextInt(6) == 0 ? random.nextInt(4) : number % 4;
        String status = List.of("active", "trialing", "past_due", "incomplete", "unpaid", "canceled")
                .get(random.nextInt(6));
        String price = random.nextInt(5) == 0 ? "price_unknown" : PRICES.get(random.nextInt(PRICES.size()));
        int seats = 1 + random.nextInt(9);
        ASnapshot snapshot = ASnapshot.of("sub_" + number, NOON)
                .customer(customer)
                .status(status)
                .monthly(price, seats, NOON.plus(Duration.ofDays(1 + random.nextInt(40))));
        if (status.equals("canceled")) snapshot.endedAt(Optional.of(NOON));
        if (!silent) snapshot.tenant("tenant" + owner);
        return snapshot.said();
    }

    /** One subscription that names one tenant and then another, whose it does not become. */
    static List<ProviderEvent> anotherNamedLater() {
        return List.of(
                event("evt_names_one", new EventContent.OfSubscription(named(100, 1)), 0, false),
                event("evt_names_another", new EventContent.OfSubscription(named(101, 1)), 1, false));
    }

    /** About one that nothing names a tenant for, and one that has one: more than one group takes. */
    static List<ProviderEvent> nobodys() {
        EventContent nobodys = new EventContent.OfInvoice(Optional.of(new SubscriptionId("sub_200")), Optional.empty());
        List<ProviderEvent> events = new ArrayList<>();
        for (int number = 0; number < 2 * EVENTS; number++)
            events.add(event(
                    "evt_nobodys_" + number,
                    number % 2 == 0 ? nobodys : new EventContent.OfSubscription(named(100, 1)),
                    0,
                    false));
        return events;
    }

    /** An active subscription, always the same one, whose metadata name this tenant. */
    static SubscriptionSnapshot named(int tenant, int seats) {
        return ASnapshot.of("sub_100", NOON)
                .monthly(PRICES.get(0), seats, NOON.plus(Duration.ofDays(30)))
                .tenant("tenant" + tenant)
                .said();
    }

    static ProviderEvent event(String id, EventContent content, int second, boolean livemode) {
        return new ProviderEvent(
                new EventId(id),
                "an.event",
                NOON.plusSeconds(second),
                livemode,
                Optional.empty(),
                Optional.empty(),
                content,
                "{}");
    }
}
