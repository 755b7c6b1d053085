package dev.missioncontrol.billing.account;

import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.Arrears;
import dev.missioncontrol.billing.provider.FetchedSubscription;
import dev.missioncontrol.billing.provider.ProviderStatus;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import java.time.Instant;
import java.util.Optional;

/**
 * A subscription of the provider, and what we know of our knowledge of it. A value: every method returns the next one.
 *
 * @param id the subscription
 * @param tenant whose it is; absent while no sign says so, or while signs disagree
 * @param quarantined whether signs disagree about whose it is: an operator must say
 * @param livemode whether real money moves
 * @param snapshot what the provider last said; absent while it was only mentioned
 * @param basis the provider's clock, in seconds, up to which we know it
 * @param provisional whether the snapshot is from a payload, not yet confirmed by a fetch
 * @param registers what outlives the newest snapshot
 * @param pastDueSince when the payment failed, while it is past due
 * @param dirty counts what we heard of it
 * @param synced the count of {@code dirty} up to which a fetch has answered; a fetch is due while it is behind
 * @param rowVersion counts writes of the snapshot, not marks, so that a busy row does not starve its fetch
 */
public record TrackedSubscription(
        SubscriptionId id,
        Optional<TenantId> tenant,
        boolean quarantined,
        boolean livemode,
        Optional<SubscriptionSnapshot> snapshot,
        Optional<Instant> basis,
        boolean provisional,
        Registers registers,
        Optional<Instant> pastDueSince,
        long dirty,
        long synced,
        long rowVersion) {

    /** What became of a payload or a fetch. */
    public enum Verdict {
        /** It is what we know now. */
        TAKEN("taken"),
        /** It is not newer than what we know. */
        OLDER("not newer than what is known; marked for a fetch"),
        /** It is of the same second as what we know: only a fetch can tell. */
        TIE("same second as what is known; waits for the fetch"),
        /** The subscription has ended, and nothing revives it. */
        ENDED("the subscription has ended; nothing revives it");

        private final String reason;

        Verdict(String reason) {
            this.reason = reason;
        }

        /** One clause for a trace. */
        public String reason() {
            return reason;
        }
    }

    /** The next value and why. */
    public record Step(TrackedSubscription next, Verdict verdict) {}

    /** One that was heard of for the first time: nothing known. */
    public static TrackedSubscription unknown(SubscriptionId id, boolean livemode) {
        return new TrackedSubscription(
                id,
                Optional.empty(),
                false,
                livemode,
                Optional.empty(),
                Optional.empty(),
                true,
                Registers.EMPTY,
                Optional.empty(),
                0,
                0,
                0);
    }

    /** Whether a fetch is due. */
    public boolean fetchDue() {
        return dirty > synced;
    }

    /**
     * Whether it counts for its tenant: none of test mode does where the provider's key is live, since no money was paid for it. With a
     * key of test mode one of live mode does: that it is the wrong key takes the plan from nobody.
     *
     * @param live whether the provider's key is, or another of the tenant's subscriptions
     */
    public boolean counts(boolean live) {
        return livemode || !live;
    }

    /** Whether a plan has a price of what it holds now. */
    public boolean pricedBy(PlanCatalog catalog) {
        return snapshot.filter(said -> Grant.knows(said.items(), catalog)).isPresent();
    }

    /** Whether it has ended for good. */
    public boolean ended() {
        return snapshot.map(SubscriptionSnapshot::terminal).orElse(false);
    }

    /** The newest status that we know, which is the snapshot's unless that says something new to us. */
    public Optional<ProviderStatus> standing() {
        return snapshot.flatMap(SubscriptionSnapshot::knownStatus)
                .or(() -> registers.status().map(Seen::value));
    }

    /** Whether it was to end by this moment, and the provider has not said that it did. */
    boolean over(Instant moment) {
        return standing().filter(ProviderStatus::live).isPresent()
                && snapshot.flatMap(SubscriptionSnapshot::cancelAt)
                        .filter(end -> !moment.isBefore(end))
                        .isPresent();
    }

    /** After something was heard of it that does not say how it is. */
    public TrackedSubscription mark() {
        return with(tenant, quarantined, dirty + 1);
    }

    /** Now this tenant's. */
    public TrackedSubscription boundTo(TenantId owner) {
        return with(Optional.of(owner), false, dirty);
    }

    /** Nobody's, because the signs of whose it is disagree. */
    public TrackedSubscription quarantine() {
        return with(Optional.empty(), true, dirty);
    }

    /**
     * After its own payload: marked, and taken as provisional where it is strictly newer than what we know, or ends it.
     *
     * @param created when the event happened, by the provider's clock, in seconds
     * @param fetchable whether a fetch can settle it; if not, of two payloads of one second the later to arrive is taken
     */
    public Step observe(SubscriptionSnapshot said, Instant created, boolean fetchable, PlanCatalog catalog) {
        TrackedSubscription marked = mark().remembering(said, created, catalog);
        Verdict verdict = judge(said, created, fetchable);
        return new Step(verdict == Verdict.TAKEN ? marked.take(said, created, true) : marked, verdict);
    }

    private Verdict judge(SubscriptionSnapshot said, Instant created, boolean fetchable) {
        if (ended() && !said.terminal()) return Verdict.ENDED;
        if (!ended() && said.terminal()) return Verdict.TAKEN;
        if (basis.isEmpty() || snapshot.isEmpty() || created.isAfter(basis.get())) return Verdict.TAKEN;
        if (created.isBefore(basis.get())) return Verdict.OLDER;
        return fetchable ? Verdict.TIE : Verdict.TAKEN;
    }

    /**
     * After a fetch that was begun when {@code remembered} was {@link #dirty}. The caller has made sure, by token and row
     * version, that nothing was written since.
     */
    public Step settle(FetchedSubscription fetched, long remembered, PlanCatalog catalog) {
        TrackedSubscription answered = new TrackedSubscription(
                id,
                tenant,
                quarantined,
                livemode,
                snapshot,
                basis,
                provisional,
                registers,
                pastDueSince,
                dirty,
                Math.max(synced, remembered),
                rowVersion);
        if (!(fetched instanceof FetchedSubscription.Found found)) return new Step(answered, Verdict.OLDER);
        if (ended() && !found.snapshot().terminal()) return new Step(answered, Verdict.ENDED);
        return new Step(
                answered.remembering(found.snapshot(), found.at(), catalog).take(found.snapshot(), found.at(), false),
                Verdict.TAKEN);
    }

    private TrackedSubscription remembering(SubscriptionSnapshot said, Instant at, PlanCatalog catalog) {
        return new TrackedSubscription(
                id,
                tenant,
                quarantined,
                livemode,
                snapshot,
                basis,
                provisional,
                registers.with(said, at, catalog),
                pastDueSince,
                dirty,
                synced,
                rowVersion);
    }

    private TrackedSubscription take(SubscriptionSnapshot said, Instant at, boolean fromPayload) {
        Instant known = basis.filter(had -> had.isAfter(at)).orElse(at);
        return new TrackedSubscription(
                id,
                tenant,
                quarantined,
                said.livemode(),
                Optional.of(fromPayload ? stillOwing(said) : said),
                Optional.of(known),
                fromPayload,
                registers,
                pastDueSince(said, at),
                dirty,
                synced,
                rowVersion + 1);
    }

    /** No payload has invoices: what they said stands until they are asked again, or it is past due no more. */
    private SubscriptionSnapshot stillOwing(SubscriptionSnapshot said) {
        Optional<Arrears> known = snapshot.flatMap(SubscriptionSnapshot::arrears)
                .filter(arrears -> owes(said) && said.arrears().isEmpty());
        return known.isPresent() ? said.withArrears(known) : said;
    }

    private boolean owes(SubscriptionSnapshot said) {
        return said.knownStatus()
                .or(this::standing)
                .filter(status -> status == ProviderStatus.PAST_DUE)
                .isPresent();
    }

    /** The invoices know; until they were asked, the first we heard of it. */
    private Optional<Instant> pastDueSince(SubscriptionSnapshot said, Instant at) {
        if (!owes(said)) return Optional.empty();
        if (said.arrears().isPresent()) return Optional.of(said.arrears().get().since());
        return Optional.of(pastDueSince.filter(since -> since.isBefore(at)).orElse(at));
    }

    private TrackedSubscription with(Optional<TenantId> owner, boolean disputed, long marks) {
        return new TrackedSubscription(
                id,
                owner,
                disputed,
                livemode,
                snapshot,
                basis,
                provisional,
                registers,
                pastDueSince,
                marks,
                synced,
                rowVersion);
    }
}
