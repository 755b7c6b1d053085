package dev.missioncontrol.billing.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.provider.EventReader.Reading;
import dev.missioncontrol.billing.provider.EventReader.Refusal;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What every {@link EventReader} promises that believes signatures. An adapter's test extends this and says what its provider
 * sends, and how it signs that:
 *
 * <pre>{@code
 * class PaddleEventReaderTest extends EventReaderContract {
 *     @Override
 *     protected EventReader reader() { ... }
 *
 *     @Override
 *     protected byte[] bought() { ... }
 *
 *     @Override
 *     protected String signed(byte[] body) { ... }
 * }
 * }</pre>
 */
public abstract class EventReaderContract {
    /** In bodies that can't be read: what is refused is not repeated, in a log say. */
    private static final String CANARY = "canary4711";

    /** Deeper than any event, and deep enough to overflow the stack of a parser without a limit. */
    private static final int DEEP = 100_000;

    /** The reader. It believes what {@link #signed} has signed, by a clock that stands still if need be. */
    protected abstract EventReader reader();

    /** The body with which the provider tells of a subscription that was bought and paid: how that subscription is. */
    protected abstract byte[] bought();

    /** The signature header that the provider would send with these bytes, whatever they are. */
    protected abstract String signed(byte[] body);

    @Test
    void what_the_provider_signed_is_read() {
        ProviderEvent event = read(bought());

        assertThat(event.created()).as("in seconds").isEqualTo(event.created().truncatedTo(ChronoUnit.SECONDS));
        assertThat(event.type()).isNotBlank();
        assertThat(event.content())
                .as("a subscription's own payload says how it is")
                .isInstanceOf(EventContent.OfSubscription.class);
        SubscriptionSnapshot snapshot = ((EventContent.OfSubscription) event.content()).snapshot();
        assertThat(snapshot.status()).isEqualTo("active");
        assertThat(snapshot.customer()).isPresent();
        assertThat(snapshot.items()).isNotEmpty();
        assertThat(snapshot.livemode()).isEqualTo(event.livemode());
    }

    @Test
    void the_same_event_has_the_same_id_on_every_delivery() {
        assertThat(read(bought()).id()).isEqualTo(read(bought()).id());
    }

    @Test
    void what_was_stored_of_an_event_is_that_event() {
        ProviderEvent event = read(bought());

        assertThat(reader().reread(event.id(), event.payload())).isEqualTo(event);
    }

    @Test
    void what_is_stored_and_is_no_event_is_said_to_be_none() {
        EventReader reader = reader();
        for (String payload : new String[] {"", "{}", "[]", "\u0000", "{\"id\":"})
            assertThatThrownBy(() -> reader.reread(new EventId("evt_1"), payload))
                    .as(payload)
                    .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nothing_is_believed_once_a_byte_of_it_was_changed() {
        byte[] body = bought();
        String signature = signed(body);
        for (int at = 0; at < body.length; at++) {
            byte[] changed = body.clone();
            changed[at] ^= 1;
            assertThat(reader().read(changed, Optional.of(signature)))
                    .as("byte " + at)
                    .isInstanceOf(Reading.Refused.class);
        }
    }

    @Test
    void nothing_is_believed_without_its_own_signature() {
        byte[] body = bought();
        assertThat(refused(body, Optional.empty()).reason()).isEqualTo(Refusal.SIGNATURE_MISSING);
        String other = signed("{}".getBytes(StandardCharsets.UTF_8));
        for (String signature : new String[] {"", " ", ",", "=", "t=,v1=", "\u00e9", "0".repeat(100_000), other})
            refused(body, Optional.of(signature));
    }

    @Test
    void what_is_signed_and_no_event_is_refused_without_repeating_it() {
        for (String body : new String[] {
            "",
            CANARY,
            "\"" + CANARY + "\"",
            "{\"id\":\"" + CANARY + "\"}",
            "{\"" + CANARY + "\":" + "[".repeat(DEEP),
            CANARY.repeat(1_000_000)
        }) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            assertThat(refused(bytes, Optional.of(signed(bytes))).detail()).doesNotContain(CANARY);
        }
        refused(new byte[] {(byte) 0xff, 0}, Optional.of(signed(new byte[] {(byte) 0xff, 0})));
    }

    private ProviderEvent read(byte[] body) {
        Reading reading = reader().read(body, Optional.of(signed(body)));
        assertThat(reading).as("what came of an event that is signed").isInstanceOf(Reading.Event.class);
        return ((Reading.Event) reading).event();
    }

    private Reading.Refused refused(byte[] body, Optional<String> signature) {
        Reading reading = reader().read(body, signature);
        assertThat(reading)
                .as("what came of something that is not to be believed")
                .isInstanceOf(Reading.Refused.class);
        return (Reading.Refused) reading;
    }
}
