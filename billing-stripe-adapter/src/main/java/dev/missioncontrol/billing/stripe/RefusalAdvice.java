package dev.missioncontrol.billing.stripe;

import com.stripe.exception.StripeException;
import com.stripe.model.StripeError;
import dev.missioncontrol.billing.provider.ProviderException.Kind;
import java.util.Locale;
import java.util.Optional;

/** What an operator can do about a refusal: which setting it is. */
final class RefusalAdvice {
    private RefusalAdvice() {}

    static String on(Kind kind, int status, StripeException e) {
        return switch (kind) {
            case AUTHENTICATION ->
                status == 403
                        ? "the secret key lacks a permission for it; add it to the restricted key in Stripe's dashboard"
                        : "Stripe does not know the secret key; it is wrong, rolled or revoked";
            case RATE_LIMITED -> "too many requests; fewer calls a second, or wait";
            case UNAVAILABLE -> "Stripe can't do it at the moment";
            case TIMEOUT -> "the same call is still under way";
            case IDEMPOTENCY_CONFLICT ->
                status >= 500
                        ? "Stripe failed under its idempotency key before, and says that again until it forgets the key"
                        : "its idempotency key was used before with other parameters";
            case DECLINED -> "the payment was declined; the customer needs another way to pay";
            case MALFORMED_ANSWER ->
                "what answered did not answer as Stripe does; check the API base and any proxy between";
            default -> onParameter(kind, e);
        };
    }

    /** The parameter that Stripe points at. */
    static Optional<String> parameter(StripeException e) {
        return Optional.ofNullable(e.getStripeError()).map(StripeError::getParam);
    }

    private static String onParameter(Kind kind, StripeException e) {
        String parameter = parameter(e).orElse("").toLowerCase(Locale.ROOT);
        String words = Optional.ofNullable(e.getStripeError())
                .map(StripeError::getMessage)
                .orElse("")
                .toLowerCase(Locale.ROOT);
        if (parameter.contains("price"))
            return "check the catalogue's price: it must exist, be active and be of the same mode as the secret key";
        if (parameter.startsWith("automatic_tax") || words.contains("stripe tax") || words.contains("automatic tax"))
            return "set up Stripe Tax in the dashboard, or switch automatic tax off";
        if (words.contains("default configuration"))
            return "save the customer portal's settings once in Stripe's dashboard, in this key's mode";
        if (parameter.endsWith("_url")) return "check the return URL: a whole one, with https in live mode";
        if (parameter.equals("customer"))
            return "Stripe does not have this customer: deleted, or of another mode or account than the secret key";
        if (parameter.contains("trial")) return "check the plan's days of trial";
        if (parameter.contains("quantity")) return "check the number of seats";
        if (kind == Kind.NOT_FOUND)
            return "Stripe does not have it: deleted, or of another mode or account than the secret key";
        return "Stripe refused it";
    }
}
