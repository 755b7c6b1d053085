package dev.missioncontrol.billing.stripe.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.stripe.StripeEventWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Stripe's protocol without a network: a request in, an answer out. */
final class Wire implements AutoCloseable {
    private final WireState books;
    private final WireRoutes routes;
    private final WireExpansion expansion;
    private final WireIdempotency idempotency = new WireIdempotency();
    private final WireEndpoints endpoints;
    private final WireRate rate;
    private final Optional<String> key;

    /** @param key the only one that is accepted; every test key, where there is none */
    Wire(SandboxPaymentProvider sandbox, String prefix, WireRate rate, Optional<String> key, InstantSource clock) {
        books = new WireState(sandbox, prefix);
        this.rate = rate;
        this.key = key;
        endpoints = new WireEndpoints(books, clock);
        CatalogObjects catalog = new CatalogObjects(books);
        CustomerObjects customers = new CustomerObjects(books);
        ScheduleObjects schedules = new ScheduleObjects(books, catalog);
        PromotionObjects promotions = new PromotionObjects(books);
        SubscriptionObjects subscriptions = new SubscriptionObjects(books, catalog, schedules);
        InvoiceObjects invoices = new InvoiceObjects(books, catalog);
        CheckoutObjects checkouts = new CheckoutObjects(books, customers, catalog, promotions);
        AccountObjects account = new AccountObjects(books, customers, endpoints);
        WireEvents events = new WireEvents(books, subscriptions, invoices);
        SubscriptionChanges changes = new SubscriptionChanges(books, subscriptions, schedules, catalog, invoices);
        routes = new WireRoutes(
                customers,
                catalog,
                promotions,
                checkouts,
                subscriptions,
                changes,
                schedules,
                invoices,
                account,
                events);
        expansion = new WireExpansion(Map.ofEntries(
                Map.entry("cus_", customers::get),
                Map.entry("sub_sched_", schedules::get),
                Map.entry("sub_", subscriptions::get),
                Map.entry("in_", invoices::get),
                Map.entry("pi_", invoices::intent),
                Map.entry("prod_", catalog::product),
                Map.entry("price_", catalog::price),
                Map.entry(PromotionObjects.COUPON, promotions::coupon),
                Map.entry(PromotionObjects.DISCOUNT, promotions::discount),
                Map.entry(CustomerObjects.CARD, customers::card)));
        sandbox.onEvent(event -> endpoints.send(events.keep(event)));
    }

    /** An account in which a portal configuration is saved, with what customers need. */
    void setUp() {
        ObjectNode json = WireShapes.of("billing_portal_configuration");
        json.put("id", "bpc_default").put("is_default", true);
        json.withObject("/features/payment_method_update").put("enabled", true);
        json.withObject("/features/invoice_history").put("enabled", true);
        json.withObject("/features/subscription_cancel").put("enabled", true).put("mode", "at_period_end");
        books.configurations.put("bpc_default", json);
    }

    WireState books() {
        return books;
    }

    WireEndpoints endpoints() {
        return endpoints;
    }

    /** Answers; what goes wrong inside is an answer too. */
    WireAnswer answer(WireRequest request) {
        try {
            authenticate(request);
            if (!rate.take()) throw WireError.tooMany();
            WireRoutes.Match match = routes.find(request.method(), request.path())
                    .orElseThrow(() -> WireError.unknownUrl(request.method(), request.path()));
            Optional<String> idempotencyKey = request.header("idempotency-key")
                    .filter(name -> request.method().equals("POST"));
            if (idempotencyKey.isEmpty()) return executed(match, request);
            String asked = request.method() + " " + request.path() + " " + request.parameters();
            return idempotency
                    .once(idempotencyKey.get(), asked, () -> executed(match, request))
                    .with("Idempotency-Key", idempotencyKey.get());
        } catch (WireError e) {
            return WireAnswer.of(e);
        } catch (RuntimeException ours) {
            System.getLogger(Wire.class.getName())
                    .log(
                            System.Logger.Level.ERROR,
                            "the sandbox failed at " + request.method() + " " + request.path(),
                            ours);
            return WireAnswer.of(WireError.ofStripe(500));
        }
    }

    /** An answer of Stripe's own failure, kept under the request's idempotency key, as Stripe keeps it. */
    WireAnswer failed(WireRequest request, int status) {
        if (status == 429) return WireAnswer.of(WireError.tooMany());
        WireAnswer answer = WireAnswer.of(WireError.ofStripe(status));
        Optional<String> idempotencyKey = request.header("idempotency-key");
        if (idempotencyKey.isEmpty() || !request.method().equals("POST")) return answer;
        String asked = request.method() + " " + request.path() + " " + request.parameters();
        try {
            return idempotency.once(idempotencyKey.get(), asked, () -> answer);
        } catch (WireError e) {
            return WireAnswer.of(e);
        }
    }

    private WireAnswer executed(WireRoutes.Match match, WireRequest request) {
        try {
            ObjectNode sent = WireParameters.checked(match.operation().name(), WireForm.read(request.parameters()));
            WireRoutes.requireHeeded(match.operation(), sent);
            books.office.requireHere();
            WireCall call = new WireCall(match.id(), sent);
            // The sandbox keeps first answers too; the wire's are the ones that count.
            ObjectNode json =
                    match.operation().work().apply(call, UUID.randomUUID().toString());
            expansion.expand(json, call.expand());
            if (request.header("stripe-version").filter(OldShape::wants).isPresent()) OldShape.apply(json);
            return WireAnswer.ok(WireShapes.bytes(json));
        } catch (WireError e) {
            return WireAnswer.of(e);
        } catch (ProviderException e) {
            return WireAnswer.of(WireError.of(e));
        } catch (IllegalArgumentException e) {
            return WireAnswer.of(WireError.refused("That can't be: " + e.getMessage()));
        }
    }

    private void authenticate(WireRequest request) {
        String header = request.header("authorization").orElse("");
        if (header.isEmpty())
            throw WireError.unauthorized("You did not provide an API key. You need to provide your API key in the"
                    + " Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').");
        String sent = header.startsWith("Basic ")
                ? basic(header.substring("Basic ".length()))
                : header.replaceFirst("^Bearer ", "");
        boolean test = sent.startsWith("sk_test_") || sent.startsWith("rk_test_");
        boolean right = key.map(only -> same(only, sent)).orElse(test);
        if (!right) throw WireError.unauthorized("Invalid API Key provided: " + masked(sent));
    }

    private static boolean same(String key, String sent) {
        return MessageDigest.isEqual(key.getBytes(StandardCharsets.UTF_8), sent.getBytes(StandardCharsets.UTF_8));
    }

    /** As {@code curl -u KEY:} sends it. */
    private static String basic(String encoded) {
        try {
            return new String(Base64.getDecoder().decode(encoded.trim()), StandardCharsets.UTF_8).split(":", 2)[0];
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static String masked(String key) {
        return key.length() > 12 ? key.substring(0, 8) + "********" + key.substring(key.length() - 4) : "****";
    }

    /** The version whose shapes are answered unless an older one is asked for. */
    static String version() {
        return StripeEventWriter.API_VERSION;
    }

    @Override
    public void close() {
        endpoints.close();
    }
}
