package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.ProviderException.Fault;
import dev.missioncontrol.billing.provider.ProviderException.Kind;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.usecase.Checkout;
import dev.missioncontrol.billing.usecase.SyncTenant;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A provider that refuses what people ask: they are shown a page, and whoever can mend it hears of it. */
class ToldRefusalsTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final String ADVICE = "creating a checkout session: check the catalogue's price";
    private static final Set<String> NO_CALLS = Set.of("name", "livemode", "eventReader", "sell", "toString");
    private static final Pattern TOKEN = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");

    private final SandboxPaymentProvider sandbox =
            SandboxPaymentProvider.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
    private final List<RuntimeException> trouble = new CopyOnWriteArrayList<>();
    private volatile Optional<Kind> refusing = Optional.empty();
    private Billing billing;
    private AHost host;

    @BeforeEach
    void start() throws Exception {
        billing = Billing.builder()
                .catalog(DefaultCatalog.withPlaceholderPrices())
                .provider(provider())
                .store(new InMemoryBillingStore())
                .clock(sandbox.clock())
                .allowPromotionCodes()
                .onTrouble(trouble::add)
                .build();
        sandbox.deliverTo(billing);
        host = new AHost(
                billing,
                request -> Optional.of(new SignedIn(ACME, true)),
                PageSettings.STANDARD.supportedAt(URI.create("mailto:help@app.example")));
    }

    @AfterEach
    void stop() throws Exception {
        host.close();
    }

    /** The sandbox, until it refuses every call. */
    private PaymentProvider provider() {
        return (PaymentProvider) Proxy.newProxyInstance(
                PaymentProvider.class.getClassLoader(), new Class<?>[] {PaymentProvider.class}, (self, call, with) -> {
                    if (refusing.isPresent() && !NO_CALLS.contains(call.getName()))
                        throw new ProviderException(refusing.get(), ADVICE);
                    try {
                        return call.invoke(sandbox, with);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private HttpResponse<String> form(String path, String fields) throws Exception {
        HttpResponse<String> page = host.get("/billing");
        Matcher token = TOKEN.matcher(page.body());
        assertThat(token.find()).as(page.body()).isTrue();
        String cookie = page.headers().firstValue("Set-Cookie").orElse("").replaceFirst(";.*", "");
        String body = "csrf=" + URLEncoder.encode(token.group(1), StandardCharsets.UTF_8) + "&" + fields;
        return host.post(
                path,
                body,
                "Content-Type",
                "application/x-www-form-urlencoded",
                "Origin",
                AHost.ORIGIN,
                "Cookie",
                cookie);
    }

    private void buy() {
        sandbox.pay(billing.startCheckout(ACME, Checkout.of("team").seats(5)));
    }

    private void heardOnce(HeardLog log, Kind kind) {
        assertThat(log.lines(kind + " " + ADVICE)).as(log.text()).isEqualTo(1);
    }

    @Test
    void what_is_refused_on_the_page_is_in_the_log_once_and_told_to_the_host() throws Exception {
        refusing = Optional.of(Kind.INVALID_REQUEST);
        try (HeardLog log = new HeardLog()) {
            HttpResponse<String> answer = form("/billing/checkout", "plan=team&interval=month&seats=5");
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body().replaceAll("<[^>]*>", ""))
                    .contains("Changes are not possible until we have put something right on our side;", "Contact")
                    .doesNotContain("just now", ADVICE);
            heardOnce(log, Kind.INVALID_REQUEST);
        }
        assertThat(trouble).singleElement().extracting(Throwable::getMessage).isEqualTo(ADVICE);
    }

    @ParameterizedTest
    @CsvSource({
        "/billing/portal, a=b",
        "/billing/promotion, code=LOYAL20",
        "/billing/email, email=pay@acme.example",
        "/billing/preview, plan=team&interval=month&seats=8",
        "/billing/parts/payment,",
        "/billing/parts/invoices,",
        "/billing?show=payment,"
    })
    void every_button_and_part_of_the_page_tells_it(String path, String fields) throws Exception {
        buy();
        int before = trouble.size();
        try (HeardLog log = new HeardLog()) {
            if (fields == null) {
                refusing = Optional.of(Kind.AUTHENTICATION);
                host.get(path);
            } else form(path, fields, Kind.AUTHENTICATION);
            heardOnce(log, Kind.AUTHENTICATION);
        }
        assertThat(trouble).hasSize(before + 1);
    }

    private void form(String path, String fields, Kind kind) throws Exception {
        refusing = Optional.of(kind);
        assertThat(form(path, fields).statusCode()).isEqualTo(503);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void the_api_promises_that_a_moment_helps_only_where_it_does(Kind kind) throws Exception {
        buy();
        int before = trouble.size();
        refusing = Optional.of(kind);
        try (HeardLog log = new HeardLog()) {
            HttpResponse<String> answer = host.post("/api/billing/portal", "", "Origin", AHost.ORIGIN);
            heardOnce(log, kind);
            ProviderException same = new ProviderException(kind, "");
            JsonNode problem = Description.held("post", "/api/billing/portal", same.retryable() ? 503 : 502, answer);
            assertThat(answer.headers().firstValue("Retry-After").isPresent()).isEqualTo(same.retryable());
            if (!same.retryable())
                assertThat(problem.path("detail").textValue()).isEqualTo(same.sentence());
            assertThat(trouble).hasSize(before + (same.fault() == Fault.OURS ? 1 : 0));
        }
    }

    private void sync() throws Exception {
        assertThat(host.post("/api/billing/sync", "", "Origin", AHost.ORIGIN).statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void a_look_that_the_provider_refuses_for_good_is_answered_and_told(Kind kind) throws Exception {
        buy();
        sandbox.advance(SyncTenant.FRESH);
        trouble.clear();
        refusing = Optional.of(kind);
        sync();
        if (new ProviderException(kind, "").retryable()) assertThat(trouble).isEmpty();
        else
            assertThat(trouble).singleElement().isInstanceOfSatisfying(ProviderException.class, told -> {
                assertThat(told.kind()).isEqualTo(kind);
                assertThat(told).hasMessage(ADVICE);
            });
    }

    @Test
    void a_page_that_polls_is_told_of_once_a_minute_however_often_it_is_refused() throws Exception {
        buy();
        sandbox.advance(SyncTenant.FRESH);
        trouble.clear();
        refusing = Optional.of(Kind.NOT_FOUND);
        for (int look = 0; look < 9; look++) {
            sync();
            sandbox.advance(Duration.ofSeconds(3));
        }
        assertThat(trouble).hasSize(1);
        sandbox.advance(Duration.ofMinutes(1));
        sync();
        assertThat(trouble).hasSize(2);
    }
}
