package dev.missioncontrol.billing.app.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.app.config.EventTargets;
import dev.missioncontrol.billing.usecase.RelayEvents;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Figures of the addresses that are told of events. */
class RelayMetersTest {
    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");

    @Test
    void an_address_that_fails_is_not_hidden_by_another_one_on_its_host() {
        EventTargets targets = new EventTargets(
                List.of(URI.create("https://shop.example/hidden-a"), URI.create("https://shop.example/hidden-b")),
                List.of());
        try (Metrics metrics = new Metrics()) {
            RelayMeters meters = metrics.relay(() -> NOW);
            for (int place = 1; place <= 2; place++) meters.watch(targets.named(place));

            meters.count(targets.named(1), turn(0, 1, Optional.of(NOW.minus(Duration.ofHours(1)))));
            meters.count(targets.named(2), turn(4, 0, Optional.empty()));

            assertThat(metrics.scrape())
                    .contains(
                            "billing_events_failing_age_seconds{to=\"BILLING_EVENT_URLS[1] https://shop.example\"} 3600.0")
                    .contains(
                            "billing_events_failing_age_seconds{to=\"BILLING_EVENT_URLS[2] https://shop.example\"} 0.0")
                    .contains("outcome=\"taken\",to=\"BILLING_EVENT_URLS[1] https://shop.example\"} 0.0")
                    .contains("outcome=\"taken\",to=\"BILLING_EVENT_URLS[2] https://shop.example\"} 4.0")
                    .doesNotContain("hidden");
        }
    }

    @Test
    void an_event_that_is_passed_over_at_once_is_counted_as_one_that_was_given_up() {
        try (Metrics metrics = new Metrics()) {
            RelayMeters meters = metrics.relay(() -> NOW);
            meters.watch("shop");
            meters.count(
                    "shop",
                    new RelayEvents.Done(0, 0, 1, true, Optional.empty(), Optional.empty(), List.of("one", "another")));

            assertThat(metrics.scrape()).contains("outcome=\"given_up\",to=\"shop\"} 3.0");
        }
    }

    @Test
    void an_address_is_seen_to_fail_while_a_turn_of_many_attempts_lasts() {
        Instant[] now = {NOW};
        try (Metrics metrics = new Metrics()) {
            RelayMeters meters = metrics.relay(() -> now[0]);
            meters.watch("shop");
            for (int attempt = 0; attempt < 30; attempt++) {
                meters.tried("shop", false);
                now[0] = now[0].plusSeconds(10);
            }
            assertThat(metrics.scrape()).contains("billing_events_failing_age_seconds{to=\"shop\"} 300.0");

            meters.tried("shop", true);
            assertThat(metrics.scrape())
                    .as("the turn says at its end whether all is made up for")
                    .contains("billing_events_failing_age_seconds{to=\"shop\"} 300.0");
            meters.count("shop", turn(1, 30, Optional.empty()));
            assertThat(metrics.scrape()).contains("billing_events_failing_age_seconds{to=\"shop\"} 0.0");
        }
    }

    @Test
    void what_was_seen_before_other_nodes_had_their_turns_is_not_believed_again() {
        Instant[] now = {NOW};
        try (Metrics metrics = new Metrics()) {
            RelayMeters meters = metrics.relay(() -> now[0]);
            meters.watch("shop");
            meters.count("shop", turn(0, 1, Optional.of(NOW.minus(Duration.ofDays(2)))));
            now[0] = NOW.plus(Duration.ofHours(1));
            assertThat(metrics.scrape()).contains("billing_events_failing_age_seconds{to=\"shop\"} NaN");

            meters.tried("shop", true);
            assertThat(metrics.scrape()).contains("billing_events_failing_age_seconds{to=\"shop\"} 0.0");
        }
    }

    @Test
    void a_first_failure_by_a_clock_that_was_ahead_is_one_from_now_on() {
        Instant[] now = {NOW};
        try (Metrics metrics = new Metrics()) {
            RelayMeters meters = metrics.relay(() -> now[0]);
            meters.watch("shop");
            meters.count("shop", turn(0, 1, Optional.of(NOW.plus(Duration.ofHours(3)))));
            now[0] = NOW.plusSeconds(30);
            assertThat(metrics.scrape()).contains("billing_events_failing_age_seconds{to=\"shop\"} 30.0");

            now[0] = NOW.minus(Duration.ofHours(3));
            assertThat(metrics.scrape())
                    .as("put back, it knows nothing of what it saw")
                    .contains("billing_events_failing_age_seconds{to=\"shop\"} NaN");
        }
    }

    private static RelayEvents.Done turn(int sent, int failed, Optional<Instant> failingSince) {
        return new RelayEvents.Done(sent, failed, 0, true, failingSince, Optional.empty(), List.of());
    }
}
