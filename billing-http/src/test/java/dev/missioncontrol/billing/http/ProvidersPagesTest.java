package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.provider.CheckoutSessionRequest;
import dev.missioncontrol.billing.provider.CustomerRequest;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.PortalRequest;
import dev.missioncontrol.billing.provider.PortalRequest.PortalFlow;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.usecase.Checkout;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said to the provider of the pages that people are sent to: by the API, and by the page for who reads it. */
class ProvidersPagesTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final String CHECKOUT = "/api/billing/checkout";
    private static final String PORTAL = "/api/billing/portal";

    private final SandboxPaymentProvider sandbox =
            SandboxPaymentProvider.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
    private final List<Object> asked = new CopyOnWriteArrayList<>();
    private final Billing billing = Billing.builder()
            .catalog(DefaultCatalog.withPlaceholderPrices())
            .provider(provider())
            .store(new InMemoryBillingStore())
            .clock(sandbox.clock())
            .build();
    private volatile Optional<Locale> chosen = Optional.empty();
    private AHost host;

    @BeforeEach
    void start() throws Exception {
        sandbox.deliverTo(billing);
        host = new AHost(billing, request -> Optional.of(new SignedIn(ACME, true, chosen)), PageSettings.STANDARD);
    }

    @AfterEach
    void stop() throws Exception {
        host.close();
    }

    /** The sandbox, whose callers are listened to. */
    private PaymentProvider provider() {
        return (PaymentProvider) Proxy.newProxyInstance(
                PaymentProvider.class.getClassLoader(), new Class<?>[] {PaymentProvider.class}, (self, call, with) -> {
                    if (with != null) asked.addAll(Arrays.asList(with));
                    try {
                        return call.invoke(sandbox, with);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private <T> T last(Class<T> kind) {
        List<T> all = asked.stream().filter(kind::isInstance).map(kind::cast).toList();
        assertThat(all).isNotEmpty();
        return all.get(all.size() - 1);
    }

    private HttpResponse<String> command(String path, String body) throws Exception {
        return host.post(path, body, "Content-Type", "application/json", "Origin", AHost.ORIGIN);
    }

    private void refused(String path, String body, String code, String field) throws Exception {
        int before = asked.size();
        var problem = Description.held("post", path, 400, command(path, body));
        assertThat(problem.path("code").asText()).isEqualTo(code);
        assertThat(problem.path("field").asText()).isEqualTo(field);
        assertThat(asked).as("nothing is asked of the provider").hasSize(before);
    }

    private void pressed(String path, String fields, String accepted) throws Exception {
        HttpResponse<String> page = host.get("/billing", "Accept-Language", accepted);
        Matcher token = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"").matcher(page.body());
        assertThat(token.find()).isTrue();
        String cookie = page.headers().firstValue("Set-Cookie").orElse("").replaceFirst(";.*", "");
        HttpResponse<String> answer = host.post(
                path,
                "csrf=" + token.group(1) + "&" + fields,
                "Content-Type",
                "application/x-www-form-urlencoded",
                "Accept-Language",
                accepted,
                "Cookie",
                cookie);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
    }

    @Test
    void a_checkout_by_the_api_says_where_invoices_go_and_in_which_language() throws Exception {
        Description.held(
                "post",
                CHECKOUT,
                200,
                command(CHECKOUT, "{\"plan\":\"pro\",\"email\":\"pay@acme.example\",\"locale\":\"pt-br\"}"));
        assertThat(last(CustomerRequest.class).email()).contains("pay@acme.example");
        assertThat(last(CheckoutSessionRequest.class).locale()).contains("pt-BR");
        Description.held("post", CHECKOUT, 200, command(CHECKOUT, "{\"plan\":\"pro\",\"email\":null,\"locale\":null}"));
    }

    @Test
    void a_portal_by_the_api_opens_where_it_is_asked_to() throws Exception {
        sandbox.pay(billing.startCheckout(ACME, Checkout.of("pro")));
        for (PortalFlow flow : PortalFlow.values()) {
            String word = flow.name().toLowerCase(Locale.ROOT);
            Description.held("post", PORTAL, 200, command(PORTAL, "{\"flow\":\"" + word + "\",\"locale\":\"de-AT\"}"));
            assertThat(last(PortalRequest.class).flow()).contains(flow);
            assertThat(last(PortalRequest.class).locale()).contains("de-AT");
        }
        Description.held("post", PORTAL, 200, command(PORTAL, ""));
        assertThat(last(PortalRequest.class).flow()).isEmpty();
        assertThat(last(PortalRequest.class).locale()).isEmpty();
    }

    @Test
    void what_can_not_be_meant_is_refused_by_name_before_anything_is_asked() throws Exception {
        refused(CHECKOUT, "{\"plan\":\"pro\",\"email\":\"nobody\"}", "invalid_email", "email");
        refused(CHECKOUT, "{\"plan\":\"pro\",\"email\":\"\"}", "invalid_email", "email");
        refused(CHECKOUT, "{\"plan\":\"pro\",\"email\":\"a@b.example\\nBcc: c@d.example\"}", "invalid_email", "email");
        refused(CHECKOUT, "{\"plan\":\"pro\",\"email\":1}", "wrong_type", "email");
        refused(CHECKOUT, "{\"plan\":\"pro\",\"locale\":\"not a tag\"}", "malformed_locale", "locale");
        refused(CHECKOUT, "{\"plan\":\"pro\",\"locale\":[\"de\"]}", "wrong_type", "locale");
        refused(PORTAL, "{\"flow\":\"overview\"}", "unknown_flow", "flow");
        refused(PORTAL, "{\"flow\":\"PAYMENT_METHOD_UPDATE\"}", "unknown_flow", "flow");
        refused(PORTAL, "{\"flow\":true}", "wrong_type", "flow");
        refused(PORTAL, "{\"locale\":\"" + "x".repeat(65) + "\"}", "malformed_locale", "locale");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "fr-FR,fr;q=0.9,en;q=0.8 | none | fr-FR",
                "en-GB,en | none | en-GB",
                "de-AT | none | de-AT",
                "de-AT | fr-CA | fr-CA",
                "fr | de | de",
                "* | none | none",
                "fr;q=0 | none | none"
            })
    void readers_are_sent_to_pages_in_their_own_language_whether_ours_speaks_it_or_not(
            String accepted, String byHost, String sent) throws Exception {
        chosen = Optional.ofNullable(byHost).map(Locale::forLanguageTag);
        pressed("/billing/checkout", "plan=pro&interval=month", accepted);
        assertThat(last(CheckoutSessionRequest.class).locale()).isEqualTo(Optional.ofNullable(sent));
        pressed("/billing/portal", "a=b", accepted);
        assertThat(last(PortalRequest.class).locale()).isEqualTo(Optional.ofNullable(sent));
    }
}
