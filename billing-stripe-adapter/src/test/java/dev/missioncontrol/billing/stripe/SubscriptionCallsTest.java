package dev.missioncontrol.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.provider.FetchedSubscription;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.ProviderException.Kind;
import dev.missioncontrol.billing.provider.SubscriptionPage;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes over the wire when subscriptions are asked for; every request is one that Stripe's schema allows. */
class SubscriptionCallsTest extends OnStripeDouble {
    private static final SubscriptionId SUB = new SubscriptionId("sub_1");

    @Test
    void a_fetch_says_how_it_is_and_when_stripe_said_so() {
        stripe.answers(subscription("sub_1", "active", item("si_1", "price_team_m"), false));
        FetchedSubscription.Found found = (FetchedSubscription.Found) provider.fetchSubscription(SUB);
        assertThat(found.at()).isEqualTo(Read.NOW);
        assertThat(found.snapshot().status()).isEqualTo("active");
        assertThat(found.snapshot().arrears()).isEmpty();
        assertThat(stripe.only().path()).isEqualTo("/v1/subscriptions/sub_1");
    }

    @Test
    void items_of_all_pages_are_fetched() {
        stripe.answers(subscription("sub_1", "active", item("si_1", "price_a"), true))
                .answers(list(true, item("si_2", "price_b")))
                .answers(list(false, item("si_3", "price_c")));
        SubscriptionSnapshot snapshot = ((FetchedSubscription.Found) provider.fetchSubscription(SUB)).snapshot();
        assertThat(snapshot.items())
                .extracting(item -> item.price().value())
                .containsExactly("price_a", "price_b", "price_c");
        assertThat(stripe.seen().get(1).parameters())
                .containsEntry("subscription", "sub_1")
                .containsEntry("starting_after", "si_1");
        assertThat(stripe.seen().get(2).parameters()).containsEntry("starting_after", "si_2");
    }

    @Test
    void pages_without_end_are_given_up() {
        stripe.answers(subscription("sub_1", "active", item("si_1", "price_a"), true));
        for (int i = 0; i < 50; i++) stripe.answers(list(true, item("si_" + i, "price_a")));
        assertThat(failure(SUB)).isEqualTo(Kind.MALFORMED_ANSWER);
        assertThat(stripe.seen()).hasSizeLessThan(20);
    }

    @Test
    void what_is_not_there_is_missing_and_what_only_looks_so_is_a_failure() {
        stripe.refuses(404, "resource_missing", "id", "No such subscription: 'sub_1'")
                .answers(404, "<html>not found</html>", Map.of())
                .refuses(404, "", "", "Unrecognized request URL (GET: /v2)");
        assertThat(provider.fetchSubscription(SUB)).isInstanceOf(FetchedSubscription.Missing.class);
        assertThat(failure(SUB)).isEqualTo(Kind.MALFORMED_ANSWER);
        assertThat(failure(SUB)).isEqualTo(Kind.INVALID_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"id\":\"sub_1\",\"status\":\"active\"}",
                "{\"id\":\"sub_1\",\"created\":1}",
                "{\"id\":\"sub_2\",\"status\":\"active\",\"created\":1}",
                "{\"id\":{},\"status\":[],\"created\":{}}"
            })
    void an_answer_that_lacks_what_matters_is_malformed(String body) {
        stripe.answers(body);
        assertThat(failure(SUB)).isEqualTo(Kind.MALFORMED_ANSWER);
    }

    @Test
    void an_answer_without_stripes_time_is_malformed() {
        String body = subscription("sub_1", "active", item("si_1", "price_a"), false);
        stripe.answers(200, body, Map.of("Date", "yesterday")).answers(200, body, Map.of());
        assertThat(failure(SUB)).isEqualTo(Kind.MALFORMED_ANSWER);
        assertThat(failure(SUB)).isEqualTo(Kind.MALFORMED_ANSWER);
    }

    @Test
    void an_id_is_never_more_than_a_part_of_a_path() {
        stripe.refuses(404, "resource_missing", "id", "No such subscription");
        provider.fetchSubscription(new SubscriptionId("../customers?x=y"));
        assertThat(stripe.only().path()).isEqualTo("/v1/subscriptions/..%2Fcustomers%3Fx%3Dy");
        assertThat(stripe.only().parameters()).containsExactly(Map.entry("expand[0]", "schedule"));
    }

    @Test
    void a_list_has_the_ended_ones_too_and_all_items() {
        stripe.answers(list(
                        true,
                        subscription("sub_1", "canceled", item("si_1", "price_a"), false),
                        subscription("sub_2", "active", item("si_2", "price_a"), true)))
                .answers(list(false, item("si_3", "price_b")));
        SubscriptionPage page = provider.listSubscriptions(
                Optional.of(new CustomerId("cus_1")), Optional.of(new SubscriptionId("sub_0")), 2);
        assertThat(page.more()).isTrue();
        assertThat(page.at()).isEqualTo(Read.NOW);
        assertThat(page.subscriptions())
                .extracting(SubscriptionSnapshot::status)
                .containsExactly("canceled", "active");
        assertThat(page.subscriptions().get(1).items()).hasSize(2);
        assertThat(stripe.seen().get(0).parameters())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("status", "all", "limit", "2", "customer", "cus_1", "starting_after", "sub_0"));
    }

    @Test
    void a_list_that_can_not_be_gone_through_is_malformed() {
        for (String body : new String[] {"{}", list(true), list(false, "{\"id\":\"sub_1\"}")}) {
            stripe.answers(body);
            ProviderException failure = catchThrowableOfType(
                    ProviderException.class, () -> provider.listSubscriptions(Optional.empty(), Optional.empty(), 100));
            assertThat(failure.kind()).as(body).isEqualTo(Kind.MALFORMED_ANSWER);
        }
        assertThatThrownBy(() -> provider.listSubscriptions(Optional.empty(), Optional.empty(), 101))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private Kind failure(SubscriptionId id) {
        return catchThrowableOfType(ProviderException.class, () -> provider.fetchSubscription(id))
                .kind();
    }

    static String subscription(String id, String status, String item, boolean moreItems) {
        return "{\"id\":\"" + id + "\",\"object\":\"subscription\",\"status\":\"" + status
                + "\",\"customer\":\"cus_1\",\"created\":1780000000,\"livemode\":false,\"items\":"
                + list(moreItems, item) + "}";
    }

    static String item(String id, String price) {
        return "{\"id\":\"" + id + "\",\"quantity\":1,\"current_period_end\":1792678400,\"price\":{\"id\":\"" + price
                + "\"}}";
    }

    static String list(boolean more, String... elements) {
        return "{\"object\":\"list\",\"has_more\":" + more + ",\"data\":[" + String.join(",", elements) + "]}";
    }

    private static String withBeside(String id, String beside) {
        String said = subscription(id, "active", item("si_1", "price_a"), false);
        return said.substring(0, said.length() - 1) + beside + "}";
    }

    @Test
    void a_list_says_of_which_no_schedule_is_there_and_no_change_waits() {
        stripe.answers(list(
                false,
                withBeside("sub_1", ",\"schedule\":null,\"pending_update\":null"),
                withBeside("sub_2", ",\"schedule\":\"sub_sched_1\",\"pending_update\":null"),
                withBeside("sub_3", ",\"schedule\":null,\"pending_update\":{\"expires_at\":1780000000}"),
                withBeside("sub_4", "")));
        assertThat(provider.listSubscriptions(Optional.empty(), Optional.empty(), 100)
                        .unplanned())
                .containsExactly(new SubscriptionId("sub_1"));
    }
}
