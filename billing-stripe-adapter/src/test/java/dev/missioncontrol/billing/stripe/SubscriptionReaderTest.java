package dev.missioncontrol.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.provider.BillingMetadata;
import dev.missioncontrol.billing.provider.EventContent;
import dev.missioncontrol.billing.provider.SubscriptionItem;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubscriptionReaderTest {
    private static final Instant PERIOD_END = Instant.ofEpochSecond(1_792_678_400L);
    private static final BillingMetadata ACME =
            new BillingMetadata(Optional.of("acme"), Optional.of("main"), Optional.of("att_1"));

    @Test
    void version_of_2019_with_one_plan_and_no_items() {
        SubscriptionSnapshot subscription = Read.subscription(Read.fixture("subscription-2019-plan"));
        assertThat(subscription.id()).isEqualTo(new SubscriptionId("sub_1"));
        assertThat(subscription.status()).isEqualTo("active");
        assertThat(subscription.created()).isEqualTo(Instant.ofEpochSecond(1_780_000_000L));
        assertThat(subscription.metadata()).isEqualTo(ACME);
        assertThat(subscription.items())
                .containsExactly(item("plan_team", 4, Optional.of(BillingInterval.MONTH), PERIOD_END));
    }

    @Test
    void version_of_2020_has_its_period_on_the_subscription_and_ends_with_it() {
        SubscriptionSnapshot subscription = Read.subscription(Read.fixture("subscription-2020-items"));
        assertThat(subscription.items())
                .containsExactly(item("price_team_y", 5, Optional.of(BillingInterval.YEAR), PERIOD_END));
        assertThat(subscription.cancelAt()).contains(PERIOD_END);
        assertThat(subscription.trialEnd()).contains(Instant.ofEpochSecond(1_785_000_000L));
        assertThat(subscription.customer()).contains(new CustomerId("cus_1"));
    }

    @Test
    void version_of_2026_has_a_period_on_each_item_and_an_end_of_its_own() {
        SubscriptionSnapshot subscription = Read.subscription(Read.fixture("subscription-dahlia"));
        assertThat(subscription.cancelAt()).contains(Instant.ofEpochSecond(1_792_000_000L));
        assertThat(subscription.items())
                .containsExactly(
                        item("price_team_m", 5, Optional.of(BillingInterval.MONTH), PERIOD_END),
                        new SubscriptionItem(
                                new PriceId("price_metered"),
                                OptionalLong.empty(),
                                Optional.empty(),
                                Optional.of(Instant.ofEpochSecond(1_791_000_000L))),
                        item("price_quarter", 1, Optional.empty(), Instant.ofEpochSecond(1_797_000_000L)));
    }

    @Test
    void an_end_with_the_period_is_the_earliest_period_of_its_items() {
        assertThat(Read.subscription(
                                Read.update("{\"id\":\"sub_1\",\"status\":\"active\",\"cancel_at_period_end\":true,"
                                        + "\"items\":{\"data\":[{\"price\":{\"id\":\"a\"},\"current_period_end\":1793000000},"
                                        + "{\"price\":{\"id\":\"b\"},\"current_period_end\":1792000000}]}}"))
                        .cancelAt())
                .contains(Instant.ofEpochSecond(1_792_000_000L));
    }

    @Test
    void an_ended_one_says_when() {
        SubscriptionSnapshot subscription = Read.subscription(Read.fixture("subscription-deleted"));
        assertThat(subscription.terminal()).isTrue();
        assertThat(subscription.endedAt()).contains(Instant.ofEpochSecond(1_790_000_060L));
        assertThat(subscription.metadata()).isEqualTo(BillingMetadata.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-1, -1",
        "2147483648, 2147483648",
        "1000000000000, 1000000000000",
        "99999999999999999999, 9223372036854775807",
        "-99999999999999999999, -9223372036854775808"
    })
    void any_whole_quantity_is_said_as_it_is_or_as_the_nearest_long(String written, long read) {
        assertThat(quantity(written)).hasValue(read);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"5\"", "1.5", "1e400", "true", "[]", "{}"})
    void any_other_quantity_is_none(String written) {
        assertThat(quantity(written)).isEmpty();
    }

    @Test
    void an_unknown_status_and_an_unknown_price_come_through_as_they_are() {
        SubscriptionSnapshot subscription = Read.subscription(Read.update(
                "{\"id\":\"sub_1\",\"status\":\"hibernating\",\"items\":{\"data\":[{\"price\":\"price_new\"}]}}"));
        assertThat(subscription.status()).isEqualTo("hibernating");
        assertThat(subscription.items()).extracting(SubscriptionItem::price).containsExactly(new PriceId("price_new"));
    }

    @Test
    void a_payload_that_says_too_little_still_says_that_its_subscription_moved() {
        assertThat(Read.update("{\"id\":\"sub_1\",\"status\":7,\"customer\":\"cus_1\"}")
                        .content())
                .isEqualTo(new EventContent.OfInvoice(
                        Optional.of(new SubscriptionId("sub_1")), Optional.of(new CustomerId("cus_1"))));
        assertThat(Read.update("{\"status\":\"active\"}").content()).isEqualTo(new EventContent.Other());
    }

    @Test
    void wrong_types_are_absent_and_nothing_more() {
        SubscriptionSnapshot subscription = Read.subscription(Read.update("{\"id\":\"sub_1\",\"status\":\"active\","
                + "\"customer\":7,\"items\":{\"data\":{\"a\":{\"price\":\"p\"}}},\"created\":\"today\",\"metadata\":[\"tenantId\"],"
                + "\"trial_end\":-5,\"cancel_at\":1e9,\"ended_at\":{},\"livemode\":\"true\"}"));
        assertThat(subscription)
                .isEqualTo(new SubscriptionSnapshot(
                        new SubscriptionId("sub_1"),
                        Optional.empty(),
                        "active",
                        java.util.List.of(),
                        Read.NOW,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        BillingMetadata.NONE,
                        false,
                        Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "null", "[]", "\"a\\u0000b\"", "\"\\ud800\""})
    void metadata_that_no_database_takes_is_not_ours(String value) {
        assertThat(Read.subscription(Read.update(
                                "{\"id\":\"sub_1\",\"status\":\"active\",\"metadata\":{\"tenantId\":" + value + "}}"))
                        .metadata())
                .isEqualTo(BillingMetadata.NONE);
    }

    private static OptionalLong quantity(String written) {
        return Read.subscription(Read.update(
                        "{\"id\":\"sub_1\",\"status\":\"active\",\"items\":{\"data\":[{\"price\":{\"id\":\"p\"},"
                                + "\"quantity\":" + written + "}]}}"))
                .items()
                .get(0)
                .quantity();
    }

    private static SubscriptionItem item(String price, long quantity, Optional<BillingInterval> interval, Instant end) {
        return new SubscriptionItem(new PriceId(price), OptionalLong.of(quantity), interval, Optional.of(end));
    }

    @ParameterizedTest
    @CsvSource({"'\"eur\"', eur", "'\"EURO\"',", "7,", "null,"})
    void what_it_is_charged_in_is_a_currency_or_not_said(String written, String read) {
        assertThat(Read.subscription(
                                Read.update("{\"id\":\"sub_1\",\"status\":\"active\",\"currency\":" + written + "}"))
                        .currency())
                .isEqualTo(Optional.ofNullable(read));
    }
}
