package dev.missioncontrol.billing.http;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.usecase.ChangeOutcome;
import dev.missioncontrol.billing.usecase.Redirect;
import dev.missioncontrol.billing.usecase.Rejection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds what people make us ask of the provider: so often a minute by a tenant, so many at once by a tenant and by all; by an operator apart from both. One
 * tenant's loop, or a provider that hangs, costs the others nothing. What makes us ask the store for much, or the host, is bounded too.
 *
 * <p>What people want done or shown goes through here, so here it is told, once, what the provider did not do: whoever asked is shown
 * a page or a problem that holds none of it. Looking once more ({@code sync}) is told by the domain, as its trouble.
 */
final class ProviderCalls {
    private static final Logger LOG = LoggerFactory.getLogger(ProviderCalls.class);

    /** Of one tenant: nobody buys more often than every six seconds. */
    static final int A_MINUTE = 10;

    /** Questions of one tenant that change nothing: a page asks a few at once, and previews are looked at side by side. */
    static final int QUESTIONS_A_MINUTE = 30;

    /**
     * Of one operator in the console, whichever tenants it is about: they go from one to the next. A tenant that loops keeps nobody from
     * looking into it.
     */
    static final int OPERATORS_A_MINUTE = 30;

    /** Numbers of seats of one tenant that are pushed: a host pushes with each person who joins, and a team joins at once. */
    static final int PUSHES_A_MINUTE = 120;

    /** Pages of one tenant's history, which are read anew each time: a program that reads all of it has two a second. */
    static final int HISTORIES_A_MINUTE = 120;

    /** Of one tenant at once, or one operator: two people of it may press a button at the same time. */
    static final int AT_ONCE_OF_A_TENANT = 2;

    /** Of all at once: a hanging provider holds these threads for as long as it hangs, and no more of some 250. */
    static final int AT_ONCE = 64;

    /**
     * Syncs of all at once, beside what people asked for: pages that poll a slow provider keep nobody from acting, and both together
     * hold fewer than half of the threads.
     */
    static final int SYNCS_AT_ONCE = 32;

    /** Seconds after which it may be better; a call takes about one. */
    private static final long BUSY_SECONDS = 2;

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Allowances commands;
    private final Allowances questions;
    private final Allowances operators;
    private final Allowances syncs;
    private final Allowances pushes;
    private final Allowances histories;
    private final Allowances host;
    private final Map<Object, Integer> asking = new HashMap<>();
    private final Set<TenantId> syncing = new HashSet<>();
    private final Consumer<? super ProviderException> toldOfOurs;
    private int all;

    /** Who asks for something that is none of a tenant's own doing. */
    private record Operator(String name) {}

    /** Calls whose failures are in the log alone. */
    ProviderCalls(InstantSource clock) {
        this(clock, logged -> {});
    }

    /** @param toldOfOurs told, beside the log, of what only whoever runs this can mend; throws nothing */
    ProviderCalls(InstantSource clock, Consumer<? super ProviderException> toldOfOurs) {
        this.toldOfOurs = toldOfOurs;
        commands = new Allowances(A_MINUTE, MINUTE, clock);
        questions = new Allowances(QUESTIONS_A_MINUTE, MINUTE, clock);
        operators = new Allowances(OPERATORS_A_MINUTE, MINUTE, clock);
        syncs = new Allowances(A_MINUTE, MINUTE, clock);
        pushes = new Allowances(PUSHES_A_MINUTE, MINUTE, clock);
        histories = new Allowances(HISTORIES_A_MINUTE, MINUTE, clock);
        host = new Allowances(QUESTIONS_A_MINUTE, MINUTE, clock);
    }

    /** Asks, or throws a problem that says when to come back. */
    <T> T ask(TenantId tenant, Supplier<T> question) {
        return ask(commands, tenant.value(), tenant, question);
    }

    /**
     * Asks unless it is refused already: what can't be asked for reaches nobody, and so costs nothing of the allowance.
     *
     * @return why not, by our own rules or the provider's; nothing if it was done
     */
    Optional<Rejection> askUnless(
            Optional<Rejection> refused, TenantId tenant, Supplier<Optional<Rejection>> question) {
        return refused.isPresent() ? refused : ask(tenant, question);
    }

    /** Asks what changes nothing, out of an allowance of its own: looking never uses up what acting needs. */
    <T> T look(TenantId tenant, Supplier<T> question) {
        return ask(questions, tenant.value(), tenant, question);
    }

    /** Asks for an operator, out of an allowance of theirs. */
    <T> T operate(String operator, Supplier<T> question) {
        return ask(operators, operator, new Operator(operator), question);
    }

    private <T> T ask(Allowances allowed, String name, Object who, Supplier<T> question) {
        Duration wait = allowed.take(name);
        if (!wait.isZero())
            throw Problem.tooMany(
                    "The payment provider was asked too often for you. Wait a moment, then try again.", wait);
        begin(who);
        try {
            return question.get();
        } catch (ProviderException e) {
            told(e);
            throw e;
        } finally {
            end(who);
        }
    }

    private void told(ProviderException e) {
        LOG.warn("The payment provider: {} {}", e.kind(), ShortenedFailure.text(e.getMessage()));
        if (e.fault() == ProviderException.Fault.OURS) toldOfOurs.accept(e);
    }

    /** The same for what sends a browser on; what was refused by our own rules did not reach the provider, and is free. */
    Redirect redirect(TenantId tenant, Supplier<Redirect> question) {
        Redirect redirect = ask(tenant, question);
        if (redirect instanceof Redirect.Rejected no) free(tenant, no.rejection());
        return redirect;
    }

    /** The same for what changes a subscription. */
    ChangeOutcome change(TenantId tenant, Supplier<ChangeOutcome> question) {
        ChangeOutcome outcome = ask(tenant, question);
        if (outcome instanceof ChangeOutcome.Rejected no) free(tenant, no.rejection());
        return outcome;
    }

    private void free(TenantId tenant, Rejection rejection) {
        if (ApiRoutes.problem(rejection).status == 400) commands.giveBack(tenant.value());
    }

    /** Asks anew what a tenant has, if it may; where not, what is known is a right answer too, and a page that polls goes on. */
    void sync(TenantId tenant, Runnable question) {
        if (!beginSync(tenant)) return;
        try {
            question.run();
        } finally {
            endSync(tenant);
        }
    }

    /** One of a tenant at a time: a second one would ask the same. */
    private synchronized boolean beginSync(TenantId tenant) {
        if (syncing.size() >= SYNCS_AT_ONCE || syncing.contains(tenant)) return false;
        return syncs.take(tenant.value()).isZero() && syncing.add(tenant);
    }

    private synchronized void endSync(TenantId tenant) {
        syncing.remove(tenant);
    }

    /** Whether the host may be asked about a tenant; where not, a page is as right without its answer. */
    boolean mayAskHost(TenantId tenant) {
        return host.take(tenant.value()).isZero();
    }

    /** Stores a number of seats, or throws a problem that says when to come back. */
    <T> T push(TenantId tenant, Supplier<T> seats) {
        return ofStore(pushes, tenant, seats);
    }

    /** Reads what changed, or throws a problem that says when to come back. */
    <T> T recall(TenantId tenant, Supplier<T> changes) {
        return ofStore(histories, tenant, changes);
    }

    private static <T> T ofStore(Allowances allowed, TenantId tenant, Supplier<T> question) {
        Duration wait = allowed.take(tenant.value());
        if (!wait.isZero())
            throw Problem.tooMany("This was asked for too often for you. Wait a moment, then try again.", wait);
        return question.get();
    }

    private synchronized void begin(Object who) {
        int own = asking.getOrDefault(who, 0);
        if (own >= AT_ONCE_OF_A_TENANT)
            throw new Problem(429, "too_many_requests", "Wait for your last request to be answered.", "", BUSY_SECONDS);
        if (all >= AT_ONCE)
            throw new Problem(
                    503,
                    "provider_busy",
                    "Changes are not possible just now; your plan is not affected. Try again in a moment.",
                    "",
                    BUSY_SECONDS);
        asking.put(who, own + 1);
        all++;
    }

    private synchronized void end(Object who) {
        asking.computeIfPresent(who, (key, own) -> own == 1 ? null : own - 1);
        all--;
    }
}
