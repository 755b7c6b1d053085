package dev.missioncontrol.billing.bench;

import java.time.Duration;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** What clients send to a server: webhooks, and reads of statuses. */
final class Traffic {
    static final String STATUS = "/api/billing/status";

    /** Tenants of a connection that are read again and again. */
    private static final int FEW = 64;

    private final Events events;
    private final int connections;

    Traffic(Stage stage) {
        events = stage.events();
        connections = stage.settings().connections();
    }

    /** @param perSecond no faster than this; 0 as fast as they can */
    Load.Outcome webhooks(Server server, Events.Kind kind, int tenants, int round, Duration time, int perSecond) {
        return new Load(connections, server.port())
                .run(time, perSecond, connection -> events.requests(kind, tenants, connection, round));
    }

    /** Reads of a few tenants, again and again: a server may remember them. */
    Load.Outcome readsOfFew(Server server, String path, int tenants, Duration time) {
        return new Load(connections, server.port()).run(time, 0, connection -> {
            Tokens tokens = new Tokens();
            byte[][] requests = new byte[FEW][];
            for (int one = 0; one < requests.length; one++)
                requests[one] =
                        Requests.get(path, tokens.of("bench" + (connection * 7919L + one * 104_729L) % tenants));
            return new Supplier<>() {
                private int next;

                @Override
                public byte[] get() {
                    return requests[next++ % requests.length];
                }
            };
        });
    }

    /** Reads of any tenant of all there are. */
    Load.Outcome readsOfAll(Server server, String path, int tenants, int round, Duration time) {
        return new Load(connections, server.port()).run(time, 0, connection -> {
            Tokens tokens = new Tokens();
            RandomGenerator random =
                    RandomGeneratorFactory.of("L64X128MixRandom").create(31L * connection + 1_000_003L * round);
            return () -> Requests.get(path, tokens.of("bench" + random.nextInt(tenants)));
        });
    }
}
