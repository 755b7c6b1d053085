package dev.missioncontrol.billing.stripe;

import com.stripe.exception.ApiConnectionException;
import com.stripe.exception.StripeException;
import com.stripe.model.StripeError;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.ProviderException.Kind;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** Turns what the library throws into the one taxonomy that callers decide on, in words that hold no secret. */
final class Failures {
    /** Longest wait that is taken over: a broken proxy must not put us to sleep for a year. */
    static final Duration LONGEST_WAIT = Duration.ofHours(1);

    /** Longest part of Stripe's own words that is taken over, in characters. */
    private static final int LONGEST_QUOTE = 300;

    /** The type of an error about a key that was used before. */
    private static final String IDEMPOTENCY = "idempotency_error";

    private static final Pattern SECRET = Pattern.compile("\\b(?:sk|rk|pk|whsec)_[A-Za-z0-9_*]+");
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,6}");

    private final String key;

    /** @param key the secret key, to make sure that no message repeats it */
    Failures(String key) {
        this.key = key;
    }

    /** The same with what decides whether the call is made again. */
    FailedCall failed(String call, StripeException e) {
        boolean answered = !(e instanceof ApiConnectionException) && e.getStatusCode() != null;
        Optional<Boolean> advice = header(e, "Stripe-Should-Retry")
                .filter(word -> word.equals("true") || word.equals("false"))
                .map(Boolean::valueOf);
        return new FailedCall(of(call, e), answered ? e.getStatusCode() : 0, advice);
    }

    ProviderException of(String call, StripeException e) {
        if (e instanceof ApiConnectionException) return notConnected(call, e);
        int status = e.getStatusCode() == null ? 0 : e.getStatusCode();
        Kind kind = kind(status, e);
        String message = call + ": " + RefusalAdvice.on(kind, status, e) + facts(status, e) + quote(e);
        // The library's exception repeats Stripe's words as they came, so it is not passed on as a cause.
        return new ProviderException(kind, message, retryAfter(e), null);
    }

    /** An answer that is no JSON object; status 0 where it is not known. */
    ProviderException unreadable(String call, int status) {
        String which = status == 0 ? "" : " (status " + status + ")";
        return new ProviderException(
                Kind.MALFORMED_ANSWER,
                call + ": what answered" + which
                        + " did not answer as Stripe does; check the API base and any proxy between");
    }

    /**
     * Whether the call may have been made all the same, or may be yet: a try of it was not answered, or not by Stripe. What is too
     * many is not made.
     */
    static boolean mayBeUnderWay(ProviderException failure) {
        return failure.retryable() && failure.kind() != Kind.RATE_LIMITED
                || Arrays.stream(failure.getSuppressed())
                        .anyMatch(before -> before instanceof ProviderException one && mayBeUnderWay(one));
    }

    /**
     * Before a connection stands nothing can have happened; after that it may have, whatever broke, and then only the
     * same idempotency key is safe.
     */
    private static ProviderException notConnected(String call, StripeException e) {
        Throwable cause = e.getCause();
        boolean never = cause instanceof ConnectException
                || cause instanceof UnknownHostException
                || cause instanceof NoRouteToHostException
                || cause instanceof SSLHandshakeException
                || cause instanceof SocketTimeoutException
                        && lower(cause.getMessage()).startsWith("connect");
        String what = never ? "no connection to Stripe" : "the connection to Stripe broke before it answered";
        String why = cause == null ? "" : " (" + cause.getClass().getSimpleName() + ")";
        return new ProviderException(
                never ? Kind.UNAVAILABLE : Kind.TIMEOUT, call + ": " + what + why, Optional.empty(), cause);
    }

    private static Kind kind(int status, StripeException e) {
        boolean said = e.getStripeError() != null;
        String code = e.getCode() == null ? "" : e.getCode();
        if (status == 429) return Kind.RATE_LIMITED;
        if (status >= 500) return replayed(e) ? Kind.IDEMPOTENCY_CONFLICT : Kind.UNAVAILABLE;
        if (status == 401 || status == 403) return Kind.AUTHENTICATION;
        if (!said) return Kind.MALFORMED_ANSWER;
        // What lies inside a parameter (a price, a coupon) is a setting of ours; only the rest is what the
        // call is about.
        boolean setting =
                RefusalAdvice.parameter(e).filter(name -> name.contains("[")).isPresent();
        if (typed(code, RefusalAdvice.parameter(e))) return Kind.REFUSED_INPUT;
        if (status == 400 && unpayable(e)) return Kind.DECLINED;
        if (code.equals("resource_missing")) return setting ? Kind.INVALID_REQUEST : Kind.NOT_FOUND;
        // Another call under this key is under way, it may happen yet; this is of the type of those that
        // conflict with one.
        if (code.equals("idempotency_key_in_use")) return Kind.TIMEOUT;
        if (status != 409 && IDEMPOTENCY.equals(e.getStripeError().getType())) return Kind.IDEMPOTENCY_CONFLICT;
        if (status == 409) return Kind.UNAVAILABLE;
        if (status == 402) return Kind.DECLINED;
        return Kind.INVALID_REQUEST;
    }

    /**
     * Whether it is the answer to an earlier call under the same key: Stripe keeps a failure of its own like any other answer, for
     * a day at least, and only another key is answered anew.
     */
    private static boolean replayed(StripeException e) {
        return header(e, "Idempotent-Replayed").filter("true"::equals).isPresent();
    }

    /**
     * Whether the customer has nothing that could be charged. Stripe says so with a code that is also that of what is missing by
     * our fault, or with none, so its words tell; they are those of years of reports
     * (<a href="https://github.com/stripe/stripe-java/issues/1612">one of them</a>).
     */
    private static boolean unpayable(StripeException e) {
        StripeError error = e.getStripeError();
        return error != null && lower(error.getMessage()).contains("no attached payment source");
    }

    /** Whether it is about what a person typed and not about a setting of ours. */
    private static boolean typed(String code, Optional<String> parameter) {
        return code.equals("email_invalid")
                || code.equals("coupon_expired")
                || code.startsWith("promotion_code_")
                || parameter
                        .filter(name -> name.startsWith("discounts[") && name.endsWith("[promotion_code]"))
                        .isPresent();
    }

    private static String facts(int status, StripeException e) {
        StringBuilder facts = new StringBuilder(" (status ").append(status);
        if (e.getCode() != null) facts.append(", code ").append(e.getCode());
        RefusalAdvice.parameter(e)
                .ifPresent(parameter -> facts.append(", parameter ").append(parameter));
        if (e.getRequestId() != null) facts.append(", request ").append(e.getRequestId());
        return facts.append(')').toString();
    }

    /** Stripe's own sentence, unless it may repeat what is personal. */
    private String quote(StripeException e) {
        StripeError error = e.getStripeError();
        boolean personal = RefusalAdvice.parameter(e)
                .map(name -> name.contains("email") || name.contains("name"))
                .orElse(false);
        if (error == null || error.getMessage() == null || personal) return "";
        String words = SECRET.matcher(error.getMessage().replace(key, "***")).replaceAll("***");
        return ": " + words.substring(0, Math.min(words.length(), LONGEST_QUOTE));
    }

    private static Optional<Duration> retryAfter(StripeException e) {
        return header(e, "Retry-After")
                .filter(text -> SECONDS.matcher(text).matches())
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .map(wait -> wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
    }

    private static Optional<String> header(StripeException e, String name) {
        return e instanceof RefusedCall refused ? refused.response().headers().firstValue(name) : Optional.empty();
    }

    private static String lower(@Nullable String text) {
        return text == null ? "" : text.toLowerCase(Locale.ROOT);
    }
}
