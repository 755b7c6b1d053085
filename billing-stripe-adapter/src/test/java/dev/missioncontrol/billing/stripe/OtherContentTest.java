package dev.missioncontrol.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.provider.BillingMetadata;
import dev.missioncontrol.billing.provider.CheckoutSession;
import dev.missioncontrol.billing.provider.CheckoutSession.State;
import dev.missioncontrol.billing.provider.EventContent;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OtherContentTest {
    private static final EventContent MENTION =
            new EventContent.OfInvoice(Optional.of(new SubscriptionId("sub_1")), Optional.of(new CustomerId("cus_1")));

    @ParameterizedTest
    @ValueSource(strings = {"invoice-2020", "invoice-dahlia", "invoice-lines-only", "schedule-released"})
    void invoices_and_schedules_name_their_subscription_wherever_they_keep_it(String fixture) {
        assertThat(Read.fixture(fixture).content()).isEqualTo(MENTION);
    }

    @Test
    void a_completed_checkout_says_what_it_made_and_for_whom() {
        assertThat(Read.session(Read.fixture("checkout-completed")))
                .isEqualTo(new CheckoutSession(
                        new CheckoutSessionId("cs_test_1"),
                        State.COMPLETE,
                        Optional.empty(),
                        Optional.of(new CustomerId("cus_1")),
                        Optional.of(new SubscriptionId("sub_1")),
                        Optional.of("acme"),
                        new BillingMetadata(Optional.of("acme"), Optional.of("main"), Optional.of("att_1")),
                        true,
                        "paid",
                        Optional.of(Instant.ofEpochSecond(1_790_086_400L))));
    }

    @Test
    void a_session_that_does_not_say_its_state_stands_where_its_event_says() {
        assertThat(Read.session(Read.fixture("checkout-2020")).state()).isEqualTo(State.COMPLETE);
        assertThat(Read.session(Read.fixture("checkout-expired")).state()).isEqualTo(State.EXPIRED);
    }

    @Test
    void a_link_to_pay_is_never_kept_from_an_event() {
        CheckoutSession session = Read.session(
                Read.event(
                        "{\"id\":\"evt_1\",\"type\":\"checkout.session.completed\","
                                + "\"created\":1,\"data\":{\"object\":{\"id\":\"cs_1\",\"status\":\"open\",\"url\":\"https://pay.example/bearer\"}}}"));
        assertThat(session.url()).isEmpty();
        assertThat(session.paymentStatus()).isEqualTo("unpaid");
        assertThat(session.subscriptionMode()).isFalse();
    }

    @Test
    void a_deleted_customer_is_deleted() {
        assertThat(Read.fixture("customer-deleted").content())
                .isEqualTo(new EventContent.OfCustomer(new CustomerId("cus_1"), true));
    }
}
