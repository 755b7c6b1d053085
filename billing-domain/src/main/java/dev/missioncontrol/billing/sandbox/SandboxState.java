package dev.missioncontrol.billing.sandbox;

import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.InvoiceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.ProviderException.Kind;
import dev.missioncontrol.billing.provider.SubscriptionPage;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All that the sandbox made, found by id. */
final class SandboxState {
    /** Most customers; a process that needs more has forgotten to start anew. */
    static final int MOST_CUSTOMERS = 100_000;

    /** Most subscriptions, ended ones too, since they stay listed. */
    static final int MOST_SUBSCRIPTIONS = 200_000;

    /** Most checkout sessions and most portal sessions kept; the oldest are forgotten. */
    static final int MOST_SESSIONS_KEPT = 20_000;

    /** Most invoices that are found by their id; the oldest are forgotten. */
    static final int MOST_INVOICES_KEPT = 100_000;

    /** Most subscriptions on a page, as at Stripe. */
    static final int MOST_ON_A_PAGE = 100;

    private final Map<CustomerId, SandboxCustomer> customers = new LinkedHashMap<>();
    private final Map<TenantId, SandboxCustomer> newestOf = new HashMap<>();
    private final Map<SubscriptionId, SandboxSubscription> subscriptions = new HashMap<>();
    private final List<SandboxSubscription> inOrder = new ArrayList<>();
    private final Map<CheckoutSessionId, SandboxSession> sessions = new Bounded<>(MOST_SESSIONS_KEPT);
    private final Map<InvoiceId, SandboxInvoice> invoices = new Bounded<>(MOST_INVOICES_KEPT);
    private final Map<String, HostedPortal> portals = new Bounded<>(MOST_SESSIONS_KEPT);

    void add(SandboxCustomer customer) {
        requireRoom(customers.size(), MOST_CUSTOMERS, "customers");
        customers.put(customer.id(), customer);
        newestOf.put(customer.tenant(), customer);
    }

    void add(SandboxSubscription subscription) {
        requireRoom(subscriptions.size(), MOST_SUBSCRIPTIONS, "subscriptions");
        subscriptions.put(subscription.id(), subscription);
        inOrder.add(subscription);
        subscription.customer().subscriptions().add(subscription);
    }

    void add(SandboxSession session) {
        sessions.put(session.id(), session);
    }

    void add(SandboxInvoice invoice) {
        invoices.put(invoice.id(), invoice);
        invoice.subscription().customer().invoices().add(invoice);
    }

    void add(HostedPortal portal) {
        portals.put(portal.id(), portal);
    }

    /** Whether it was ever here, deleted or not. */
    boolean knows(CustomerId id) {
        return customers.containsKey(id);
    }

    /** How many subscriptions there are. */
    int subscriptions() {
        return inOrder.size();
    }

    Optional<SandboxSubscription> subscription(SubscriptionId id) {
        return Optional.ofNullable(subscriptions.get(id));
    }

    Optional<SandboxSession> session(CheckoutSessionId id) {
        return Optional.ofNullable(sessions.get(id));
    }

    Optional<SandboxInvoice> findInvoice(InvoiceId id) {
        return Optional.ofNullable(invoices.get(id));
    }

    SandboxInvoice requireInvoice(InvoiceId id) {
        return findInvoice(id).orElseThrow(() -> missing("invoice", id));
    }

    /** All that are kept, newest first. */
    List<SandboxInvoice> invoices() {
        return reversed(invoices.values());
    }

    /** All that are kept, newest first. */
    List<SandboxSession> sessions() {
        return reversed(sessions.values());
    }

    /** All, deleted ones too, newest first. */
    List<SandboxCustomer> customers() {
        return reversed(customers.values());
    }

    private static <T> List<T> reversed(Collection<T> oldestFirst) {
        List<T> all = new ArrayList<>(oldestFirst);
        Collections.reverse(all);
        return all;
    }

    List<SandboxSession> openSessionsOf(SandboxCustomer customer) {
        return sessions.values().stream()
                .filter(session ->
                        session.customer() == customer && session.dueAt().isPresent())
                .toList();
    }

    Optional<HostedPortal> portal(String id) {
        return Optional.ofNullable(portals.get(id));
    }

    /** The tenant's newest customer that is not deleted. */
    Optional<SandboxCustomer> customerOf(TenantId tenant) {
        return Optional.ofNullable(newestOf.get(tenant)).filter(customer -> !customer.deleted());
    }

    SandboxSubscription requireSubscription(SubscriptionId id) {
        return subscription(id).orElseThrow(() -> missing("subscription", id));
    }

    SandboxSession requireSession(CheckoutSessionId id) {
        return session(id).orElseThrow(() -> missing("checkout session", id));
    }

    /** A customer that is not deleted. */
    SandboxCustomer requireCustomer(CustomerId id) {
        if (!livingCustomer(id)) throw missing("customer", id);
        return customers.get(id);
    }

    boolean livingCustomer(CustomerId id) {
        SandboxCustomer customer = customers.get(id);
        return customer != null && !customer.deleted();
    }

    SandboxCustomer requireCustomer(TenantId tenant) {
        return customerOf(tenant).orElseThrow(() -> missing("customer of tenant", tenant));
    }

    /** All of a customer's, deleted or not, newest first. */
    List<SandboxSubscription> subscriptionsOf(CustomerId id) {
        SandboxCustomer customer = customers.get(id);
        if (customer == null) return List.of();
        return reversed(customer.subscriptions());
    }

    /** A page, newest first. */
    SubscriptionPage page(Optional<CustomerId> customer, Optional<SubscriptionId> after, int limit, Instant at) {
        if (limit < 1 || limit > MOST_ON_A_PAGE)
            throw new ProviderException(Kind.INVALID_REQUEST, "limit must be 1 to " + MOST_ON_A_PAGE);
        int before = after.map(id -> requireSubscription(id).ordinal()).orElse(Integer.MAX_VALUE);
        List<SandboxSubscription> all = customer.map(
                        id -> requireCustomerEvenDeleted(id).subscriptions())
                .orElse(inOrder);
        List<SubscriptionSnapshot> page = new ArrayList<>();
        Set<SubscriptionId> unplanned = new HashSet<>();
        // A subscription's place in any list is at most its ordinal, so nothing from `before` on can be meant.
        for (int i = Math.min(all.size(), before) - 1; i >= 0; i--) {
            if (all.get(i).ordinal() >= before) continue;
            if (page.size() == limit) return new SubscriptionPage(page, true, at, unplanned);
            SandboxSubscription one = all.get(i);
            page.add(SandboxViews.snapshot(one));
            if (one.wishes().planned().isEmpty() && one.wishes().pending().isEmpty()) unplanned.add(one.id());
        }
        return new SubscriptionPage(page, false, at, unplanned);
    }

    SandboxCustomer requireCustomerEvenDeleted(CustomerId id) {
        return Optional.ofNullable(customers.get(id)).orElseThrow(() -> missing("customer", id));
    }

    private static void requireRoom(int size, int most, String what) {
        if (size >= most)
            throw new ProviderException(Kind.INVALID_REQUEST, "the sandbox holds at most " + most + " " + what);
    }

    private static ProviderException missing(String what, Object id) {
        return new ProviderException(Kind.NOT_FOUND, "no such " + what + ": " + id);
    }
}
