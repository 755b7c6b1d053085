package dev.missioncontrol.billing.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Subscriptions that change at the provider, which tells each change: by its number of seats a subscription says how often it has
 * changed, and by the time of the event too. What is not answered with 2xx is sent again, as Stripe does. So what has to be stored
 * in the end is known, whatever became of any delivery.
 */
final class Changes {
    /** When the first change was, by the provider's clock. */
    static final long BEGUN_SECONDS = 1_600_000_000L;

    /** No subscription has fewer seats, so that no change looks like the plan's least. */
    private static final int FEWEST_SEATS = 2;

    private final Events events;
    private final AtomicIntegerArray changes;
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final List<Sender> senders = new ArrayList<>();
    private final AtomicInteger named = new AtomicInteger();

    Changes(Events events, int tenants) {
        this.events = events;
        changes = new AtomicIntegerArray(tenants);
    }

    /** One connection's. */
    synchronized Load.Sender sender() {
        Sender sender = new Sender(named.incrementAndGet());
        senders.add(sender);
        return sender;
    }

    /** Ids of events that were answered with 2xx. */
    Set<String> acknowledged() {
        return acknowledged;
    }

    /** What the provider says if it is asked for this subscription. */
    int seats(String number) {
        boolean ours = number.matches("\\d+") && Integer.parseInt(number) < changes.length();
        return FEWEST_SEATS + (ours ? changes.get(Integer.parseInt(number)) : 0);
    }

    /** Sends what was not acknowledged until it is. */
    synchronized void sendTheRest(Server server) {
        for (Sender sender : senders) {
            if (sender.event.isEmpty()) continue;
            server.answers(sender.get());
            sender.answered(200);
        }
    }

    /** How many of these, seats by tenant, are not as their newest change says. */
    long differing(Map<String, Long> seats) {
        return seats.entrySet().stream()
                .filter(one -> seats(one.getKey().substring("bench".length())) != one.getValue())
                .count();
    }

    private final class Sender implements Load.Sender {
        private final RandomGenerator random;
        private final String prefix;
        private int sent;
        private int tenant;
        private int change;
        private String event = "";

        Sender(int number) {
            random = RandomGeneratorFactory.of("L64X128MixRandom").create(number);
            prefix = "_n" + number + "_";
        }

        @Override
        public byte[] get() {
            if (event.isEmpty()) {
                tenant = random.nextInt(changes.length());
                change = changes.incrementAndGet(tenant);
                event = events.id(prefix + sent++);
            }
            return events.changed(tenant, event, BEGUN_SECONDS + change, FEWEST_SEATS + change);
        }

        @Override
        public void answered(int status) {
            if (status / 100 != 2) return;
            acknowledged.add(event);
            event = "";
        }
    }
}
