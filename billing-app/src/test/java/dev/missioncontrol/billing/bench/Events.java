package dev.missioncontrol.billing.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.provider.BillingMetadata;
import dev.missioncontrol.billing.provider.EventContent;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.provider.SubscriptionItem;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import dev.missioncontrol.billing.stripe.StripeEventWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signed events of 6 KB about subscriptions of tenants {@code bench0}, {@code bench1}, ... Made from one body by putting other ids
 * into it, which costs a copy; signed anew each, as Stripe does.
 */
final class Events {
    /** A webhook's usual size at Stripe, in bytes. */
    static final int SIZE_BYTES = 6_000;

    static final String PATH = "/api/billing/webhook";

    private static final String TENANT = "bTENANTx";
    private static final String EVENT = "evt_EVENTx";
    private static final long CREATED = 4_000_000_001L;
    private static final long SEATS = 424_242;
    private static final Instant BEGUN = Instant.parse("2026-01-01T00:00:00Z");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final byte[][] updated;
    private final byte[][] created;
    private final byte[][] deleted;
    private final SecretKeySpec key;
    private final String run;

    /** @param run what all ids of events begin with, so that no two runs have one in common */
    Events(String secret, String run) {
        key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
        this.run = run;
        updated = template("updated", "active");
        created = template("created", "active");
        deleted = template("deleted", "canceled");
    }

    /** What the connections deliver. */
    enum Kind {
        /** Every event is new; {@code updated} of one of all subscriptions. */
        UNIQUE,
        /** Three in ten were delivered before. */
        DUPLICATES,
        /** All of one tenant. */
        ONE_TENANT,
        /** Created, updated and deleted, of tenants that come and go. */
        MIXED
    }

    /** A connection's requests. */
    Supplier<byte[]> requests(Kind kind, int tenants, int connection, int round) {
        RandomGenerator random =
                RandomGeneratorFactory.of("L64X128MixRandom").create(31L * connection + 1_000_003L * round);
        Mac mac = mac();
        String prefix = run + "_" + kind.ordinal() + "_" + round + "_" + connection + "_";
        return new Supplier<>() {
            private long sent;
            private byte[] last = new byte[0];

            @Override
            public byte[] get() {
                if (kind == Kind.DUPLICATES && last.length > 0 && random.nextInt(10) < 3)
                    return Requests.post(PATH, last, sign(mac, last));
                long tenant = kind == Kind.ONE_TENANT ? 0 : random.nextInt(tenants);
                byte[][] template = kind == Kind.MIXED
                        ? List.of(created, updated, updated, deleted).get(random.nextInt(4))
                        : updated;
                String subject = kind == Kind.MIXED ? "m" + tenant : "" + tenant;
                last = fill(template, subject, "bench" + subject, prefix + sent++, now(), 2 + random.nextInt(50));
                return Requests.post(PATH, last, sign(mac, last));
            }
        };
    }

    /** The one that makes the tenant of this name, to clone others from. */
    byte[] first(String tenant) {
        byte[] body = fill(created, tenant, "bench" + tenant, run + "_first_" + tenant, now(), 5);
        return Requests.post(PATH, body, sign(mac(), body));
    }

    /** An id of this run's. */
    String id(String rest) {
        return run + rest;
    }

    /** An event that says that this tenant's subscription has so many seats since then. */
    byte[] changed(int tenant, String event, long created, long seats) {
        byte[] body = fill(updated, "" + tenant, "bench" + tenant, event, created, seats);
        return Requests.post(PATH, body, sign(mac(), body));
    }

    /** The subscription of this number as the provider answers when it is asked. */
    static String object(String number, int seats) {
        String tenant = "bench" + number;
        String event = new String(
                fill(template("updated", "active"), number, tenant, "evt_0", now(), seats), StandardCharsets.UTF_8);
        try {
            return JSON.readTree(event).path("data").path("object").toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long now() {
        return Instant.now().getEpochSecond();
    }

    private String sign(Mac mac, byte[] body) {
        long now = Instant.now().getEpochSecond();
        mac.update((now + ".").getBytes(StandardCharsets.US_ASCII));
        return "t=" + now + ",v1=" + HexFormat.of().formatHex(mac.doFinal(body));
    }

    private Mac mac() {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac;
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Every odd piece is the place of a value. */
    private static byte[] fill(
            byte[][] template, String subject, String tenant, String event, long created, long seats) {
        ByteArrayOutputStream body = new ByteArrayOutputStream(SIZE_BYTES + 256);
        for (int piece = 0; piece < template.length; piece++) {
            if (piece % 2 == 0) body.writeBytes(template[piece]);
            else
                body.writeBytes(
                        switch (template[piece][0]) {
                            case 's' -> subject.getBytes(StandardCharsets.US_ASCII);
                            case 't' -> tenant.getBytes(StandardCharsets.US_ASCII);
                            case 'e' -> event.getBytes(StandardCharsets.US_ASCII);
                            case 'c' -> Long.toString(created).getBytes(StandardCharsets.US_ASCII);
                            default -> Long.toString(seats).getBytes(StandardCharsets.US_ASCII);
                        });
        }
        return body.toByteArray();
    }

    /** Letters that compress no better than the rest of an event. */
    private static String padding(int length) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(length);
        StringBuilder letters = new StringBuilder(length);
        while (letters.length() < length) letters.append((char) ('a' + random.nextInt(26)));
        return letters.toString();
    }

    private static byte[][] template(String what, String status) {
        SubscriptionItem item = new SubscriptionItem(
                new PriceId("price_team_m"),
                OptionalLong.of(SEATS),
                Optional.of(BillingInterval.MONTH),
                Optional.of(BEGUN.plus(Duration.ofDays(400))));
        SubscriptionSnapshot snapshot = new SubscriptionSnapshot(
                new SubscriptionId("sub_SUBJECTx"),
                Optional.of(new CustomerId("cus_SUBJECTx")),
                status,
                List.of(item),
                BEGUN,
                Optional.empty(),
                Optional.empty(),
                status.equals("canceled") ? Optional.of(BEGUN.plus(Duration.ofDays(30))) : Optional.empty(),
                new BillingMetadata(Optional.of(TENANT), Optional.empty(), Optional.empty()),
                false,
                Optional.empty());
        ProviderEvent event = new ProviderEvent(
                new EventId(EVENT),
                "customer.subscription." + what,
                Instant.ofEpochSecond(CREATED),
                false,
                Optional.empty(),
                Optional.of(StripeEventWriter.API_VERSION),
                new EventContent.OfSubscription(snapshot),
                "");
        String text = new String(StripeEventWriter.body(event), StandardCharsets.UTF_8);
        int missing = Math.max(0, SIZE_BYTES - text.length());
        text = text.replaceFirst("\\{", "{\"padding\":\"" + padding(missing) + "\",");
        text = text.replace("SUBJECTx", "\u0000s\u0000")
                .replace(TENANT, "\u0000t\u0000")
                .replace(EVENT, "\u0000e\u0000")
                .replace(Long.toString(CREATED), "\u0000c\u0000")
                .replace(Long.toString(SEATS), "\u0000q\u0000");
        String[] pieces = text.split("\u0000", -1);
        byte[][] template = new byte[pieces.length][];
        for (int piece = 0; piece < pieces.length; piece++)
            template[piece] = pieces[piece].getBytes(StandardCharsets.UTF_8);
        return template;
    }
}
