package dev.missioncontrol.billing.http;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.http.auth.Authentication;
import dev.missioncontrol.billing.http.auth.Credentials;
import dev.missioncontrol.billing.http.auth.Scope;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.PromotionCodeId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.EventReader;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.PromotionCode;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.Reduction;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.store.BillingStore;
import dev.missioncontrol.billing.usecase.Checkout;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * The server on a free port, with a sandbox and plain words for tokens: {@code Bearer acme read}, then a number for seats in use, and who asks if
 * not Anna. Webhooks are signed with
 * the word {@code right}, and hold nothing but the id of an event of the sandbox.
 */
final class ARunningServer implements AutoCloseable {
    private static final Instant JAN_1 = Instant.parse("2027-01-01T00:00:00Z");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    volatile boolean ready = true;
    volatile boolean draining;
    final RecordedAnswers answers = new RecordedAnswers();
    final SandboxPaymentProvider sandbox =
            SandboxPaymentProvider.startingAt(JAN_1).hostedAt(URI.create("https://pay.example"));
    final Map<EventId, ProviderEvent> events = new ConcurrentHashMap<>();
    private final UnaryOperator<PaymentProvider> through;
    final Billing billing;
    final BillingServer server;

    final URI base;

    /** Another one that sells something else with the same sandbox. */
    Billing selling(PlanCatalog catalog, BillingStore store) {
        return Billing.builder()
                .catalog(catalog)
                .provider(through.apply(sandbox))
                .eventReader(new Events())
                .store(store)
                .clock(sandbox.clock())
                .returnTo(URI.create("https://app.example/billing"))
                .allowPromotionCodes()
                .build();
    }

    /** A code that gives a fifth off for three months. */
    void offer(String code) {
        sandbox.offer(
                new PromotionCode(
                        new PromotionCodeId("promo_" + code),
                        code,
                        new Reduction.Percent(BigDecimal.valueOf(20)),
                        PromotionCode.Lasts.MONTHS,
                        3,
                        Optional.empty()),
                Optional.empty());
    }

    /** A tenant has this, and what was heard of it is done. */
    void buy(TenantId tenant, Checkout wanted) {
        sandbox.pay(billing.startCheckout(tenant, wanted));
        billing.sync(tenant);
        sandbox.advance(Duration.ofMinutes(1));
        billing.runDue();
    }

    ARunningServer() {
        this(URI.create("https://billing.example"));
    }

    /** @param theme what its pages wear */
    ARunningServer(Theme theme) {
        this(PageSettings.wearing(theme));
    }

    /** @param settings how its pages are */
    ARunningServer(PageSettings settings) {
        this(URI.create("https://billing.example"), ConsoleMode.ACT, settings, new InMemoryBillingStore());
    }

    /** @param called what the server is called from outside */
    ARunningServer(URI called) {
        this(called, ConsoleMode.ACT);
    }

    ARunningServer(URI called, ConsoleMode console) {
        this(called, console, PageSettings.STANDARD, new InMemoryBillingStore());
    }

    /** @param store what it remembers with */
    ARunningServer(BillingStore store) {
        this(URI.create("https://billing.example"), ConsoleMode.ACT, PageSettings.STANDARD, store);
    }

    /**
     * @param catalog what it sells
     * @param store what it remembers with
     */
    ARunningServer(PlanCatalog catalog, BillingStore store) {
        this(URI.create("https://billing.example"), ConsoleMode.ACT, PageSettings.STANDARD, catalog, store);
    }

    private ARunningServer(URI called, ConsoleMode console, PageSettings settings, BillingStore store) {
        this(called, console, settings, DefaultCatalog.withPlaceholderPrices(), store);
    }

    /** One that takes events without a signature, as far as a server does. */
    static ARunningServer takingUnsigned(URI called) {
        return new ARunningServer(
                called,
                ConsoleMode.ACT,
                PageSettings.STANDARD,
                DefaultCatalog.withPlaceholderPrices(),
                new InMemoryBillingStore(),
                true,
                UnaryOperator.identity());
    }

    /** One whose provider does all but what has one of these names, for which it is away. */
    static ARunningServer withoutAnswerTo(String... methods) {
        return new ARunningServer(
                URI.create("https://billing.example"),
                ConsoleMode.ACT,
                PageSettings.STANDARD,
                DefaultCatalog.withPlaceholderPrices(),
                new InMemoryBillingStore(),
                false,
                provider -> (PaymentProvider) Proxy.newProxyInstance(
                        PaymentProvider.class.getClassLoader(),
                        new Class<?>[] {PaymentProvider.class},
                        (self, method, arguments) -> {
                            if (List.of(methods).contains(method.getName()))
                                throw new ProviderException(ProviderException.Kind.UNAVAILABLE, "away in a test");
                            return method.invoke(provider, arguments);
                        }));
    }

    private ARunningServer(
            URI called, ConsoleMode console, PageSettings settings, PlanCatalog catalog, BillingStore store) {
        this(called, console, settings, catalog, store, false, UnaryOperator.identity());
    }

    private ARunningServer(
            URI called,
            ConsoleMode console,
            PageSettings settings,
            PlanCatalog catalog,
            BillingStore store,
            boolean unsigned,
            UnaryOperator<PaymentProvider> through) {
        this.through = through;
        billing = selling(catalog, store);
        server = new BillingServer(
                new BillingServer.Parts(
                        billing,
                        ARunningServer::who,
                        Optional.of(sandbox),
                        called,
                        sandbox.clock(),
                        () -> this.ready,
                        unsigned ? Optional.of(new Unsigned()) : Optional.empty(),
                        true,
                        new Observability(answers, Optional.of(() -> "figures 1\n"), () -> draining),
                        console,
                        Set.of("https://shop.example")),
                settings);
        sandbox.onEvent(event -> events.put(event.id(), event));
        base = URI.create("http://127.0.0.1:" + server.start("127.0.0.1", 0));
    }

    private static Authentication who(Credentials credentials) {
        String[] words = credentials.authorization().orElse("").split(" ");
        if (words.length == 2 && words[1].equals("away"))
            return new Authentication.Unavailable("in a test", Duration.ofSeconds(7));
        if (words.length < 3 || words.length > 5) return new Authentication.Unauthenticated("in a test");
        Scope scope = Scope.valueOf(words[2].toUpperCase(java.util.Locale.ROOT));
        OptionalLong inUse = words.length >= 4 ? OptionalLong.of(Long.parseLong(words[3])) : OptionalLong.empty();
        return new Authentication.Authenticated(
                new TenantId(words[1]),
                EnumSet.of(scope),
                false,
                Optional.of(words.length == 5 ? words[4] : "anna"),
                inUse);
    }

    HttpResponse<String> get(String path, String... headers) {
        return send(request(path, headers).GET());
    }

    HttpResponse<String> post(String path, String body, String... headers) {
        return send("POST", path, body, headers);
    }

    /** Posts as somebody who may manage what {@code acme} has. */
    HttpResponse<String> postAsManager(String path, String body, String... headers) {
        return send(request(path, headers)
                .header("Authorization", "Bearer acme manage")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> send(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = request(path, headers).method(method, HttpRequest.BodyPublishers.ofString(body));
        if (!List.of(headers).contains("Content-Type")) request.header("Content-Type", "application/json");
        return send(request);
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path));
        if (headers.length > 0) request.headers(headers);
        return request;
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop();
    }

    /** What a demo takes: nobody has signed it. A body that is the name of a refusal is refused so. */
    private final class Unsigned implements EventReader {
        @Override
        public String signatureHeader() {
            return "Stripe-Signature";
        }

        @Override
        public Reading read(byte[] body, Optional<String> signature) {
            String id = new String(body, StandardCharsets.UTF_8);
            for (Refusal refusal : Refusal.values())
                if (id.equals(refusal.name())) return new Reading.Refused(refusal, "refused in a test");
            return new Reading.Event(reread(new EventId(id), id));
        }

        @Override
        public ProviderEvent reread(EventId id, String payload) {
            return new Events().reread(id, payload);
        }
    }

    private final class Events implements EventReader {
        @Override
        public String signatureHeader() {
            return "Stripe-Signature";
        }

        @Override
        public Reading read(byte[] body, Optional<String> signature) {
            if (signature.isEmpty()) return new Reading.Refused(Refusal.SIGNATURE_MISSING, "There is no signature.");
            if (!signature.get().equals("right"))
                return new Reading.Refused(Refusal.SIGNATURE_MISMATCH, "No signature matches the body.");
            String id = new String(body, StandardCharsets.UTF_8);
            return new Reading.Event(reread(new EventId(id), id));
        }

        @Override
        public ProviderEvent reread(EventId id, String payload) {
            return Optional.ofNullable(events.get(id)).orElseThrow(() -> new IllegalArgumentException("unknown"));
        }
    }
}
