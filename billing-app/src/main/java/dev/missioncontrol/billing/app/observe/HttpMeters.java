package dev.missioncontrol.billing.app.observe;

import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.http.RequestListener;
import dev.missioncontrol.billing.provider.EventReader;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Figures of what is answered over HTTP. Words that can come are there from the start, at 0, so that a rise shows. */
final class HttpMeters implements RequestListener {
    private static final String TAKEN = "billing.webhook.taken";
    private static final String REFUSED = "billing.webhook.refused";
    private static final String UNSEEN = "billing.http.refused";

    /** What a request is usually refused with before any route sees it: no HTTP, too slow, too large, coded, too long a head. */
    private static final int[] STATUSES = {400, 408, 413, 415, 431};

    /** Bounds of the histogram: what people notice, what a provider waits for, what is given up. */
    private static final Duration[] BOUNDS = {
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(200),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10)
    };

    /** The one route whose failures are a matter of their own: what they lose is told again only by Stripe. */
    private static final String WEBHOOK = "/api/billing/webhook";

    /** What it fails with, by our fault or while the store is away. */
    private static final int[] FAILURES = {500, 503};

    private final MeterRegistry registry;

    /** As many as there are routes, times the statuses that we answer: all its words are ours. */
    private final Map<Kind, Timer> timers = new ConcurrentHashMap<>();

    /** By outcome, of which there are some ten. */
    private final Map<String, Counter> taken = new ConcurrentHashMap<>();

    /** What a request is counted by. */
    private record Kind(String method, String route, int status) {}

    HttpMeters(MeterRegistry registry) {
        this.registry = registry;
        for (EventReader.Refusal refusal : EventReader.Refusal.values())
            registry.counter(REFUSED, "reason", refusal.name().toLowerCase(Locale.ROOT));
        for (String unread : RequestListener.UNREAD) registry.counter(REFUSED, "reason", unread);
        for (int status : STATUSES) refusedBefore(status);
        for (int status : FAILURES) timers.computeIfAbsent(new Kind("POST", WEBHOOK, status), this::timer);
        for (EventOutcome outcome : EventOutcome.values()) taken(outcome.word());
    }

    @Override
    public void answered(Answered answer) {
        timers.computeIfAbsent(new Kind(answer.method(), answer.route(), answer.status()), this::timer)
                .record(answer.took());
    }

    private Timer timer(Kind kind) {
        return Timer.builder("billing.http.requests")
                .description("Requests answered, by route and status")
                .tags("method", kind.method(), "route", kind.route(), "status", Integer.toString(kind.status()))
                .serviceLevelObjectives(BOUNDS)
                .register(registry);
    }

    /** The registry alone would look for it by its name and tags, which it first makes a key of. */
    private Counter taken(String outcome) {
        return taken.computeIfAbsent(outcome, word -> registry.counter(TAKEN, "outcome", word));
    }

    private Counter refusedBefore(int status) {
        return Counter.builder(UNSEEN)
                .description("Requests refused before any route saw them, by status")
                .tag("status", Integer.toString(status))
                .register(registry);
    }

    @Override
    public void refusedUnseen(int status) {
        refusedBefore(status).increment();
    }

    @Override
    public void webhookTaken(String outcome) {
        taken(outcome).increment();
    }

    @Override
    public void webhookRefused(String reason) {
        registry.counter(REFUSED, "reason", reason).increment();
    }
}
