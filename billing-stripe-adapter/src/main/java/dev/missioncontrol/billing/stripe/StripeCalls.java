package dev.missioncontrol.billing.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.net.ApiResource.RequestMethod;
import com.stripe.net.RawRequestOptions;
import com.stripe.net.StripeResponse;
import dev.missioncontrol.billing.provider.ProviderException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes calls to Stripe and answers with the raw JSON. stripe-java carries them, with the pinned version; retries are ours,
 * since it makes none after a 429. Its model is left out, so that an answer is read like an event, tolerantly.
 */
final class StripeCalls {
    /** Most objects of a page: Stripe's own limit. */
    static final int LARGEST_PAGE = 100;

    /** Most pages of one list inside an object: a subscription has at most 20 items, an invoice at most 250 lines. */
    static final int MOST_PAGES = 10;

    /** Longest idempotency key in characters: Stripe's own limit. */
    private static final int LONGEST_KEY = 255;

    private final StripeClient client;
    private final Failures failures;
    private final SteadyCalls steady;
    private final Supplier<String> keys;
    private final Supplier<Optional<String>> trace;

    /**
     * @param keys idempotency keys, never the same twice, for calls that bring none
     * @param trace the {@code traceparent} of what is being done, if it is part of a trace
     */
    StripeCalls(
            StripeClient client,
            Failures failures,
            SteadyCalls steady,
            Supplier<String> keys,
            Supplier<Optional<String>> trace) {
        this.client = client;
        this.failures = failures;
        this.steady = steady;
        this.keys = keys;
        this.trace = trace;
    }

    Answer get(String call, String path, Form query) {
        String url = query.isEmpty() ? path : path + "?" + query.encoded();
        return answer(call, RequestMethod.GET, url, null, options().build());
    }

    /** A call that may be repeated under its key without doing anything twice. */
    Answer post(String call, String path, Form form, String idempotencyKey) {
        if (idempotencyKey.isBlank() || idempotencyKey.length() > LONGEST_KEY)
            throw new IllegalArgumentException("an idempotency key has 1 to " + LONGEST_KEY + " characters");
        RawRequestOptions options = options().setIdempotencyKey(idempotencyKey).build();
        return answer(call, RequestMethod.POST, path, form.encoded(), options);
    }

    /** A call whose repetition does no harm: it gets a key of its own, which its retries keep. */
    Answer post(String call, String path, Form form) {
        return post(call, path, form, keys.get());
    }

    /** A call that ends something: done once, it finds nothing to do. */
    Answer delete(String call, String path) {
        return answer(call, RequestMethod.DELETE, path, null, options().build());
    }

    private RawRequestOptions.RawRequestOptionsBuilder options() {
        RawRequestOptions.RawRequestOptionsBuilder options = RawRequestOptions.builder();
        trace.get().ifPresent(parent -> options.setAdditionalHeaders(Map.of("traceparent", parent)));
        return options;
    }

    /** All objects of a list, page by page. */
    List<JsonNode> all(String call, String path, Form query) {
        return rest(call, path, query, List.of());
    }

    /** The objects of a list that come after those that are known. */
    List<JsonNode> rest(String call, String path, Form query, List<JsonNode> known) {
        List<JsonNode> all = new ArrayList<>(known);
        for (int page = 0; page < MOST_PAGES; page++) {
            Form next = new Form().add("limit", LARGEST_PAGE);
            if (!all.isEmpty()) next.add("starting_after", Fields.identifier(all.get(all.size() - 1), "id"));
            Answer answer = get(call, path, query.with(next));
            List<JsonNode> data = answer.data();
            all.addAll(data);
            if (!answer.hasMore()) return all;
            if (data.isEmpty()
                    || Fields.identifier(data.get(data.size() - 1), "id").isEmpty())
                throw answer.malformed("it goes on after a page without an end");
        }
        throw new ProviderException(
                ProviderException.Kind.MALFORMED_ANSWER, call + ": the list has more than " + MOST_PAGES + " pages");
    }

    private Answer answer(
            String call, RequestMethod method, String url, @Nullable String content, RawRequestOptions options) {
        return steady.make(call, Operation.name(method.name(), url), () -> once(call, method, url, content, options));
    }

    private Answer once(
            String call, RequestMethod method, String url, @Nullable String content, RawRequestOptions options)
            throws FailedCall {
        StripeResponse response = send(call, method, url, content, options);
        Optional<String> date = response.headers().firstValue("Date");
        Optional<JsonNode> json = StripeJson.answer(response.body() == null ? "" : response.body());
        if (json.isEmpty())
            throw new FailedCall(failures.unreadable(call, response.code()), response.code(), Optional.empty());
        return new Answer(call, json.get(), date);
    }

    private StripeResponse send(
            String call, RequestMethod method, String url, @Nullable String content, RawRequestOptions options)
            throws FailedCall {
        try {
            return client.rawRequest(method, url, content, options);
        } catch (StripeException e) {
            throw failures.failed(call, e);
        } catch (RuntimeException | StackOverflowError e) {
            // The library promises its own exceptions alone. Whatever else it throws, it could not take what was
            // answered.
            throw new FailedCall(failures.unreadable(call, 0), 0, Optional.empty());
        }
    }
}
