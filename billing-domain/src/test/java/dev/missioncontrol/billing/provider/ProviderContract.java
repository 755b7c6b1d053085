package dev.missioncontrol.billing.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.provider.SubscriptionChange.Timing;
import java.net.URI;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the parts of the contract share: a stage of its own for each test, and the steps that most begin with. */
abstract class ProviderContract {
    static final TenantId ACME = new TenantId("acme");
    static final BillingMetadata METADATA =
            new BillingMetadata(Optional.of("acme"), Optional.of("shop"), Optional.of("attempt-1"));
    static final URI BACK = URI.create("https://app.example/billing");

    ProviderStage stage;
    PaymentProvider provider;
    private int keys;

    abstract ProviderStage open();

    @BeforeEach
    void begin() {
        stage = open();
        provider = stage.provider();
    }

    @AfterEach
    void end() throws Exception {
        stage.close();
    }

    /** An idempotency key that was not used before. */
    String key() {
        return "key-" + ++keys;
    }

    static CustomerRequest customerRequest() {
        return new CustomerRequest(ACME, Optional.of("billing@acme.example"), Optional.of("Acme"), METADATA);
    }

    CustomerId customer() {
        return provider.createCustomer(customerRequest(), key());
    }

    PriceId pro() {
        return stage.price("pro", BillingInterval.MONTH);
    }

    PriceId team() {
        return stage.price("team", BillingInterval.MONTH);
    }

    static CheckoutSessionRequest request(CustomerId customer, PriceId price, long quantity, int trialDays) {
        return new CheckoutSessionRequest(
                ACME,
                customer,
                price,
                quantity,
                BACK + "?session={CHECKOUT_SESSION_ID}",
                BACK,
                METADATA,
                trialDays,
                false,
                Optional.empty(),
                false,
                Optional.empty());
    }

    CheckoutSessionId checkout(CustomerId customer, PriceId price, long quantity, int trialDays) {
        return provider.createCheckoutSession(request(customer, price, quantity, trialDays), key())
                .id();
    }

    /** A subscription that was bought and paid. */
    SubscriptionId bought(CustomerId customer, PriceId price, long quantity) {
        CheckoutSessionId session = checkout(customer, price, quantity, 0);
        stage.pay(session);
        return provider.fetchCheckoutSession(session)
                .orElseThrow()
                .subscription()
                .orElseThrow();
    }

    SubscriptionSnapshot fetched(SubscriptionId id) {
        return found(provider.fetchSubscription(id)).snapshot();
    }

    /** What is there; says what came instead where it is not. */
    static FetchedSubscription.Found found(FetchedSubscription answer) {
        assertThat(answer)
                .as("the answer about a subscription that is there")
                .isInstanceOf(FetchedSubscription.Found.class);
        return (FetchedSubscription.Found) answer;
    }

    /** Why a change is not made; says what came instead where it was. */
    static ChangeResult.Reason rejected(ChangeResult result) {
        assertThat(result)
                .as("the answer to a change that is not to be made")
                .isInstanceOf(ChangeResult.Rejected.class);
        return ((ChangeResult.Rejected) result).reason();
    }

    /** What its one line is: price and seats. */
    String has(SubscriptionId id) {
        SubscriptionItem item = fetched(id).items().get(0);
        return item.quantity().orElse(1) + " of " + item.price();
    }

    static SubscriptionChange change(SubscriptionId id, PriceId from, PriceId to, long quantity, Timing when) {
        return new SubscriptionChange(id, from, to, quantity, when);
    }

    static void assertFails(ProviderException.Kind kind, ThrowingCallable call) {
        ProviderException failure = catchThrowableOfType(ProviderException.class, call);
        assertThat(failure).as("expected " + kind).isNotNull();
        assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(kind);
    }
}
