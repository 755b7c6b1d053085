package dev.missioncontrol.billing.bench;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signed events of 6 KB about subscriptions of tenants {@code bench0}, {@code bench1}, ... Made from one body by putting other ids
 * into it; signed anew each, as Stripe does.
 */
final class Events {
    /** A webhook's usual size at Stripe, in bytes. */
    static final int SIZE_BYTES = 6_000;

    static final String PATH = "/api/billing/webhook";

    private final Template updated = Template.event("updated", "active");
    private final Template created = Template.event("created", "active");
    private final Template deleted = Template.event("deleted", "canceled");
    private final Template completed = Template.checkout();
    private final List<Template> comingAndGoing = List.of(created, updated, updated, deleted);
    private final SecretKeySpec key;
    private final String run;

    /** Whatever is sent twice is meant to be: each measurement's ids begin with a number of its own. */
    private final AtomicInteger measurements = new AtomicInteger();

    /** @param run what all ids of events begin with, so that no two runs have one in common */
    Events(String secret, String run) {
        key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
        this.run = run;
    }

    /** What the connections deliver. */
    enum Kind {
        /** Every event is new; {@code updated} of one of all subscriptions. */
        UNIQUE,
        /** Three in ten were delivered before. */
        DUPLICATES,
        /** All of one tenant. */
        ONE_TENANT,
        /** Created, updated and deleted, of tenants that come and go; every fifth a checkout that was completed, of one that is there. */
        MIXED
    }

    /** A connection's requests. @param round which of them, at random */
    Supplier<byte[]> requests(Kind kind, int tenants, int connection, int round) {
        RandomGenerator random =
                RandomGeneratorFactory.of("L64X128MixRandom").create(31L * connection + 1_000_003L * round);
        Mac mac = mac();
        String prefix = run + "_" + measurements.incrementAndGet() + "_" + connection + "_";
        return new Supplier<>() {
            private long sent;
            private byte[] last = new byte[0];

            @Override
            public byte[] get() {
                if (kind == Kind.DUPLICATES && last.length > 0 && random.nextInt(10) < 3)
                    return Requests.post(PATH, last, sign(mac, last));
                long tenant = kind == Kind.ONE_TENANT ? 0 : random.nextInt(tenants);
                boolean comesOrGoes = kind == Kind.MIXED && random.nextInt(5) > 0;
                Template template = comesOrGoes
                        ? comingAndGoing.get(random.nextInt(comingAndGoing.size()))
                        : kind == Kind.MIXED ? completed : updated;
                String subject = comesOrGoes ? "m" + tenant : "" + tenant;
                last = template.fill(subject, "bench" + subject, prefix + sent++, now(), 2 + random.nextInt(50));
                return Requests.post(PATH, last, sign(mac, last));
            }
        };
    }

    /** The one that makes the tenant of this name, to clone others from. */
    byte[] first(String tenant) {
        byte[] body = created.fill(tenant, "bench" + tenant, run + "_first_" + tenant, now(), Provider.SEATS);
        return Requests.post(PATH, body, sign(mac(), body));
    }

    /** An id of this run's. */
    String id(String rest) {
        return run + rest;
    }

    /** An event that says that this tenant's subscription has so many seats since then. */
    byte[] changed(int tenant, String event, long created, long seats) {
        byte[] body = updated.fill("" + tenant, "bench" + tenant, event, created, seats);
        return Requests.post(PATH, body, sign(mac(), body));
    }

    private static long now() {
        return Instant.now().getEpochSecond();
    }

    private String sign(Mac mac, byte[] body) {
        long now = Instant.now().getEpochSecond();
        mac.update((now + ".").getBytes(StandardCharsets.US_ASCII));
        return "t=" + now + ",v1=" + HexFormat.of().formatHex(mac.doFinal(body));
    }

    private Mac mac() {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac;
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException(e);
        }
    }
}
