package dev.missioncontrol.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.provider.EventContent;
import dev.missioncontrol.billing.provider.EventContent.OfCheckout;
import dev.missioncontrol.billing.provider.EventContent.OfCustomer;
import dev.missioncontrol.billing.provider.EventContent.OfInvoice;
import dev.missioncontrol.billing.provider.EventContent.OfSubscription;
import dev.missioncontrol.billing.provider.ProviderEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Payloads recorded by other projects and published by Stripe, of versions from 2020 to 2026. */
class RecordedEventsTest {
    @TestFactory
    Stream<DynamicTest> every_recorded_event_is_read_for_what_it_is() throws IOException {
        Path folder = SharedFolder.find("fixtures");
        return Files.readAllLines(folder.resolve("INDEX.tsv")).stream()
                .skip(1)
                .map(line -> line.split("\t"))
                .map(row -> DynamicTest.dynamicTest(row[0], () -> holds(folder.resolve(row[0]), row)));
    }

    /** @param row file, type, api_version, object_id, status, ... */
    private static void holds(Path file, String[] row) {
        byte[] body = SharedFolder.read(file);
        JsonNode object = SharedFolder.parse(body).path("data").path("object");
        ProviderEvent event = Read.event(body);
        assertThat(event.type()).isEqualTo(row[1]);
        assertThat(event.apiVersion()).contains(row[2]);
        assertThat(Read.READER.reread(event.id(), event.payload())).isEqualTo(event);
        assertThat(event.payload()).doesNotContain("@", "http", "email", "address", "last4");
        check(event.content(), object, row);
    }

    private static void check(EventContent content, JsonNode object, String[] row) {
        String type = row[1];
        if (type.startsWith("customer.subscription.")) {
            OfSubscription of = (OfSubscription) content;
            assertThat(of.snapshot().id().value()).isEqualTo(row[3]);
            assertThat(of.snapshot().status()).isEqualTo(row[4]);
            assertThat(of.snapshot().items())
                    .isNotEmpty()
                    .allSatisfy(item -> assertThat(item.periodEnd()).contains(periodEnd(object)));
        } else if (type.startsWith("checkout.session.")) {
            OfCheckout of = (OfCheckout) content;
            assertThat(of.id().value()).isEqualTo(row[3]);
            assertThat(of.session().state().name().toLowerCase(Locale.ROOT)).isEqualTo(row[4]);
            assertThat(of.session().subscriptionMode())
                    .isEqualTo("subscription".equals(object.path("mode").asText()));
        } else if (type.equals("customer.updated") || type.equals("customer.deleted")) {
            assertThat(((OfCustomer) content).id().value()).isEqualTo(row[3]);
        } else if (type.startsWith("invoice.") || type.startsWith("subscription_schedule.")) {
            assertThat(((OfInvoice) content).customer()).isPresent();
            subscriptionOf(object)
                    .ifPresent(id -> assertThat(content.subscription()).contains(id));
        } else {
            assertThat(content).isEqualTo(new EventContent.Other());
        }
    }

    private static Instant periodEnd(JsonNode subscription) {
        long onSubscription = subscription.path("current_period_end").asLong();
        long onItem = subscription
                .path("items")
                .path("data")
                .path(0)
                .path("current_period_end")
                .asLong();
        return Instant.ofEpochSecond(Math.max(onSubscription, onItem));
    }

    private static java.util.Optional<SubscriptionId> subscriptionOf(JsonNode object) {
        String old = object.path("subscription").asText("");
        String now = object.path("parent")
                .path("subscription_details")
                .path("subscription")
                .asText("");
        return Stream.of(old, now)
                .filter(id -> !id.isEmpty() && !id.equals("null"))
                .map(SubscriptionId::new)
                .findFirst();
    }
}
