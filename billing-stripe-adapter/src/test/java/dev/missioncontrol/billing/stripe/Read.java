package dev.missioncontrol.billing.stripe;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.missioncontrol.billing.provider.CheckoutSession;
import dev.missioncontrol.billing.provider.EventContent;
import dev.missioncontrol.billing.provider.EventReader.Reading;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Signs, reads, and answers what came of it, so that a test reads in one line. */
final class Read {
    static final String SECRET = "whsec_test_0123456789";
    static final Instant NOW = Instant.ofEpochSecond(1_790_000_000L);
    static final StripeEventReader READER = StripeEventReader.signedBy(List.of(SECRET), InstantSource.fixed(NOW));

    private static final StripeSignature SIGNATURE = new StripeSignature(SECRET);

    private Read() {}

    static Reading signed(byte[] body) {
        return READER.read(body, Optional.of(SIGNATURE.header(body, NOW)));
    }

    static Reading signed(String body) {
        return signed(body.getBytes(UTF_8));
    }

    static ProviderEvent event(byte[] body) {
        Reading reading = signed(body);
        if (reading instanceof Reading.Event read) return read.event();
        throw new AssertionError("refused: " + reading);
    }

    static ProviderEvent event(String body) {
        return event(body.getBytes(UTF_8));
    }

    /** One of the events under {@code src/test/resources/events}. */
    static ProviderEvent fixture(String name) {
        return event(SharedFolder.resource("events/" + name + ".json"));
    }

    static SubscriptionSnapshot subscription(ProviderEvent event) {
        return ((EventContent.OfSubscription) event.content()).snapshot();
    }

    static CheckoutSession session(ProviderEvent event) {
        return ((EventContent.OfCheckout) event.content()).session();
    }

    /** A subscription's update with this JSON as its object. */
    static ProviderEvent update(String subscription) {
        return event("{\"id\":\"evt_1\",\"type\":\"customer.subscription.updated\",\"created\":1790000000,"
                + "\"livemode\":false,\"data\":{\"object\":" + subscription + "}}");
    }
}
