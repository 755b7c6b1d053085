package dev.missioncontrol.billing.sandbox;

import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.provider.CheckoutSession;
import dev.missioncontrol.billing.provider.CheckoutSession.State;
import dev.missioncontrol.billing.provider.CheckoutSessionRequest;
import dev.missioncontrol.billing.provider.PromotionCode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** A checkout session as the sandbox holds it. */
final class SandboxSession implements Dated {
    /** How long a session can be paid, as at Stripe. */
    static final Duration LIFE = Duration.ofHours(24);

    private final CheckoutSessionId id;
    private final CheckoutSessionRequest request;
    private final SandboxCustomer customer;
    private final SandboxPrices.Sold price;
    private final Optional<PromotionCode> promotion;
    private final URI url;
    private final Instant expiresAt;
    private State state = State.OPEN;
    private String paymentStatus = "unpaid";
    private Optional<SandboxSubscription> begun = Optional.empty();
    private Map<String, String> notes = Map.of();

    /** As the Stripe adapter asks for it. */
    private MissingPaymentMethod missingPaymentMethod = MissingPaymentMethod.PAUSE;

    SandboxSession(
            CheckoutSessionId id,
            CheckoutSessionRequest request,
            SandboxCustomer customer,
            SandboxPrices.Sold price,
            Optional<PromotionCode> promotion,
            URI url,
            Instant at) {
        this.id = id;
        this.request = request;
        this.customer = customer;
        this.price = price;
        this.promotion = promotion;
        this.url = url;
        expiresAt = at.plus(LIFE);
    }

    CheckoutSessionId id() {
        return id;
    }

    CheckoutSessionRequest request() {
        return request;
    }

    /** What is written beside the subscription that it makes, besides our own. */
    Map<String, String> notes() {
        return notes;
    }

    void note(Map<String, String> others) {
        notes = Map.copyOf(others);
    }

    /** What becomes of the trial that it begins, should there be nothing to pay with at its end. */
    MissingPaymentMethod missingPaymentMethod() {
        return missingPaymentMethod;
    }

    void withoutPaymentMethod(MissingPaymentMethod then) {
        missingPaymentMethod = then;
    }

    SandboxCustomer customer() {
        return customer;
    }

    SandboxPrices.Sold price() {
        return price;
    }

    /** What is given off what it sells. */
    Optional<PromotionCode> promotion() {
        return promotion;
    }

    State state() {
        return state;
    }

    /** A subscription whose first payment was begun here, if that can still be paid. */
    Optional<SandboxSubscription> begun() {
        return begun.filter(subscription -> !subscription.status().terminal());
    }

    void begin(SandboxSubscription subscription) {
        begun = Optional.of(subscription);
    }

    void complete(String payment) {
        state = State.COMPLETE;
        paymentStatus = payment;
    }

    void expire() {
        state = State.EXPIRED;
    }

    @Override
    public Optional<Instant> dueAt() {
        return state == State.OPEN ? Optional.of(expiresAt) : Optional.empty();
    }

    /** As the port says it. */
    CheckoutSession asPort() {
        return new CheckoutSession(
                id,
                state,
                state == State.OPEN ? Optional.of(url) : Optional.empty(),
                Optional.of(customer.id()),
                made(),
                Optional.of(request.tenant().value()),
                request.metadata(),
                true,
                paymentStatus,
                Optional.of(expiresAt));
    }

    HostedCheckout view() {
        return new HostedCheckout(
                id,
                state,
                request.tenant(),
                customer.id(),
                price.planName(),
                price.id(),
                request.quantity(),
                price.interval(),
                price.amount(request.quantity()),
                promotion,
                request.trialDays(),
                request.successUrl().replace("{CHECKOUT_SESSION_ID}", id.value()),
                request.cancelUrl(),
                expiresAt,
                made());
    }

    private Optional<SubscriptionId> made() {
        return state == State.COMPLETE ? begun.map(SandboxSubscription::id) : Optional.empty();
    }
}
