package dev.missioncontrol.billing.stripe;

import com.stripe.exception.StripeException;
import com.stripe.net.HttpClient;
import com.stripe.net.HttpURLConnectionClient;
import com.stripe.net.StripeRequest;
import com.stripe.net.StripeResponse;

/**
 * Carries calls as the library does, but reads refusals itself. The library binds an error's JSON to its model, which has six
 * hundred classes of payments loaded to learn that something is missing.
 */
final class RawErrorHttpClient extends HttpClient {
    private final HttpClient http = new HttpURLConnectionClient();

    @Override
    public StripeResponse request(StripeRequest request) throws StripeException {
        StripeResponse response = http.request(request);
        if (response.code() / 100 != 2) throw new RefusedCall(response);
        return response;
    }
}
