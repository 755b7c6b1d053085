package dev.missioncontrol.billing.app.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.ProviderException.Kind;
import dev.missioncontrol.billing.stripe.CallListener;
import java.lang.reflect.Proxy;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What wakes somebody is shown before it happens: a figure that is there with the first one has not risen. */
class RefusedCallsTest {
    private static final String UNKNOWN_THERE =
            "billing_stripe_calls_seconds_count{operation=\"GET /v1/subscriptions/{id}\",outcome=\"refused\"} ";

    private final Metrics metrics = new Metrics();

    @AfterEach
    void close() {
        metrics.close();
    }

    private PaymentProvider failing(Kind kind) {
        return metrics.timed((PaymentProvider) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {PaymentProvider.class}, (proxy, method, arguments) -> {
                    throw new ProviderException(kind, "in a test");
                }));
    }

    private void fetch(Kind kind) {
        assertThatThrownBy(() -> failing(kind).fetchSubscription(new SubscriptionId("sub_1")))
                .isInstanceOf(ProviderException.class);
    }

    @Test
    void what_stripe_does_not_know_is_counted_from_nothing_on() {
        assertThat(metrics.scrape()).contains(UNKNOWN_THERE + "0");
        metrics.stripeCalls().called("GET /v1/subscriptions/{id}", CallListener.Outcome.REFUSED, Duration.ofMillis(1));
        assertThat(metrics.scrape()).contains(UNKNOWN_THERE + "1");
    }

    @Test
    void what_the_provider_refuses_as_ours_is_counted_from_nothing_on() {
        failing(Kind.TIMEOUT);
        assertThat(refusals("authentication")).isEqualTo("0.0");
        assertThat(refusals("invalid_request")).isEqualTo("0.0");

        fetch(Kind.AUTHENTICATION);
        fetch(Kind.TIMEOUT);
        fetch(Kind.NOT_FOUND);
        assertThat(refusals("authentication")).isEqualTo("1.0");
        assertThat(refusals("invalid_request")).isEqualTo("0.0");
    }

    private String refusals(String outcome) {
        String begin = "billing_provider_refusals_total{outcome=\"" + outcome + "\"} ";
        return metrics.scrape()
                .lines()
                .filter(line -> line.startsWith(begin))
                .map(line -> line.substring(begin.length()))
                .findFirst()
                .orElse("none");
    }
}
