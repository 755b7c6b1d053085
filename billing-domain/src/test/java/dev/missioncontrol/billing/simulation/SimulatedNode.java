package dev.missioncontrol.billing.simulation;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.WebhookAnswer;
import dev.missioncontrol.billing.account.AccessPolicy;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.store.Refreshes.Claim;
import dev.missioncontrol.billing.store.StoreException;
import dev.missioncontrol.billing.usecase.BillingSettings;
import dev.missioncontrol.billing.usecase.Checkout;
import dev.missioncontrol.billing.usecase.Retention;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A process of the product: production's own object over a watched store, with a clock that may be wrong. */
final class SimulatedNode {
    private static final BillingSettings SETTINGS = new BillingSettings(
            AccessPolicy.STANDARD,
            Optional.empty(),
            URI.create("https://app.example/billing"),
            false,
            false,
            Duration.ofSeconds(60),
            Duration.ofSeconds(1),
            World.SWEEP_INTERVAL,
            100,
            Retention.STANDARD);

    final World world;
    final int index;
    private final long skewMs;
    private final SimulatedStore store;
    private final SimulatedProvider provider;
    private Billing billing;
    private int depth;

    /** Where it ends next; null for nowhere. */
    CrashPoint armed;

    /** Whether an event is being taken right now. */
    boolean accepting;

    /** What a fetch was for whose answer the next transaction writes. */
    Optional<SubscriptionId> writing = Optional.empty();

    /** The provider's clock when it gave that answer. */
    Instant fetchedAt;

    /** Its own claims, for faults that ignore them. */
    final Map<SubscriptionId, Claim> claims = new HashMap<>();

    /** What it heard of since it started, for the fault that has no other memory. */
    final Set<SubscriptionId> heard = new LinkedHashSet<>();

    SimulatedNode(World world, int index, long skewMs) {
        this.world = world;
        this.index = index;
        this.skewMs = skewMs;
        store = new SimulatedStore(world, this);
        provider = new SimulatedProvider(world, this);
        start();
    }

    /** A new process knows nothing of the one before it. */
    void start() {
        writing = Optional.empty();
        accepting = false;
        heard.clear();
        billing = Billing.builder()
                .catalog(world.catalog)
                .provider(provider)
                .store(store)
                .settings(SETTINGS)
                .clock(this::now)
                .ids(world::nextId)
                .onEvent(event -> world.told(this, event))
                .onTrouble(world::trouble)
                .build();
    }

    /** Deployed anew, unless it is in the middle of something: then it keeps what it was started with. */
    void restartIfIdle() {
        if (depth == 0) start();
    }

    Instant now() {
        return world.now().plusMillis(skewMs);
    }

    /** The process ends here, if it was to. */
    void comes(CrashPoint point) {
        if (armed != point) return;
        armed = null;
        world.met(point.met);
        throw new SimulatedCrash(this);
    }

    /** Whether it was acknowledged. */
    boolean accept(ProviderEvent event) {
        boolean[] acknowledged = {world.has(Fault.ACKNOWLEDGED_BEFORE_INSERT)};
        guard(() -> {
            accepting = true;
            WebhookAnswer answer = billing.accept(event);
            accepting = false;
            if (answer.httpStatus() == 200) {
                acknowledged[0] = true;
                event.content().subscription().ifPresent(heard::add);
            }
        });
        return acknowledged[0];
    }

    void work() {
        guard(() -> billing.runDue());
    }

    void sync(TenantId tenant) {
        guard(() -> billing.sync(tenant));
    }

    void checkout(TenantId tenant, Checkout wanted) {
        guard(() -> billing.startCheckout(tenant, wanted));
    }

    void bind(TenantId tenant, CustomerId customer) {
        guard(() -> billing.bind(tenant, customer));
    }

    Billing billing() {
        return billing;
    }

    /** A crash ends all that the process is doing, not only the last thing; then it starts anew. */
    private void guard(Runnable work) {
        depth++;
        try {
            work.run();
        } catch (StoreException | ProviderException away) {
            world.trouble(away);
        } catch (SimulatedCrash crash) {
            if (crash.node != this || depth > 1) throw crash;
            start();
        } finally {
            depth--;
            if (depth == 0) {
                accepting = false;
                writing = Optional.empty();
            }
        }
    }
}
