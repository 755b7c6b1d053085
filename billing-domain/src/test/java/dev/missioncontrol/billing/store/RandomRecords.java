package dev.missioncontrol.billing.store;

import dev.missioncontrol.billing.account.CurrentSubscription;
import dev.missioncontrol.billing.account.Registers;
import dev.missioncontrol.billing.account.Seen;
import dev.missioncontrol.billing.account.SubscriptionStatus;
import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.account.Transition;
import dev.missioncontrol.billing.id.AttemptId;
import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.PromotionCodeId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.provider.Arrears;
import dev.missioncontrol.billing.provider.BillingMetadata;
import dev.missioncontrol.billing.provider.EventContent;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.provider.ProviderStatus;
import dev.missioncontrol.billing.provider.SubscriptionItem;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Records as no honest provider would send them, the same for the same seed: whatever fits the types must survive. */
final class RandomRecords {
    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "active",
            "null",
            "Größe 漢字 \uD83E\uDDFE עברית e\u0301",
            "two\nlines\tand\r\nmore",
            "quotes ' \" ` \\ and ; -- %_ {}[]:,",
            "x".repeat(500),
            "\uD83D\uDE80".repeat(250));

    private static final Instant EARLIEST = Instant.parse("2011-09-29T00:00:00Z");
    private static final long MICROS_OF_A_CENTURY = 3_155_760_000_000_000L;

    private final Random random;

    RandomRecords(long seed) {
        random = new Random(seed);
    }

    /** Any text but one with the character 0, which PostgreSQL has no place for. */
    String text() {
        return one(TEXTS);
    }

    /** To the microsecond, within a century. */
    Instant instant() {
        return EARLIEST.plus(random.nextLong(MICROS_OF_A_CENTURY), ChronoUnit.MICROS);
    }

    TrackedSubscription tracked(SubscriptionId id, Optional<TenantId> tenant) {
        boolean livemode = random.nextBoolean();
        return new TrackedSubscription(
                id,
                tenant,
                tenant.isEmpty() && random.nextBoolean(),
                livemode,
                maybe(() -> snapshot(id, livemode)),
                maybe(this::instant),
                random.nextBoolean(),
                new Registers(
                        maybe(() -> new Seen<>(one(ProviderStatus.values()), instant())),
                        maybe(() -> new Seen<>(items(), instant())),
                        maybe(() -> new Seen<>(items(), instant()))),
                maybe(this::instant),
                random.nextLong(Long.MAX_VALUE),
                random.nextLong(Long.MAX_VALUE),
                random.nextLong(Long.MAX_VALUE));
    }

    SubscriptionSnapshot snapshot(SubscriptionId id, boolean livemode) {
        return new SubscriptionSnapshot(
                id,
                maybe(() -> new CustomerId("cus_" + random.nextInt(1_000))),
                random.nextInt(4) == 0 ? text() : one(ProviderStatus.values()).word(),
                items(),
                instant(),
                maybe(this::instant),
                maybe(this::instant),
                maybe(this::instant),
                new BillingMetadata(maybe(this::text), maybe(this::text), maybe(this::text)),
                livemode,
                maybe(() -> new Arrears(instant(), items(), random.nextBoolean())),
                maybe(() -> random.nextBoolean() ? "usd" : "eur"));
    }

    CurrentSubscription current() {
        return new CurrentSubscription(
                maybe(() -> new SubscriptionId("sub_" + random.nextInt(1_000))),
                random.nextBoolean() ? "team" : text(),
                one(SubscriptionStatus.values()),
                1 + random.nextInt(999_999),
                maybe(() -> one(BillingInterval.values())),
                maybe(this::instant),
                maybe(this::text),
                maybe(() -> one(ProviderStatus.values())),
                maybe(this::instant),
                maybe(this::instant),
                maybe(this::instant),
                maybe(this::text),
                random.nextBoolean(),
                maybe(this::instant));
    }

    StoredSubscription stored(TenantId tenant) {
        return new StoredSubscription(
                tenant, maybe(() -> new CustomerId("cus_" + random.nextInt(1_000))), current(), text());
    }

    Transition transition() {
        return new Transition(one(Transition.Type.values()), current(), current());
    }

    AuditEntry auditAfter(TenantRecord tenant) {
        return AuditEntry.next(
                tenant,
                instant(),
                random.nextBoolean() ? "webhook" : text(),
                maybe(() -> new EventId("evt_" + random.nextInt(1_000))),
                text(),
                current(),
                current());
    }

    ProviderEvent event(EventId id) {
        return new ProviderEvent(
                id,
                random.nextBoolean() ? "customer.subscription.updated" : text(),
                instant(),
                random.nextBoolean(),
                maybe(this::text),
                maybe(this::text),
                content(),
                random.nextInt(10) == 0 ? "{\"long\":\"" + "é".repeat(100_000) + "\"}" : text());
    }

    private EventContent content() {
        return switch (random.nextInt(3)) {
            case 0 -> new EventContent.Other();
            case 1 -> new EventContent.OfInvoice(maybe(() -> new SubscriptionId("sub_1")), maybe(this::customer));
            default ->
                new EventContent.OfSubscription(
                        snapshot(new SubscriptionId("sub_" + random.nextInt(100)), random.nextBoolean()));
        };
    }

    CustomerId customer() {
        return new CustomerId("cus_" + random.nextInt(1_000_000));
    }

    CustomerBinding binding(TenantId tenant) {
        return new CustomerBinding(
                tenant, "stripe", customer(), random.nextBoolean(), random.nextBoolean(), random.nextInt(1_000));
    }

    CheckoutAttempt attempt(AttemptId id, TenantId tenant, int generation, CheckoutAttempt.State state) {
        return new CheckoutAttempt(
                id,
                tenant,
                random.nextBoolean() ? "team" : text(),
                one(BillingInterval.values()),
                random.nextInt(1_000_000),
                maybe(() -> new PromotionCodeId("promo_" + id)),
                maybe(() -> new PriceId("price_" + id)),
                random.nextBoolean() ? OptionalInt.of(random.nextInt(1_000)) : OptionalInt.empty(),
                generation,
                maybe(this::customer),
                maybe(() -> new CheckoutSessionId("cs_" + id)),
                maybe(() -> URI.create("https://pay.example/c/" + "p".repeat(random.nextInt(2_000)) + "?a=%20b#f'g")),
                maybe(this::instant),
                state,
                instant());
    }

    <T> Optional<T> maybe(Supplier<T> value) {
        return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
    }

    private List<SubscriptionItem> items() {
        return Stream.generate(this::item).limit(random.nextInt(4)).toList();
    }

    private SubscriptionItem item() {
        return new SubscriptionItem(
                new PriceId("price_" + random.nextInt(1_000)),
                one(List.of(
                        OptionalLong.empty(),
                        OptionalLong.of(0),
                        OptionalLong.of(5),
                        OptionalLong.of(-1),
                        OptionalLong.of(Long.MAX_VALUE))),
                maybe(() -> one(BillingInterval.values())),
                maybe(this::instant));
    }

    @SafeVarargs
    private <T> T one(T... of) {
        return of[random.nextInt(of.length)];
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
