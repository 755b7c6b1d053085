package dev.missioncontrol.billing.account;

import dev.missioncontrol.billing.account.Drift.Kind;
import dev.missioncontrol.billing.account.Drift.Remedy;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.ProviderStatus;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Compares what we know of one subscription with what the provider says of it: a pure function, of everything it reads. */
public final class DriftCheck {
    private static final String NOTHING = "-";
    private static final String OLDER = "older";
    private static final String NEWER = "newer";
    private static final String MISSED = "an event was lost or is on its way";

    private static final String NOT_ASKED_FOR = "not asked for";

    private final SubscriptionSnapshot there;
    private final TenantSigns signs;
    private final PlanCatalog catalog;
    private final List<Drift> found = new ArrayList<>();

    private DriftCheck(SubscriptionSnapshot there, TenantSigns signs, PlanCatalog catalog) {
        this.there = there;
        this.signs = signs;
        this.catalog = catalog;
    }

    /**
     * In what the two differ; empty if in nothing. What a subscription owes is not compared, since lists don't say it, nor its currency,
     * which never becomes another and which not all that is stored says: but where that is not the catalogue's, it is asked for.
     *
     * @param known what we know of it; absent if we never heard of it
     * @param signs what says whose it is
     */
    public static List<Drift> of(
            Optional<TrackedSubscription> known, TenantSigns signs, SubscriptionSnapshot there, PlanCatalog catalog) {
        DriftCheck check = new DriftCheck(there, signs, catalog);
        check.owner(known);
        known.flatMap(TrackedSubscription::snapshot).ifPresent(here -> {
            check.state(known.get(), here);
            if (check.found.isEmpty() && check.alive()) check.seats();
        });
        return List.copyOf(check.found);
    }

    /** A subscription of a tenant that was erased: nothing, unless it lives on. */
    public static List<Drift> ofErased(SubscriptionSnapshot there) {
        if (there.terminal()) return List.of();
        return List.of(new Drift(
                Kind.OWNERLESS,
                Optional.empty(),
                Optional.of(there.id()),
                there.customer(),
                "erased",
                there.status(),
                Remedy.PERSON,
                "its tenant was erased, and it is not ended; end it at the provider"));
    }

    /** One that goes on as it is at the provider, where it is known that it becomes something else. */
    public static Drift plannedNoMore(TrackedSubscription known, SubscriptionSnapshot there) {
        return new Drift(
                Kind.DETAIL,
                known.tenant(),
                Optional.of(there.id()),
                there.customer(),
                OLDER,
                NEWER,
                Remedy.FETCH,
                "what is planned for it; " + MISSED);
    }

    /** A subscription that the provider does not have, and why that is no end. */
    public static Drift missingThere(TrackedSubscription known, String detail) {
        return new Drift(
                Kind.MISSING_THERE,
                known.tenant(),
                Optional.of(known.id()),
                known.snapshot().flatMap(SubscriptionSnapshot::customer),
                known.snapshot().map(SubscriptionSnapshot::status).orElse("mentioned"),
                NOTHING,
                Remedy.PERSON,
                "ended ones are kept at the provider, so the key, mode or account is another: " + detail);
    }

    /** A subscription of the other mode than the provider's key. */
    public static Drift otherMode(TrackedSubscription known) {
        String mode = known.livemode() ? "live" : "test";
        return new Drift(
                Kind.OTHER_MODE,
                known.tenant(),
                Optional.of(known.id()),
                known.snapshot().flatMap(SubscriptionSnapshot::customer),
                known.snapshot().map(SubscriptionSnapshot::status).orElse("mentioned") + ", " + mode + " mode",
                NOT_ASKED_FOR,
                Remedy.PERSON,
                ofOtherMode(known.livemode()));
    }

    /**
     * How many subscriptions are of the other mode than the provider's key, in one finding.
     *
     * @param liveKey whether the key is of live mode
     */
    public static Drift otherMode(long count, boolean liveKey) {
        return new Drift(
                Kind.OTHER_MODE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                count + " of " + (liveKey ? "test" : "live") + " mode",
                NOT_ASKED_FOR,
                Remedy.PERSON,
                ofOtherMode(!liveKey));
    }

    private static String ofOtherMode(boolean livemode) {
        return livemode
                ? "the key is of test mode: it is very likely the wrong one, and nobody's plan changes"
                : "the key is live: it was tried out with a test key, and grants nothing here";
    }

    private void owner(Optional<TrackedSubscription> known) {
        boolean disputed = known.filter(TrackedSubscription::quarantined).isPresent();
        TenantSigns.Owner owner = disputed ? new TenantSigns.Owner.Disputed(signs.named()) : signs.owner();
        if (owner instanceof TenantSigns.Owner.Bound bound) {
            if (signs.bound().isEmpty())
                add(
                        Kind.MISSING_HERE,
                        Remedy.BIND,
                        heard(known),
                        there.status(),
                        "its signs say that it is " + bound.tenant() + "'s");
            else if (known.flatMap(TrackedSubscription::snapshot).isEmpty())
                add(Kind.MISSING_HERE, Remedy.FETCH, heard(known), there.status(), "it was mentioned and never read");
            if (alive()) foreign(bound.tenant());
        } else if (owner instanceof TenantSigns.Owner.Disputed of && alive()) {
            add(
                    Kind.QUARANTINED,
                    Remedy.PERSON,
                    "nobody's",
                    there.status(),
                    "its signs name " + of.tenants() + "; bind its customer to say whose it is");
        } else if (owner instanceof TenantSigns.Owner.Unknown && alive()) {
            add(
                    Kind.OWNERLESS,
                    Remedy.PERSON,
                    "nobody's",
                    there.status(),
                    "nothing says whose it is; bind its customer, or end it at the provider");
        }
    }

    private static String heard(Optional<TrackedSubscription> known) {
        return known.isPresent() ? "mentioned" : NOTHING;
    }

    private void foreign(TenantId owner) {
        String stays = "; it stays " + owner + "'s";
        other(signs.byCustomer(), owner)
                .ifPresent(tenant -> add(
                        Kind.CUSTOMER_ELSEWHERE,
                        Remedy.PERSON,
                        owner.value(),
                        tenant.value(),
                        "its customer is " + tenant + "'s" + stays));
        other(signs.byMetadata().or(signs::byCheckout), owner)
                .ifPresent(tenant -> add(
                        Kind.FOREIGN_METADATA,
                        Remedy.PERSON,
                        owner.value(),
                        tenant.value(),
                        "its metadata names " + tenant + stays));
    }

    private static Optional<TenantId> other(Optional<TenantId> sign, TenantId owner) {
        return sign.filter(tenant -> !tenant.equals(owner));
    }

    private void state(TrackedSubscription known, SubscriptionSnapshot here) {
        SubscriptionSnapshot same = here.withArrears(Optional.empty());
        SubscriptionSnapshot said = currencyMissing(here) ? same : same.withCurrency(there.currency());
        if (said.equals(there.withArrears(Optional.empty()))) return;
        if (known.ended() && !there.terminal()) {
            add(
                    Kind.STATUS,
                    Remedy.PERSON,
                    here.status(),
                    there.status(),
                    "it ended, and nothing revives an ended one: it is not the same account any more");
            return;
        }
        int before = found.size();
        Optional<Grant> had = Grant.of(here.items(), catalog);
        Optional<Grant> has = Grant.of(there.items(), catalog);
        differ(Kind.STATUS, here.status(), there.status());
        differ(
                Kind.PLAN,
                word(had, grant -> grant.plan().key()),
                word(has, grant -> grant.plan().key()));
        differ(Kind.SEATS, word(had, Grant::seats), word(has, Grant::seats));
        differ(
                Kind.PERIOD,
                word(had.flatMap(Grant::periodEnd), Instant::toString),
                word(has.flatMap(Grant::periodEnd), Instant::toString));
        if (found.size() == before) add(Kind.DETAIL, Remedy.FETCH, OLDER, NEWER, detail(here));
    }

    /** Whether its plan's amount would be told for what is charged in another currency, since what is stored says none. */
    private boolean currencyMissing(SubscriptionSnapshot here) {
        return here.currency().isEmpty()
                && alive()
                && there.currency()
                        .filter(charged -> catalog.plans().stream()
                                .flatMap(plan -> plan.prices().values().stream())
                                .noneMatch(
                                        price -> price.unitAmount().currency().equals(charged)))
                        .isPresent();
    }

    /** What is charged is compared with the plan only where both sides agree on it. */
    private void seats() {
        Optional<Grant> granted = Grant.of(there.items(), catalog);
        if (granted.isEmpty()) return;
        Plan plan = granted.get().plan();
        long charged = there.items().stream()
                .filter(item ->
                        catalog.planOf(item.price()).filter(plan::equals).isPresent())
                .mapToLong(item -> item.quantity().orElse(plan.seats().min()))
                .reduce(0, Grant::saturatedSum);
        if (plan.seats().allows(charged)) return;
        add(
                Kind.SEATS_OUTSIDE_PLAN,
                Remedy.PERSON,
                String.valueOf(granted.get().seats()),
                String.valueOf(charged),
                plan.key() + " has " + plan.seats().min() + " to "
                        + plan.seats().max() + " seats; change them, or what the plan has");
    }

    private String detail(SubscriptionSnapshot here) {
        if (!here.cancelAt().equals(there.cancelAt())) return "its scheduled end; " + MISSED;
        if (!here.trialEnd().equals(there.trialEnd())) return "its trial's end; " + MISSED;
        if (!here.customer().equals(there.customer())) return "its customer; " + MISSED;
        if (!here.metadata().equals(there.metadata())) return "its metadata; " + MISSED;
        if (currencyMissing(here)) return "its currency; it was stored without one";
        return "its items; " + MISSED;
    }

    private void differ(Kind kind, String here, String there) {
        if (!here.equals(there)) add(kind, Remedy.FETCH, here, there, MISSED);
    }

    private static <T> String word(Optional<T> value, Function<T, Object> part) {
        return value.map(part).map(Object::toString).orElse(NOTHING);
    }

    private boolean alive() {
        return there.knownStatus().map(ProviderStatus::live).orElse(true);
    }

    private void add(Kind kind, Remedy remedy, String here, String says, String reason) {
        Optional<TenantId> tenant =
                signs.owner() instanceof TenantSigns.Owner.Bound bound ? Optional.of(bound.tenant()) : Optional.empty();
        found.add(new Drift(kind, tenant, Optional.of(there.id()), there.customer(), here, says, remedy, reason));
    }
}
