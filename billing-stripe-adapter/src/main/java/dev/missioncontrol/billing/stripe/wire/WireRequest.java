package dev.missioncontrol.billing.stripe.wire;

import java.util.Map;
import java.util.Optional;

/**
 * A request.
 *
 * @param method in capitals
 * @param path without the query
 * @param parameters the query, or of a POST the body, form-encoded
 * @param headers by names in lower case
 */
record WireRequest(String method, String path, String parameters, Map<String, String> headers) {
    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }
}
