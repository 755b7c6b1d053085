package dev.missioncontrol.billing.simulation;

import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.provider.BillingMetadata;
import dev.missioncontrol.billing.provider.CheckoutSession;
import dev.missioncontrol.billing.provider.CheckoutSessionRequest;
import dev.missioncontrol.billing.provider.EventContent;
import dev.missioncontrol.billing.provider.ProviderEvent;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The provider's own books, and the events that it sends of each change. */
final class Truth {
    static final int TENANTS = 2;

    /** A price that the catalogue does not know at first. */
    static final String LATE_PRICE = "price_late";

    static final List<String> PRICES = List.of("price_pro", "price_team", "price_gold");
    private static final long MONTH = 30L * 24 * 3600;
    private static final int MOST_SEATS = 600;

    /** A page that a buyer may pay on. */
    static final class Session {
        final CheckoutSessionRequest request;
        final String id;
        CheckoutSession.State state = CheckoutSession.State.OPEN;
        String subscription = "";

        Session(CheckoutSessionRequest request, String id) {
            this.request = request;
            this.id = id;
        }
    }

    final List<TruthSubscription> subscriptions = new ArrayList<>();
    final Map<String, TruthSubscription> byId = new HashMap<>();
    final Map<String, Session> sessions = new HashMap<>();
    final List<Session> opened = new ArrayList<>();
    final Map<String, String> customersByKey = new HashMap<>();
    final Map<String, String> sessionsByKey = new HashMap<>();

    /** Customers made for each tenant: more than one is one too many. */
    final int[] customersOf = new int[TENANTS];

    private final LongSupplier seconds;
    private final List<ProviderEvent> sent;
    private int events;
    private int ids;

    /** @param sent where events go */
    Truth(LongSupplier seconds, List<ProviderEvent> sent) {
        this.seconds = seconds;
        this.sent = sent;
    }

    static String tenant(int index) {
        return "tenant" + index;
    }

    static int index(String tenant) {
        return tenant.charAt(tenant.length() - 1) - '0';
    }

    String createCustomer(String tenant, String key) {
        return customersByKey.computeIfAbsent(key, any -> {
            int owner = index(tenant);
            customersOf[owner]++;
            return "cus_" + owner + "_" + ++ids;
        });
    }

    Session createSession(CheckoutSessionRequest request, String key) {
        String id = sessionsByKey.computeIfAbsent(key, any -> {
            Session made = new Session(request, "cs_" + ++ids);
            sessions.put(made.id, made);
            opened.add(made);
            return made.id;
        });
        return sessions.get(id);
    }

    CheckoutSession answer(Session session) {
        return new CheckoutSession(
                new CheckoutSessionId(session.id),
                session.state,
                session.state == CheckoutSession.State.OPEN
                        ? Optional.of(URI.create("https://pay.example/" + session.id))
                        : Optional.empty(),
                Optional.of(session.request.customer()),
                session.subscription.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new SubscriptionId(session.subscription)),
                Optional.of(session.request.tenant().value()),
                session.request.metadata(),
                true,
                "paid",
                Optional.empty());
    }

    /** The tenant pays its newest open page. Returns whether there was one. */
    boolean pay(int tenant, int how) {
        for (int i = opened.size() - 1; i >= 0; i--) {
            Session session = opened.get(i);
            if (session.state != CheckoutSession.State.OPEN
                    || index(session.request.tenant().value()) != tenant) continue;
            BillingMetadata metadata = session.request.metadata();
            TruthSubscription made = make(
                    session.request.customer().value(),
                    tenant,
                    metadata.tenant().orElse(""),
                    session.request.price().value(),
                    session.request.quantity(),
                    how);
            made.attempt = metadata.attempt().orElse("");
            session.state = CheckoutSession.State.COMPLETE;
            session.subscription = made.id;
            say("customer.subscription.created", new EventContent.OfSubscription(made.snapshot(false)));
            say("checkout.session.completed", new EventContent.OfCheckout(answer(session)));
            return true;
        }
        return false;
    }

    /** Somebody makes one in the dashboard. Returns whether the tenant had one already. */
    boolean dashboard(int tenant, int how, int what) {
        String known = customersByKey.values().stream()
                .filter(one -> one.startsWith("cus_" + tenant))
                .findFirst()
                .orElse("");
        boolean stray = known.isEmpty() || how % 3 == 0;
        boolean second = subscriptions.stream().anyMatch(one -> one.owner == tenant && !one.ended());
        String named = stray && how % 2 == 0 ? "" : how % 5 == 0 ? "" : tenant(tenant);
        TruthSubscription made = make(
                stray ? "cus_stray" + tenant : known,
                stray && named.isEmpty() ? -1 - tenant : tenant,
                named,
                PRICES.get(what % PRICES.size()),
                1 + what % MOST_SEATS,
                how);
        say("customer.subscription.created", new EventContent.OfSubscription(made.snapshot(false)));
        return second;
    }

    private TruthSubscription make(String customer, int owner, String named, String price, long quantity, int how) {
        long now = seconds.getAsLong();
        TruthSubscription made = new TruthSubscription("sub_" + ++ids, customer, owner, now);
        made.metadataTenant = named;
        made.price = price;
        made.quantity = quantity;
        made.periodEnd = now + MONTH;
        made.status = how % 6 == 0 ? "incomplete" : how % 6 == 1 ? "trialing" : "active";
        if (made.status.equals("trialing")) made.trialEnd = now + MONTH / 2;
        made.paidPrice = price;
        made.paidQuantity = quantity;
        subscriptions.add(made);
        byId.put(made.id, made);
        made.once.add(Oracle.state(made));
        return made;
    }

    /** Changes one of them in one of many ways, and says so. */
    void change(int which, int way, int what) {
        if (subscriptions.isEmpty()) return;
        TruthSubscription one = subscriptions.get(which % subscriptions.size());
        if (one.ended()) return;
        long now = seconds.getAsLong();
        boolean lives = !one.status.equals("incomplete");
        String also = "";
        switch (way % 16) {
            case 0, 1 -> { // renewed
                if (!lives) break;
                one.periodEnd += MONTH;
                also = "invoice.paid";
                if (one.status.equals("trialing")) one.status = "active";
                if (one.status.equals("active")) paid(one);
            }
            case 2, 3 -> { // a payment fails
                if (!one.status.equals("active")) break;
                one.status = "past_due";
                one.failedSince = now;
                also = "invoice.payment_failed";
            }
            case 4, 5 -> { // and is made good
                if (!one.status.equals("past_due") && !one.status.equals("unpaid")) break;
                one.status = "active";
                paid(one);
                also = "invoice.paid";
            }
            case 6 -> one.status = one.status.equals("past_due") ? "unpaid" : one.status;
            case 7 -> one.price = PRICES.get(what % PRICES.size());
            case 8 -> one.quantity = what % MOST_SEATS;
            case 9 -> one.status = one.status.equals("paused") ? "active" : lives ? "paused" : one.status;
            case 10 -> one.cancelAt = one.cancelAt == 0 ? one.periodEnd : 0;
            case 11 -> end(one, now);
            case 12 -> {
                one.metadataTenant = what % 3 == 0 ? "" : tenant(what % TENANTS);
                one.disputable = true;
            }
            case 13 -> one.price = LATE_PRICE;
            case 14 -> one.status = lives && what % 4 == 0 ? "suspended" : one.status;
            default -> one.status = lives ? one.status : "active";
        }
        if (one.status.equals("active") && way % 16 != 7 && way % 16 != 8 && way % 16 != 13) paid(one);
        one.once.add(Oracle.state(one));
        boolean ended = one.ended();
        say(
                ended && one.status.equals("canceled")
                        ? "customer.subscription.deleted"
                        : "customer.subscription.updated",
                new EventContent.OfSubscription(one.snapshot(false)));
        if (!also.isEmpty())
            say(
                    also,
                    new EventContent.OfInvoice(
                            Optional.of(new SubscriptionId(one.id)), Optional.of(new CustomerId(one.customer))));
    }

    private static void paid(TruthSubscription one) {
        one.paidPrice = one.price;
        one.paidQuantity = one.quantity;
    }

    private static void end(TruthSubscription one, long now) {
        one.status = one.status.equals("incomplete") ? "incomplete_expired" : "canceled";
        one.endedAt = now;
    }

    private void say(String type, EventContent content) {
        sent.add(new ProviderEvent(
                new EventId("evt_" + ++events),
                type,
                Instant.ofEpochSecond(seconds.getAsLong()),
                false,
                Optional.empty(),
                Optional.empty(),
                content,
                ""));
    }
}
