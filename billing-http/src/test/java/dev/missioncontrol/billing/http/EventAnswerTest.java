package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.account.AccessPolicy;
import dev.missioncontrol.billing.account.BillingEvent;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.sandbox.AfterLastRetry;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.usecase.Checkout;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What applications in other languages are told lets them decide what a tenant may use. */
class EventAnswerTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final AccessPolicy WEEK = AccessPolicy.STANDARD;

    private final SandboxPaymentProvider stripe =
            SandboxPaymentProvider.startingAt(Instant.parse("2027-01-01T00:00:00Z"));
    private final List<BillingEvent> told = new ArrayList<>();
    private final Billing billing = Billing.builder()
            .catalog(DefaultCatalog.withPlaceholderPrices())
            .provider(stripe)
            .store(new InMemoryBillingStore())
            .clock(stripe.clock())
            .onEvent(told::add)
            .build();

    private static JsonNode json(BillingEvent event, AccessPolicy policy) {
        try {
            return new ObjectMapper().readTree(EventAnswer.bytes(event, policy));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private JsonNode after(int index) {
        return json(told.get(index), WEEK).at("/data/after");
    }

    private void buyAndFail() {
        stripe.deliverTo(billing);
        stripe.pay(billing.startCheckout(ACME, Checkout.of("team").seats(5)));
        stripe.afterLastRetry(AfterLastRetry.UNPAID).declinePayments(ACME);
        stripe.advance(Duration.ofDays(31));
        billing.runDue();
    }

    @Test
    void a_purchase_may_be_used_without_an_end() {
        stripe.deliverTo(billing);
        stripe.pay(billing.startCheckout(ACME, Checkout.of("team").seats(5)));
        JsonNode after = after(0);
        assertThat(after.path("access").asText()).isEqualTo("full");
        assertThat(after.path("accessUntil").isNull()).isTrue();
        assertThat(after.path("trialEnd").isNull()).isTrue();
        assertThat(after.path("providerStatus").asText()).isEqualTo("active");
        assertThat(json(told.get(0), WEEK).at("/data/before").fieldNames())
                .toIterable()
                .as("what it had is as it was told before")
                .containsExactly("plan", "status", "seats", "currentPeriodEnd", "interval", "cancelAt");
    }

    @Test
    void grace_ends_at_a_moment_that_is_told_and_what_is_given_up_may_not_be_used() {
        buyAndFail();
        int failed = told.size() - 1;
        assertThat(told.get(failed).type().name()).isEqualTo("PAYMENT_FAILED");
        assertThat(after(failed).path("access").asText()).isEqualTo("grace");
        assertThat(Instant.parse(after(failed).path("accessUntil").asText()))
                .isEqualTo(told.get(failed)
                        .transition()
                        .after()
                        .pastDueSince()
                        .orElseThrow()
                        .plus(Duration.ofDays(7)));
        stripe.advance(Duration.ofDays(40));
        billing.runDue();
        JsonNode last = after(told.size() - 1);
        assertThat(last.path("access").asText()).as(last.toString()).isEqualTo("none");
        assertThat(last.path("providerStatus").asText()).isEqualTo("unpaid");
        assertThat(last.path("status").asText()).isEqualTo("past_due");
        assertThat(last.path("accessUntil").isNull()).isTrue();
    }

    @Test
    void two_deliveries_differ_in_what_is_reckoned_by_grace_alone_and_only_where_that_was_changed() {
        buyAndFail();
        BillingEvent failed = told.get(told.size() - 1);
        assertThat(EventAnswer.bytes(failed, WEEK)).isEqualTo(EventAnswer.bytes(failed, new AccessPolicy(7)));
        var one = (com.fasterxml.jackson.databind.node.ObjectNode) json(failed, WEEK);
        var other = (com.fasterxml.jackson.databind.node.ObjectNode) json(failed, new AccessPolicy(0));
        assertThat(one).isNotEqualTo(other);
        for (var event : List.of(one, other))
            ((com.fasterxml.jackson.databind.node.ObjectNode) event.at("/data/after"))
                    .remove(List.of("access", "accessUntil"));
        assertThat(one).isEqualTo(other);
    }

    @Test
    void an_end_that_is_scheduled_is_when_access_ends() {
        stripe.deliverTo(billing);
        stripe.pay(billing.startCheckout(ACME, Checkout.of("team").seats(5)));
        billing.cancel(ACME);
        billing.runDue();
        JsonNode after = after(told.size() - 1);
        assertThat(after.path("access").asText()).isEqualTo("full");
        assertThat(Instant.parse(after.path("accessUntil").asText()))
                .isEqualTo(Instant.parse(after.path("cancelAt").asText()));
    }
}
