package dev.missioncontrol.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.provider.EventContent;
import dev.missioncontrol.billing.provider.EventReader.Reading;
import dev.missioncontrol.billing.provider.ProviderEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StripeEventWriterTest {
    private static final int ROUNDS = 1_000;

    private final StripeEventWriter writer = new StripeEventWriter(Read.SECRET);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void what_is_written_is_read_back_the_same(long seed) {
        RandomEvents events = new RandomEvents(seed);
        for (int round = 0; round < ROUNDS; round++) {
            ProviderEvent event = events.next();
            SignedEvent sent = writer.write(event, Read.NOW);
            ProviderEvent read =
                    ((Reading.Event) Read.READER.read(sent.body(), Optional.of(sent.signatureHeader()))).event();
            assertThat(read)
                    .as("seed %d, round %d", seed, round)
                    .usingRecursiveComparison()
                    .ignoringFields("payload")
                    .isEqualTo(event);
        }
    }

    /** Endpoints are made at this version, and events written in it: it moves with the library. */
    @Test
    void the_version_that_is_written_is_the_one_that_the_library_is_made_for() {
        assertThat(StripeEventWriter.API_VERSION).isEqualTo(com.stripe.Stripe.API_VERSION);
    }

    @Test
    void type_and_content_that_never_go_together_are_not_written() {
        ProviderEvent event = new ProviderEvent(
                new EventId("evt_1"),
                "invoice.paid",
                Read.NOW,
                false,
                Optional.empty(),
                Optional.empty(),
                new EventContent.OfCustomer(new CustomerId("cus_1"), true),
                "");
        assertThatThrownBy(() -> writer.write(event, Read.NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("invoice.paid");
    }

    /** Stripe's published description of its objects: every field that is always there is there. */
    @ParameterizedTest
    @ValueSource(longs = {5, 6})
    void objects_have_every_field_that_stripe_always_sends(long seed) {
        JsonNode definitions = SharedFolder.json("stripe-schema/responses.json").path("$defs");
        RandomEvents events = new RandomEvents(seed);
        for (int round = 0; round < 200; round++) {
            JsonNode event = SharedFolder.parse(StripeEventWriter.body(events.next()));
            requireFields(event, definitions.path("event"));
            JsonNode object = event.path("data").path("object");
            if (event.path("type").textValue().matches("(customer|checkout|invoice|subscription_schedule)\\..*"))
                requireFields(object, definitions.path(object.path("object").textValue()));
            for (JsonNode item : object.path("items").path("data")) {
                requireFields(item, definitions.path("subscription_item"));
                requireFields(item.path("price"), definitions.path("price"));
            }
        }
    }

    private static void requireFields(JsonNode object, JsonNode definition) {
        List<String> missing = new ArrayList<>();
        assertThat(definition.path("required"))
                .as("definition of %s", object.path("object"))
                .isNotEmpty();
        definition.path("required").forEach(name -> {
            if (!object.has(name.textValue())) missing.add(name.textValue());
        });
        assertThat(missing).as(object.path("object").asText()).isEmpty();
    }
}
