package dev.missioncontrol.billing.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import com.stripe.exception.StripeException;
import com.stripe.model.StripeError;
import com.stripe.net.StripeResponse;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A call that was answered with anything but success, with what Stripe said of it, if it did. */
final class RefusedCall extends StripeException {
    private static final long serialVersionUID = 1;

    private final transient StripeResponse response;

    /** @param response one whose status is not of the two hundreds */
    RefusedCall(StripeResponse response) {
        this(response, error(response));
    }

    private RefusedCall(StripeResponse response, Optional<StripeError> error) {
        super(
                error.map(StripeError::getMessage).orElse(null),
                response.requestId(),
                error.map(StripeError::getCode).orElse(null),
                response.code());
        this.response = response;
        error.ifPresent(this::setStripeError);
    }

    /** What was answered, whoever said it: a proxy between says no more than headers. */
    StripeResponse response() {
        return response;
    }

    private static Optional<StripeError> error(StripeResponse response) {
        return StripeJson.answer(response.body() == null ? "" : response.body())
                .map(answer -> answer.path("error"))
                .filter(JsonNode::isObject)
                .map(said -> {
                    StripeError error = new StripeError();
                    error.setType(text(said, "type"));
                    error.setCode(text(said, "code"));
                    error.setParam(text(said, "param"));
                    error.setMessage(text(said, "message"));
                    return error;
                });
    }

    private static @Nullable String text(JsonNode said, String field) {
        return said.path(field).textValue();
    }
}
