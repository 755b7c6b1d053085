package dev.missioncontrol.billing.http;

import dev.missioncontrol.billing.http.console.Attempt;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.usecase.BindByOperator;
import dev.missioncontrol.billing.usecase.Operations;
import dev.missioncontrol.billing.usecase.OperatorsWord;
import dev.missioncontrol.billing.usecase.RefreshTenant;
import dev.missioncontrol.billing.usecase.ReplayEvent;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What operators do in the console, and what they are told where it can't be done. */
final class ConsoleActions {
    /** Longest that a request waits for the provider's rate; workers do it later where that is not enough. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(ConsoleActions.class);

    private final Operations operations;
    private final ProviderCalls calls;

    ConsoleActions(Operations operations, ProviderCalls calls) {
        this.operations = operations;
        this.calls = calls;
    }

    /** What came of it. */
    sealed interface Outcome {
        /** It is done; where to go on. */
        record Done(String address) implements Outcome {}

        /** It is not; the form again, with what is wrong. */
        record Refused(int status, Attempt attempt) implements Outcome {}
    }

    Outcome refresh(String operator, TenantId tenant, String reason) {
        if (!OperatorsWord.sayable(reason)) return unreasoned("refresh", tenant.value(), "", reason);
        OperatorsWord word = new OperatorsWord(operator, reason);
        RefreshTenant.Refreshed refreshed =
                calls.operate(operator, () -> operations.refresh(tenant, word, true, ConsoleActions::pause));
        told("refresh", operator, tenant.value());
        if (!refreshed.known())
            return refused(404, new Attempt("refresh", "", "This tenant was never seen.", "", "", reason));
        return done(
                "/console/tenant?id=" + encoded(tenant.value()),
                refreshed.waiting().isEmpty() ? "refreshed" : "marked");
    }

    Outcome replay(String operator, EventId event, String reason) {
        if (!OperatorsWord.sayable(reason)) return unreasoned("replay", "", "", reason);
        ReplayEvent.Result result = operations.replay(event, new OperatorsWord(operator, reason));
        told("replay", operator, event.value());
        if (result instanceof ReplayEvent.Result.Replayed)
            return done("/console/event?id=" + encoded(event.value()), "replayed");
        String error = result instanceof ReplayEvent.Result.Failed failed
                ? "It still can't be applied: " + failed.reason()
                : "Nothing is stored of what it said, so there is nothing to apply.";
        return refused(409, new Attempt("replay", "", error, "", "", reason));
    }

    Outcome bind(String operator, String tenant, String customer, String reason) {
        Optional<TenantId> bound = TenantId.parse(tenant);
        if (bound.isEmpty()) return wrong("tenant", Identity.TENANTS_ID, tenant, customer, reason);
        Optional<CustomerId> its = customer(customer);
        if (its.isEmpty())
            return wrong(
                    "customer",
                    "This is no id of a customer; one begins with cus_ as a rule.",
                    tenant,
                    customer,
                    reason);
        if (!OperatorsWord.sayable(reason)) return unreasoned("bind", tenant, customer, reason);
        OperatorsWord word = new OperatorsWord(operator, reason);
        BindByOperator.Result result = calls.operate(
                operator, () -> operations.bind(bound.get(), its.get(), word, true, ConsoleActions::pause));
        told("bind", operator, tenant);
        if (result instanceof BindByOperator.Result.TakenBy taken)
            return wrong(
                    409,
                    "customer",
                    "This customer is bound to " + taken.other() + " already.",
                    tenant,
                    customer,
                    reason);
        if (result instanceof BindByOperator.Result.UnknownCustomer)
            return wrong(409, "customer", "The provider does not know this customer.", tenant, customer, reason);
        if (result instanceof BindByOperator.Result.TenantDeleted)
            return wrong(409, "tenant", "This tenant was deleted, and nothing revives it.", tenant, customer, reason);
        return done("/console/tenant?id=" + encoded(tenant), "bound");
    }

    private static Optional<CustomerId> customer(String text) {
        try {
            return Optional.of(new CustomerId(text));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    private static Outcome done(String address, String what) {
        return new Outcome.Done(address + "&done=" + what);
    }

    private static Outcome wrong(String field, String error, String tenant, String customer, String reason) {
        return wrong(400, field, error, tenant, customer, reason);
    }

    private static Outcome wrong(
            int status, String field, String error, String tenant, String customer, String reason) {
        return refused(status, new Attempt("bind", field, error, tenant, customer, reason));
    }

    private static Outcome unreasoned(String action, String tenant, String customer, String reason) {
        String error = "Say why, in 1 to " + OperatorsWord.LONGEST_REASON + " characters.";
        return refused(400, new Attempt(action, "reason", error, tenant, customer, reason));
    }

    private static Outcome refused(int status, Attempt attempt) {
        return new Outcome.Refused(status, attempt);
    }

    private static void told(String action, String operator, String subject) {
        LOG.info("Console: {} of {} by {}", action, ShortenedFailure.text(subject), ShortenedFailure.text(operator));
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private static void pause(Duration time) {
        if (time.compareTo(LONGEST_PAUSE) > 0)
            throw new Problem(
                    503, "provider_busy", "The provider is asked by others just now. Try again in a moment.", "", 5);
        try {
            // Nothing counts it down: only time ends this.
            new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
