package dev.missioncontrol.billing.stripe.wire;

import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Speaks Stripe's HTTP protocol on top of a sandbox: form-encoded parameters in, Stripe's JSON and errors out, with
 * idempotency keys, pages, expansion, a limit of requests and faults on demand. Any Stripe library that is pointed at it
 * works, for the operations that it serves; what it does not serve it refuses, never ignores.
 *
 * <p>Listens on loopback only. Its {@code Date} is the sandbox's time.
 */
public final class WireServer implements AutoCloseable {
    /** Requests a second that Stripe allows in a sandbox. */
    public static final int STRIPES_RATE = 25;

    private static final byte[] NO_JSON = "<html>not what you hoped for".getBytes(StandardCharsets.UTF_8);

    private static final String LOOPBACK = "127.0.0.1";

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private final Wire wire;
    private final WireControls controls;
    private final WireFaults faults = new WireFaults();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final WireHttp http;

    private WireServer(Settings settings) {
        WireRate rate = new WireRate(settings.requestsPerSecond, settings.nanos);
        wire = new Wire(settings.sandbox, settings.idPrefix, rate, settings.key, InstantSource.system());
        controls = new WireControls(settings.sandbox, faults);
        if (settings.setUp) wire.setUp();
        http = new WireHttp(settings.port, this::handle);
    }

    /** Begins with a sandbox and leaves the rest to be said. */
    public static Settings on(SandboxPaymentProvider sandbox) {
        return new Settings(sandbox);
    }

    /** Where it listens: what a Stripe library takes as its API base. */
    public URI base() {
        return URI.create("http://" + LOOPBACK + ":" + http.port());
    }

    /** What is to go wrong. */
    public WireFaults faults() {
        return faults;
    }

    /**
     * Sends every event there, signed, as to an endpoint of the account.
     *
     * @param secret what the endpoint verifies with
     */
    public void deliverTo(URI endpoint, String secret) {
        wire.endpoints().add(endpoint, secret);
    }

    private Optional<WireAnswer> handle(WireRequest request) {
        return answer(request)
                .map(answer -> answer.with(
                                "Date", DATE.format(wire.books().office.now()))
                        .with("Content-Type", "application/json")
                        .with(
                                "Request-Id",
                                "req_" + UUID.randomUUID().toString().replace("-", ""))
                        .with("Stripe-Version", Wire.version()));
    }

    private Optional<WireAnswer> answer(WireRequest request) {
        if (request.path().startsWith(WireControls.ROOT)) return Optional.of(controls.answer(request));
        return faults.of(request.method() + " " + request.path())
                .map(fault -> failing(request, fault))
                .orElseGet(() -> Optional.of(wire.answer(request)));
    }

    private Optional<WireAnswer> failing(WireRequest request, WireFaults.Fault fault) {
        return switch (fault.kind()) {
            case ANSWER -> Optional.of(wire.failed(request, fault.status()));
            case BREAK -> Optional.empty();
            case LOSE_ANSWER -> {
                wire.answer(request);
                yield Optional.empty();
            }
            case GARBLE -> {
                WireAnswer answer = wire.answer(request);
                yield Optional.of(new WireAnswer(answer.status(), NO_JSON, answer.headers(), answer.kept()));
            }
            case DELAY -> {
                WireAnswer answer = wire.answer(request);
                yield late(fault.delay()) ? Optional.of(answer) : Optional.empty();
            }
        };
    }

    /** Says whether it is still to be answered: not by a server that was closed meanwhile. */
    private boolean late(Duration by) {
        try {
            return !closed.await(by.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Stops at once. */
    @Override
    public void close() {
        closed.countDown();
        http.close();
        wire.close();
    }

    /** What may be said before it starts. */
    public static final class Settings {
        /** Highest port. */
        private static final int LAST_PORT = 65_535;

        private final SandboxPaymentProvider sandbox;
        private int port;
        private String idPrefix = "wire";
        private int requestsPerSecond = STRIPES_RATE;
        private Optional<String> key = Optional.empty();
        private boolean setUp = true;
        private LongSupplier nanos = System::nanoTime;

        private Settings(SandboxPaymentProvider sandbox) {
            this.sandbox = sandbox;
        }

        /** Another port than any that is free. */
        public Settings port(int number) {
            if (number < 0 || number > LAST_PORT) throw new IllegalArgumentException("a port is 0 to " + LAST_PORT);
            port = number;
            return this;
        }

        /** The prefix of ids that the wire makes itself, another one at every start where data outlive it. */
        public Settings idPrefix(String prefix) {
            idPrefix = prefix;
            return this;
        }

        /** Another limit than Stripe's 25 requests a second. */
        public Settings requestsPerSecond(int most) {
            if (most < 1) throw new IllegalArgumentException("at least one request a second");
            requestsPerSecond = most;
            return this;
        }

        /** Accepts this key only, rather than every test key. */
        public Settings key(String only) {
            key = Optional.of(only);
            return this;
        }

        /** An account in which nothing is set up yet: no portal configuration. */
        public Settings emptyAccount() {
            setUp = false;
            return this;
        }

        /** What the limit of requests is counted by. */
        Settings nanos(LongSupplier time) {
            nanos = time;
            return this;
        }

        /** @throws UncheckedIOException if the port is taken */
        public WireServer start() {
            return new WireServer(this);
        }
    }
}
