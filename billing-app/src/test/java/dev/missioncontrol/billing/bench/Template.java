package dev.missioncontrol.billing.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.provider.ASnapshot;
import dev.missioncontrol.billing.provider.BillingMetadata;
import dev.missioncontrol.billing.provider.CheckoutSession;
import dev.missioncontrol.billing.provider.EventContent;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.stripe.StripeEventWriter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** A subscription as Stripe writes it, with places for what differs: another one costs a copy. */
final class Template {
    private static final String TENANT = "bTENANTx";
    private static final String EVENT = "evt_EVENTx";
    private static final long CREATED = 4_000_000_001L;
    private static final long SEATS = 424_242;
    private static final Instant BEGUN = Instant.parse("2026-01-01T00:00:00Z");
    private static final int MOST_FILLED_BYTES = 256;

    /** Every odd piece is the place of a value. */
    private final byte[][] pieces;

    private final int length;

    private Template(String text) {
        String[] parts = text.replace("SUBJECTx", "\u0000s\u0000")
                .replace(TENANT, "\u0000t\u0000")
                .replace(EVENT, "\u0000e\u0000")
                .replace(Long.toString(CREATED), "\u0000c\u0000")
                .replace(Long.toString(SEATS), "\u0000q\u0000")
                .split("\u0000", -1);
        pieces = new byte[parts.length][];
        for (int piece = 0; piece < parts.length; piece++)
            pieces[piece] = parts[piece].getBytes(StandardCharsets.UTF_8);
        length = text.length();
    }

    /** An event about it, of a webhook's usual size. */
    static Template event(String what, String status) {
        return padded(text(what, status));
    }

    /** An event of the same size about the checkout that sold it, which {@link Checkouts} began. */
    static Template checkout() {
        return padded(text(
                "checkout.session.completed",
                new EventContent.OfCheckout(new CheckoutSession(
                        new CheckoutSessionId(Checkouts.SESSION + "SUBJECTx"),
                        CheckoutSession.State.COMPLETE,
                        Optional.empty(),
                        Optional.of(new CustomerId("cus_SUBJECTx")),
                        Optional.of(new SubscriptionId("sub_SUBJECTx")),
                        Optional.of(TENANT),
                        new BillingMetadata(
                                Optional.of(TENANT), Optional.empty(), Optional.of(Checkouts.ATTEMPT + "SUBJECTx")),
                        true,
                        "paid",
                        Optional.of(BEGUN.plus(Duration.ofDays(1)))))));
    }

    private static Template padded(String text) {
        int missing = Math.max(0, Events.SIZE_BYTES - text.length());
        return new Template(text.replaceFirst("\\{", "{\"padding\":\"" + padding(missing) + "\","));
    }

    /** The subscription alone, as it is fetched and listed. */
    static Template subscription() {
        try {
            return new Template(new ObjectMapper()
                    .readTree(text("updated", "active"))
                    .path("data")
                    .path("object")
                    .toString());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    byte[] fill(String subject, String tenant, String event, long created, long seats) {
        ByteArrayOutputStream body = new ByteArrayOutputStream(length + MOST_FILLED_BYTES);
        for (int piece = 0; piece < pieces.length; piece++) {
            if (piece % 2 == 0) body.writeBytes(pieces[piece]);
            else
                body.writeBytes(
                        switch (pieces[piece][0]) {
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

    private static String text(String what, String status) {
        ASnapshot snapshot = ASnapshot.of("sub_SUBJECTx", BEGUN)
                .customer("cus_SUBJECTx")
                .status(status)
                .monthly("price_team_m", SEATS, BEGUN.plus(Duration.ofDays(400)))
                .tenant(TENANT);
        if (status.equals("canceled")) snapshot.endedAt(Optional.of(BEGUN.plus(Duration.ofDays(30))));
        return text("customer.subscription." + what, new EventContent.OfSubscription(snapshot.said()));
    }

    private static String text(String type, EventContent content) {
        ProviderEvent event = new ProviderEvent(
                new EventId(EVENT),
                type,
                Instant.ofEpochSecond(CREATED),
                false,
                Optional.empty(),
                Optional.of(StripeEventWriter.API_VERSION),
                content,
                "");
        return new String(StripeEventWriter.body(event), StandardCharsets.UTF_8);
    }
}
