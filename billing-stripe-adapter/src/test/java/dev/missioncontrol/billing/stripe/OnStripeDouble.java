package dev.missioncontrol.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** What goes over the wire to a stand-in that answers what it is told, each request as the pinned schema of Stripe's API has it. */
abstract class OnStripeDouble {
    final StripeDouble stripe = new StripeDouble();
    final StripePaymentProvider provider = stripe.provider();

    @AfterEach
    void every_request_is_one_that_stripe_knows() {
        stripe.close();
        assertThat(stripe.seen())
                .allSatisfy(seen -> assertThat(RequestSchema.faults(seen)).isEmpty());
    }

    final List<String> paths() {
        return stripe.seen().stream().map(StripeDouble.Seen::path).toList();
    }
}
