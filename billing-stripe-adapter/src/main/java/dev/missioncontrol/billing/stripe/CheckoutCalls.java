package dev.missioncontrol.billing.stripe;

import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.provider.CheckoutSession;
import dev.missioncontrol.billing.provider.CheckoutSession.State;
import dev.missioncontrol.billing.provider.CheckoutSessionRequest;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.ProviderException.Kind;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** Makes, asks for and ends checkout sessions. */
final class CheckoutCalls {
    private static final String SESSIONS = "/v1/checkout/sessions";

    private final StripeCalls calls;

    CheckoutCalls(StripeCalls calls) {
        this.calls = calls;
    }

    CheckoutSession create(CheckoutSessionRequest request, String idempotencyKey) {
        Answer answer = calls.post("creating a checkout session", SESSIONS, form(request), idempotencyKey);
        CheckoutSession session = session(answer);
        if (session.state() == State.OPEN) answer.require(session.url(), "URL to send the buyer to");
        return session;
    }

    Optional<CheckoutSession> fetch(CheckoutSessionId id) {
        try {
            return Optional.of(session(calls.get("fetching checkout session " + id, path(id), new Form())));
        } catch (ProviderException e) {
            if (e.kind() == Kind.NOT_FOUND) return Optional.empty();
            throw e;
        }
    }

    /** Stripe refuses to expire what is not open, in words alone: so it is asked which of the others it is. */
    void expire(CheckoutSessionId id) {
        try {
            calls.post("expiring checkout session " + id, path(id) + "/expire", new Form());
        } catch (ProviderException e) {
            if (e.kind() != Kind.INVALID_REQUEST) throw e;
            State state = fetch(id).map(CheckoutSession::state).orElse(State.OPEN);
            if (state == State.COMPLETE)
                throw new ProviderException(Kind.WRONG_STATE, "expiring checkout session " + id + ": it is complete");
            if (state == State.OPEN) throw e;
        }
    }

    private static Form form(CheckoutSessionRequest request) {
        Map<String, String> metadata = request.metadata().asMap();
        Form form = new Form()
                .add("mode", "subscription")
                .add("customer", request.customer())
                .add("client_reference_id", request.tenant())
                .add("line_items[0][price]", request.price())
                .add("line_items[0][quantity]", request.quantity())
                .add("success_url", request.successUrl())
                .add("cancel_url", request.cancelUrl())
                .add("metadata", metadata)
                // Stripe copies nothing: what is to be on the subscription is given for it.
                .add("subscription_data[metadata]", metadata)
                // What is typed there is kept, so that a company can say who is invoiced. A VAT number is only asked
                // for where the name may be kept,
                // and automatic tax refuses a customer without an address unless checkout may write it down.
                .add("customer_update[name]", "auto")
                .add("customer_update[address]", "auto")
                .add("tax_id_collection[enabled]", true)
                .add("locale", request.locale().flatMap(CheckoutLanguages::nearest));
        if (request.trialDays() > 0)
            form.add("subscription_data[trial_period_days]", request.trialDays())
                    // Otherwise who has no card any more at its end would be invoiced, and have days of grace unpaid.
                    .add("subscription_data[trial_settings][end_behavior][missing_payment_method]", "pause");
        request.promotion().ifPresent(code -> form.add("discounts[0][promotion_code]", code));
        if (request.promotionCodes()) form.add("allow_promotion_codes", true);
        if (request.automaticTax()) form.add("automatic_tax[enabled]", true);
        return form;
    }

    private static CheckoutSession session(Answer answer) {
        State state = answer.require(CheckoutReader.state(answer.json()), "state that we know");
        Optional<URI> url = state == State.OPEN ? answer.url("url") : Optional.empty();
        return answer.require(CheckoutReader.read(answer.json(), state, url), "id");
    }

    private static String path(CheckoutSessionId id) {
        return SESSIONS + "/" + Form.encode(id.value());
    }
}
