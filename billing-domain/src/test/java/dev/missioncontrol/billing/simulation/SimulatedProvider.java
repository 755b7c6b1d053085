package dev.missioncontrol.billing.simulation;

import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.provider.CheckoutSession;
import dev.missioncontrol.billing.provider.CheckoutSessionRequest;
import dev.missioncontrol.billing.provider.CustomerRequest;
import dev.missioncontrol.billing.provider.EventReader;
import dev.missioncontrol.billing.provider.FetchedSubscription;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.ProviderException.Kind;
import dev.missioncontrol.billing.provider.SubscriptionPage;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The provider as one node sees it: while a call is under way, anything may happen. */
final class SimulatedProvider extends NoChanges implements EventReader {
    private static final Duration STALL = Duration.ofSeconds(80);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final World world;
    private final SimulatedNode node;
    private int keys;

    SimulatedProvider(World world, SimulatedNode node) {
        this.world = world;
        this.node = node;
    }

    @Override
    public String name() {
        return "simulated";
    }

    @Override
    public boolean livemode() {
        return false;
    }

    @Override
    public boolean canFetch(SubscriptionId id, boolean livemode) {
        return !(node.accepting && world.has(Fault.PAYLOAD_ON_THE_SAME_SECOND));
    }

    /** Fails, where a spell says so. Returns whether the key is the wrong one. */
    private boolean call() {
        world.call();
        if (world.outageCalls == 0) return false;
        world.outageCalls--;
        switch (world.outage) {
            case 0 -> throw fails(Coverage.Met.OUTAGE, Kind.UNAVAILABLE, Optional.empty());
            case 1 -> {
                world.pass(STALL.toMillis());
                throw fails(Coverage.Met.STALL, Kind.TIMEOUT, Optional.empty());
            }
            case 2 -> throw fails(Coverage.Met.RATE_LIMITED, Kind.RATE_LIMITED, Optional.of(RETRY_AFTER));
            default -> {
                world.met(Coverage.Met.WRONG_KEY);
                world.needsSweep = true;
                return true;
            }
        }
    }

    private ProviderException fails(Coverage.Met what, Kind kind, Optional<Duration> after) {
        world.met(what);
        return new ProviderException(kind, "simulated", after, null);
    }

    /** What was done stays done, though nobody hears of it. */
    private void maybeUnheard() {
        if (world.outageCalls > 0 && world.outage == 1) call();
    }

    private String key(String key) {
        return world.has(Fault.NEW_IDEMPOTENCY_KEY_AFTER_A_TIMEOUT) ? key + "-" + ++keys + "-" + node.index : key;
    }

    @Override
    public CustomerId createCustomer(CustomerRequest request, String idempotencyKey) {
        if (world.outage != 1 && call()) throw new ProviderException(Kind.AUTHENTICATION, "simulated");
        String made = world.truth.createCustomer(request.tenant().value(), key(idempotencyKey));
        maybeUnheard();
        return new CustomerId(made);
    }

    @Override
    public CheckoutSession createCheckoutSession(CheckoutSessionRequest request, String idempotencyKey) {
        if (world.outage != 1 && call()) throw new ProviderException(Kind.AUTHENTICATION, "simulated");
        Truth.Session made = world.truth.createSession(request, key(idempotencyKey));
        maybeUnheard();
        return world.truth.answer(made);
    }

    @Override
    public Optional<CheckoutSession> fetchCheckoutSession(CheckoutSessionId id) {
        if (call()) throw new ProviderException(Kind.AUTHENTICATION, "simulated");
        return Optional.ofNullable(world.truth.sessions.get(id.value())).map(world.truth::answer);
    }

    @Override
    public void expireCheckoutSession(CheckoutSessionId id) {
        if (call()) throw new ProviderException(Kind.AUTHENTICATION, "simulated");
        Truth.Session session = world.truth.sessions.get(id.value());
        if (session.state == CheckoutSession.State.COMPLETE) throw new ProviderException(Kind.WRONG_STATE, "simulated");
        session.state = CheckoutSession.State.EXPIRED;
    }

    @Override
    public FetchedSubscription fetchSubscription(SubscriptionId id) {
        world.firstHalfOfWhatHappensMeanwhile();
        boolean wrongKey = call();
        TruthSubscription one = world.truth.byId.get(id.value());
        Instant at = Instant.ofEpochSecond(world.second());
        SubscriptionSnapshot snapshot = one.snapshot(true);
        world.restOfWhatHappensMeanwhile();
        node.comes(CrashPoint.AFTER_FETCH);
        node.writing = Optional.of(id);
        if (wrongKey && world.has(Fault.MISSING_TAKEN_AS_END))
            return new FetchedSubscription.Found(Network.canceled(snapshot, at), at);
        if (wrongKey) return new FetchedSubscription.Missing("simulated");
        Instant basis = world.has(Fault.LOCAL_CLOCK_AS_BASIS)
                ? Instant.ofEpochSecond(node.now().getEpochSecond())
                : at;
        node.fetchedAt = at;
        return new FetchedSubscription.Found(snapshot, basis);
    }

    @Override
    public SubscriptionPage listSubscriptions(
            Optional<CustomerId> customer, Optional<SubscriptionId> after, int limit) {
        if (call()) throw new ProviderException(Kind.AUTHENTICATION, "simulated");
        List<SubscriptionSnapshot> page = new ArrayList<>();
        boolean begun = after.isEmpty();
        boolean more = false;
        for (int i = world.truth.subscriptions.size() - 1; i >= 0 && !more; i--) {
            TruthSubscription one = world.truth.subscriptions.get(i);
            boolean wanted = begun
                    && customer.filter(id -> !id.value().equals(one.customer)).isEmpty();
            if (wanted && page.size() == limit) more = true;
            else if (wanted) page.add(one.snapshot(false));
            if (after.filter(id -> id.value().equals(one.id)).isPresent()) begun = true;
        }
        return new SubscriptionPage(page, more, Instant.ofEpochSecond(world.second()));
    }

    @Override
    public EventReader eventReader() {
        return this;
    }

    @Override
    public String signatureHeader() {
        return "Stripe-Signature";
    }

    @Override
    public Reading read(byte[] body, Optional<String> signature) {
        throw new UnsupportedOperationException("events come as values");
    }

    @Override
    public ProviderEvent reread(EventId id, String payload) {
        return world.network.byId.get(id);
    }
}
