package dev.missioncontrol.billing.app.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.stripe.wire.WireServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A node that is killed while it opens a checkout, over the wire: whoever asks again gets the same page of the same customer. */
class KilledCheckoutIT {
    private static final String CUSTOMERS = "POST /v1/customers";
    private static final String SESSIONS = "POST /v1/checkout/sessions";

    /** How long an answer of a dying node may take to fail, in seconds. */
    private static final int LONGEST_SECONDS = 30;

    /** Each step of a checkout, in their order: by what the node does, or by what the provider is asked. */
    enum Moment {
        BEFORE_IT_IS_RESERVED(CrashPoint.CHECKOUT_BEFORE_COMMIT, 1),
        ONCE_IT_IS_RESERVED(CrashPoint.CHECKOUT_AFTER_COMMIT, 1),
        BEFORE_THE_CUSTOMER_IS_MADE(HeldLine.Where.BEFORE_IT_IS_MADE, CUSTOMERS),
        WHILE_THE_CUSTOMER_IS_MADE(HeldLine.Where.BEFORE_IT_IS_ANSWERED, CUSTOMERS),
        BEFORE_THE_CUSTOMER_IS_BOUND(CrashPoint.BINDING_BEFORE_COMMIT, 1),
        ONCE_THE_CUSTOMER_IS_BOUND(CrashPoint.BINDING_AFTER_COMMIT, 1),
        BEFORE_THE_SESSION_IS_MADE(HeldLine.Where.BEFORE_IT_IS_MADE, SESSIONS),
        WHILE_THE_SESSION_IS_MADE(HeldLine.Where.BEFORE_IT_IS_ANSWERED, SESSIONS),
        BEFORE_THE_SESSION_IS_KEPT(CrashPoint.CHECKOUT_BEFORE_COMMIT, 2),
        ONCE_THE_SESSION_IS_KEPT(CrashPoint.CHECKOUT_AFTER_COMMIT, 2);

        private final Map<String, String> variables;
        private final HeldLine.Where where;
        private final String operation;

        Moment(CrashPoint point, int times) {
            variables = Map.of(NodeMain.CRASH_AT, point.name(), NodeMain.CRASH_TIMES, "" + times);
            where = HeldLine.Where.BEFORE_IT_IS_MADE;
            operation = "";
        }

        Moment(HeldLine.Where where, String operation) {
            variables = Map.of();
            this.where = where;
            this.operation = operation;
        }

        boolean onTheLine() {
            return variables.isEmpty();
        }
    }

    @TempDir
    static Path folder;

    private static WireServer stripe;
    private static HeldLine line;
    private static Cluster cluster;
    private static Node again;

    @BeforeAll
    static void start() throws IOException {
        SandboxPaymentProvider sandbox = SandboxPaymentProvider.on(InstantSource.system(), "kill");
        Map<DefaultCatalog.Slot, String> prices = DefaultCatalog.SLOTS.stream()
                .collect(Collectors.toMap(slot -> slot, slot -> "price_1" + slot.plan() + slot.interval()));
        PlanCatalog catalog = DefaultCatalog.withPrices(prices);
        sandbox.sell(catalog);
        stripe = WireServer.on(sandbox).requestsPerSecond(1_000).start();
        line = new HeldLine(stripe.base());
        cluster = new Cluster(folder, 100)
                .with("STRIPE_API_BASE", line.base().toString())
                // All nodes are called the same from outside: it is part of what the provider is asked for.
                .with("BILLING_BASE_URL", "http://127.0.0.1:8080");
        prices.forEach((slot, price) ->
                cluster.with("STRIPE_" + slot.placeholderPrice().toUpperCase(Locale.ROOT), price));
        again = cluster.node().ready();
    }

    @AfterAll
    static void stop() throws IOException {
        cluster.close();
        line.close();
        stripe.close();
    }

    @ParameterizedTest
    @EnumSource
    void whoever_asks_again_gets_one_customer_and_one_open_session(Moment moment) throws Exception {
        String tenant = moment.name().toLowerCase(Locale.ROOT);
        Node dies = cluster.node(moment.variables).ready();
        line.forget();
        line.hold(moment.where, moment.operation);
        CompletableFuture<Node.Said> first = CompletableFuture.supplyAsync(() -> dies.checkout(tenant));
        if (moment.onTheLine()) {
            line.awaitHeld();
            dies.kill();
        } else dies.ended();
        line.letGo();
        assertThat(first.get(LONGEST_SECONDS, TimeUnit.SECONDS).status())
                .as("the one that was killed")
                .isEqualTo(Node.NO_ANSWER);

        Node.Said second = again.checkout(tenant);
        Node.Said third = again.checkout(tenant);

        assertThat(second.status()).as(second.body()).isEqualTo(200);
        assertThat(third.body()).isEqualTo(second.body());
        assertThat(line.made(CUSTOMERS)).as("customers").hasSize(1);
        assertThat(line.made(SESSIONS)).as("sessions").hasSize(1);
        assertThat(second.body())
                .contains(line.made(SESSIONS).values().iterator().next());
        assertThat(cluster.count("customers where tenant_id = '" + tenant + "' and customer_id = '"
                        + line.made(CUSTOMERS).keySet().iterator().next() + "'"))
                .isEqualTo(1);
        assertThat(cluster.count("checkout_attempts where tenant_id = '" + tenant + "'"))
                .isEqualTo(1);
    }
}
