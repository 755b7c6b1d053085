package dev.missioncontrol.billing.provider;

import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.plan.BillingInterval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What the provider says of a subscription in a test: active, of nobody, without a line and without metadata, until it is said otherwise. */
public final class ASnapshot {
    private final SubscriptionId id;
    private final Instant created;
    private Optional<CustomerId> customer = Optional.empty();
    private String status = ProviderStatus.ACTIVE.word();
    private final List<SubscriptionItem> items = new ArrayList<>();
    private Optional<Instant> trialEnd = Optional.empty();
    private Optional<Instant> cancelAt = Optional.empty();
    private Optional<Instant> endedAt = Optional.empty();
    private BillingMetadata metadata = BillingMetadata.NONE;
    private boolean livemode;
    private Optional<Arrears> arrears = Optional.empty();
    private Optional<String> currency = Optional.empty();

    private ASnapshot(SubscriptionId id, Instant created) {
        this.id = id;
        this.created = created;
    }

    /** Of the subscription with this id, made then. */
    public static ASnapshot of(String id, Instant created) {
        return of(new SubscriptionId(id), created);
    }

    /** Of this subscription, made then. */
    public static ASnapshot of(SubscriptionId id, Instant created) {
        return new ASnapshot(id, created);
    }

    /** Whose it is at the provider. */
    public ASnapshot customer(String id) {
        return customer(Optional.of(new CustomerId(id)));
    }

    /** Whose it is at the provider, if anybody's. */
    public ASnapshot customer(Optional<CustomerId> customer) {
        this.customer = customer;
        return this;
    }

    /** The provider's word for how it stands. */
    public ASnapshot status(String status) {
        this.status = status;
        return this;
    }

    /** One more line, of which only the quantity is known. */
    public ASnapshot item(String price, long quantity) {
        return item(SubscriptionItem.of(new PriceId(price), quantity));
    }

    /** One more line, paid by the month until then. */
    public ASnapshot monthly(String price, long quantity, Instant periodEnd) {
        return item(new SubscriptionItem(
                new PriceId(price),
                OptionalLong.of(quantity),
                Optional.of(BillingInterval.MONTH),
                Optional.of(periodEnd)));
    }

    /** One more line. */
    public ASnapshot item(SubscriptionItem item) {
        items.add(item);
        return this;
    }

    /** When its trial ends or ended. */
    public ASnapshot trialEnd(Instant moment) {
        trialEnd = Optional.of(moment);
        return this;
    }

    /** When it will end, if that is settled. */
    public ASnapshot cancelAt(Optional<Instant> moment) {
        cancelAt = moment;
        return this;
    }

    /** When it ended, if it did. */
    public ASnapshot endedAt(Optional<Instant> moment) {
        endedAt = moment;
        return this;
    }

    /** Its metadata names this tenant. */
    public ASnapshot tenant(String tenant) {
        metadata = new BillingMetadata(Optional.of(tenant), Optional.empty(), Optional.empty());
        return this;
    }

    /** Whether real money moves. */
    public ASnapshot livemode(boolean live) {
        livemode = live;
        return this;
    }

    /** What it owes. */
    public ASnapshot arrears(Optional<Arrears> owed) {
        arrears = owed;
        return this;
    }

    /** What it is charged in. */
    public ASnapshot currency(String code) {
        currency = Optional.of(code);
        return this;
    }

    /** All of it. */
    public SubscriptionSnapshot said() {
        return new SubscriptionSnapshot(
                id, customer, status, items, created, trialEnd, cancelAt, endedAt, metadata, livemode, arrears,
                currency);
    }
}
