package dev.missioncontrol.billing.stripe.wire;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.missioncontrol.billing.provider.ProviderException;
import java.util.Optional;

/** An answer that is a refusal, in Stripe's shape. */
final class WireError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final String INVALID_REQUEST = "invalid_request_error";

    private final int status;
    private final String type;
    private final transient Optional<String> code;
    private final transient Optional<String> param;

    private WireError(int status, String type, Optional<String> code, Optional<String> param, String message) {
        super(message, null, false, false);
        this.status = status;
        this.type = type;
        this.code = code;
        this.param = param;
    }

    /** A parameter that can't be. */
    static WireError parameter(String code, String param, String message) {
        return new WireError(400, INVALID_REQUEST, Optional.of(code), Optional.of(param), message);
    }

    /** A parameter whose word is none of those that it takes. */
    static WireError word(String param, String message) {
        return new WireError(400, INVALID_REQUEST, Optional.empty(), Optional.of(param), message);
    }

    /** Something that Stripe refuses by its meaning, in words alone. */
    static WireError refused(String message) {
        return new WireError(400, INVALID_REQUEST, Optional.empty(), Optional.empty(), message);
    }

    /** The same with a code. */
    static WireError refused(String code, String message) {
        return new WireError(400, INVALID_REQUEST, Optional.of(code), Optional.empty(), message);
    }

    /** The object of the path is not there. */
    static WireError missing(String what, String id) {
        return missing(404, what, id, "id");
    }

    /** An object that a parameter names is not there. */
    static WireError missingParameter(String what, String id, String param) {
        return missing(400, what, id, param);
    }

    private static WireError missing(int status, String what, String id, String param) {
        return new WireError(
                status,
                INVALID_REQUEST,
                Optional.of("resource_missing"),
                Optional.of(param),
                "No such " + what + ": '" + id + "'");
    }

    static WireError unauthorized(String message) {
        return new WireError(401, INVALID_REQUEST, Optional.empty(), Optional.empty(), message);
    }

    static WireError unknownUrl(String method, String path) {
        return new WireError(
                404,
                INVALID_REQUEST,
                Optional.empty(),
                Optional.empty(),
                "Unrecognized request URL (" + method + ": " + path + "), or one that the sandbox does not serve.");
    }

    static WireError declined() {
        return new WireError(
                402, "card_error", Optional.of("card_declined"), Optional.empty(), "Your card was declined.");
    }

    static WireError idempotency(int status, Optional<String> code, String message) {
        return new WireError(status, "idempotency_error", code, Optional.empty(), message);
    }

    static WireError tooMany() {
        return new WireError(
                429,
                INVALID_REQUEST,
                Optional.of("rate_limit"),
                Optional.empty(),
                "Request rate limit exceeded. You can learn more about rate limits in Stripe's documentation.");
    }

    /** Stripe's own failure. */
    static WireError ofStripe(int status) {
        return new WireError(
                status,
                "api_error",
                Optional.empty(),
                Optional.empty(),
                "An unknown error occurred; the sandbox was told to answer so.");
    }

    /** What the sandbox says, as Stripe would. */
    static WireError of(ProviderException failure) {
        String message = String.valueOf(failure.getMessage());
        return switch (failure.kind()) {
            case UNAVAILABLE, TIMEOUT, MALFORMED_ANSWER -> ofStripe(503);
            case RATE_LIMITED -> tooMany();
            case AUTHENTICATION -> unauthorized(message);
            case DECLINED -> declined();
            case NOT_FOUND ->
                new WireError(
                        404, INVALID_REQUEST, Optional.of("resource_missing"), Optional.of("id"), "No " + message);
            case INVALID_REQUEST, REFUSED_INPUT, IDEMPOTENCY_CONFLICT, WRONG_STATE -> refused(message);
        };
    }

    int status() {
        return status;
    }

    /** Whether the request was so wrong, or so early, that its idempotency key stays free. */
    boolean beforeExecution() {
        return status == 401
                || status == 429
                || type.equals("idempotency_error")
                || param.isPresent() && !code.equals(Optional.of("resource_missing"));
    }

    ObjectNode json() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ObjectNode error = body.putObject("error");
        code.ifPresent(word -> error.put("code", word)
                .put("doc_url", "https://stripe.com/docs/error-codes/" + word.replace('_', '-')));
        if (type.equals("card_error")) error.put("decline_code", "generic_decline");
        error.put("message", getMessage());
        param.ifPresent(name -> error.put("param", name));
        error.put("type", type);
        return body;
    }
}
