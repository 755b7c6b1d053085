package dev.missioncontrol.billing.sandbox;

import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.InvoiceId;
import dev.missioncontrol.billing.provider.EventContent;
import dev.missioncontrol.billing.provider.ProviderEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * What happened, kept for those who ask again and handed over in order. Publishing happens under the engine's lock,
 * handing over never does, so that a listener may call the provider.
 */
final class SandboxEvents {
    /** Most events that can be asked for again, about 20 MB; the oldest are forgotten, as Stripe's are after 30 days. */
    static final int MOST_KEPT = 20_000;

    private final SandboxIds ids;
    private final Map<EventId, ProviderEvent> kept = new Bounded<>(MOST_KEPT);
    private final Map<EventId, InvoiceId> invoices = new Bounded<>(MOST_KEPT);
    private final Queue<ProviderEvent> waiting = new ConcurrentLinkedQueue<>();
    private final List<Consumer<ProviderEvent>> listeners = new CopyOnWriteArrayList<>();
    private final ReentrantLock handingOver = new ReentrantLock();

    SandboxEvents(SandboxIds ids) {
        this.ids = ids;
    }

    void listen(Consumer<ProviderEvent> listener) {
        listeners.add(listener);
    }

    void subscription(String type, SandboxSubscription subscription, Instant at) {
        publish(type, new EventContent.OfSubscription(SandboxViews.snapshot(subscription)), at);
    }

    void invoice(String type, SandboxSubscription subscription, Optional<InvoiceId> about, Instant at) {
        EventId id = publish(
                type,
                new EventContent.OfInvoice(
                        Optional.of(subscription.id()),
                        Optional.of(subscription.customer().id())),
                at);
        synchronized (kept) {
            about.ifPresent(invoice -> invoices.put(id, invoice));
        }
    }

    /** The invoice that an event is about. */
    Optional<InvoiceId> invoice(EventId id) {
        synchronized (kept) {
            return Optional.ofNullable(invoices.get(id));
        }
    }

    /** All that can be asked for, newest first. */
    List<ProviderEvent> newestFirst() {
        synchronized (kept) {
            List<ProviderEvent> all = new ArrayList<>(kept.values());
            Collections.reverse(all);
            return all;
        }
    }

    void checkout(String type, SandboxSession session, Instant at) {
        publish(type, new EventContent.OfCheckout(session.asPort()), at);
    }

    void customerDeleted(SandboxCustomer customer, Instant at) {
        publish("customer.deleted", new EventContent.OfCustomer(customer.id(), true), at);
    }

    private EventId publish(String type, EventContent content, Instant at) {
        EventId id = new EventId(ids.next("evt"));
        ProviderEvent event = new ProviderEvent(id, type, at, false, Optional.empty(), Optional.empty(), content, "");
        synchronized (kept) {
            kept.put(id, event);
        }
        waiting.add(event);
        return id;
    }

    Optional<ProviderEvent> find(EventId id) {
        synchronized (kept) {
            return Optional.ofNullable(kept.get(id));
        }
    }

    /** Hands over all that waits, after what another thread is handing over; inside a listener the outer call does it. */
    void handOver() {
        if (handingOver.isHeldByCurrentThread()) return;
        handingOver.lock();
        try {
            drain();
        } finally {
            handingOver.unlock();
        }
        handOverUnlessBusy();
    }

    /**
     * The same, but leaves it to another thread that is at it: a listener may wait for the very call that this one is,
     * over HTTP for instance, and they would wait for each other.
     */
    void handOverUnlessBusy() {
        if (handingOver.isHeldByCurrentThread()) return;
        while (!waiting.isEmpty() && handingOver.tryLock()) {
            try {
                drain();
            } finally {
                handingOver.unlock();
            }
        }
    }

    private void drain() {
        for (ProviderEvent event = waiting.poll(); event != null; event = waiting.poll()) {
            for (Consumer<ProviderEvent> listener : listeners) listener.accept(event);
        }
    }
}
