package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.BillingAccount;
import dev.missioncontrol.billing.account.BillingEvent;
import dev.missioncontrol.billing.account.CurrentSubscription;
import dev.missioncontrol.billing.account.TenantDrift;
import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.account.Transition;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.store.AuditEntry;
import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.store.CustomerBinding;
import dev.missioncontrol.billing.store.StoredSubscription;
import dev.missioncontrol.billing.store.TenantRecord;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Writes down a decision and all that follows from it: what the tenant has, one audit row, one event for applications. */
final class Bookkeeping {
    /**
     * Hexadecimal digits of a decision's hash in its event's id, 48 bits: where a million events are lost with a database, one
     * restore in some 280 million gives an id of theirs to another event.
     */
    private static final int HASH_DIGITS = 12;

    private final PlanCatalog catalog;
    private final String provider;
    private final boolean live;
    private final boolean besideNodes;
    private final Supplier<String> ids;
    private final Consumer<TenantId> held;

    /**
     * @param besideNodes whether nodes with a catalogue of their own have the last word: see {@link #isLeftToNodes}
     * @param held told of each tenant that is held, so that what is remembered of it is dropped
     */
    Bookkeeping(
            PlanCatalog catalog,
            PaymentProvider provider,
            boolean besideNodes,
            Supplier<String> ids,
            Consumer<TenantId> held) {
        this.catalog = catalog;
        this.provider = provider.name();
        live = provider.livemode();
        this.besideNodes = besideNodes;
        this.ids = ids;
        this.held = held;
    }

    /** Who or what decides, by which event if by one, and when. */
    record Cause(Actor actor, Optional<EventId> event, Instant at) {
        /** By no event. */
        static Cause by(Actor actor, Instant at) {
            return new Cause(actor, Optional.empty(), at);
        }
    }

    /** A tenant whose row is held, and what it has. */
    record Held(TenantRecord record, BillingAccount account) {
        /** Whether it is a tombstone: then nothing is decided for it any more, whoever was just about to. */
        boolean erased() {
            return record.deleted().isPresent();
        }

        TenantId tenant() {
            return record.id();
        }
    }

    /** Holds the tenant and all of its subscriptions, in the order that every transaction keeps. */
    Held hold(BillingTransaction tx, TenantId tenant, Instant now) {
        TenantRecord record = tx.accounts().lockTenant(tenant, ids.get(), now);
        held.accept(tenant);
        return new Held(record, account(tenant, tx.accounts().lockSubscriptionsOf(tenant)));
    }

    /** Holds all of these in that order, before the first of them is decided about. */
    void hold(BillingTransaction tx, Set<TenantId> tenants, Instant now) {
        SortedMap<TenantId, String> pseudonyms = new TreeMap<>();
        for (TenantId tenant : tenants) pseudonyms.put(tenant, ids.get());
        tx.accounts().lockTenants(pseudonyms, now);
    }

    /** A tenant with these of its subscriptions. */
    BillingAccount account(TenantId tenant, Collection<TrackedSubscription> subscriptions) {
        return BillingAccount.of(tenant, subscriptions, live);
    }

    /** Writes one subscription and what the account now amounts to. */
    Held write(BillingTransaction tx, Held held, BillingAccount.Decision decision, Cause cause) {
        if (held.erased()) return held;
        tx.accounts().save(decision.changed(), cause.at());
        return derive(tx, new Held(held.record(), decision.account()), decision.reason(), cause);
    }

    /** Writes what the account amounts to by the catalogue of today, unless that is {@link #isLeftToNodes left to the nodes}. */
    Held derive(BillingTransaction tx, Held held, String rule, Cause cause) {
        if (held.erased()) return held;
        if (isLeftToNodes(tx, held.account())) return leaveToNodes(tx, held, cause.at());
        CurrentSubscription after = held.account().current(catalog);
        Optional<StoredSubscription> stored = tx.accounts().current(held.tenant());
        Optional<CustomerBinding> customer = tx.accounts().customerOf(held.tenant(), provider);
        StoredSubscription next =
                new StoredSubscription(held.tenant(), customer.map(CustomerBinding::customer), after, catalog.hash());
        if (stored.filter(next::equals).isEmpty()) {
            tx.accounts().saveCurrent(next, cause.at());
            tx.changeLog().note(held.tenant());
        } else if (after.live() && after.cancelAt().isPresent()) {
            // What it has once that is over may be another: statuses are remembered with it.
            tx.changeLog().note(held.tenant());
        }
        CurrentSubscription before =
                stored.map(StoredSubscription::current).orElseGet(() -> CurrentSubscription.none(catalog));
        return Transition.between(before, after)
                .map(transition -> journal(tx, held, transition, rule, cause))
                .orElse(held);
    }

    /**
     * Whether another catalogue derived what this tenant has, and one of its live subscriptions has no price that this one knows, or
     * comes to less for a line that it does not know beside others: deriving it here could take from it what it pays for. Nodes derive
     * by their own all the same; a command is none, and its catalogue may be an old copy of theirs.
     */
    boolean isLeftToNodes(BillingTransaction tx, BillingAccount account) {
        if (!besideNodes || account.withUnknownPrices(catalog).isEmpty()) return false;
        return tx.accounts()
                .current(account.tenant())
                .filter(stored -> !stored.catalogHash().equals(catalog.hash()))
                .filter(stored -> !account.atUnknownPrices(catalog).isEmpty()
                        || TenantDrift.isLess(account.current(catalog), stored.current(), catalog))
                .isPresent();
    }

    /** Whether nodes have the last word of what a tenant has, and not who asks here. */
    boolean besideNodes() {
        return besideNodes;
    }

    /** Marked, so that whoever has the right catalogue fetches it, and derives. */
    private Held leaveToNodes(BillingTransaction tx, Held held, Instant now) {
        BillingAccount marked = held.account();
        for (TrackedSubscription one : held.account().withUnknownPrices(catalog)) {
            tx.accounts().save(one.mark(), now);
            marked = marked.with(one.mark());
        }
        return new Held(held.record(), marked);
    }

    /** Appends an audit row that changes nothing a tenant would notice: a binding, a finding. */
    Held note(BillingTransaction tx, Held held, String rule, Cause cause) {
        return held.erased() ? held : noteAnyway(tx, held, rule, cause);
    }

    /** The same of a tombstone too, of which nothing but its own erasing is told any more. */
    Held noteAnyway(BillingTransaction tx, Held held, String rule, Cause cause) {
        CurrentSubscription now = tx.accounts()
                .current(held.tenant())
                .map(StoredSubscription::current)
                .orElseGet(() -> CurrentSubscription.none(catalog));
        return append(tx, held, entry(held, rule, cause, now, now), 0);
    }

    /** A subscription that is nobody's: kept as it is now known, without deciding anything for a tenant. */
    static void keep(BillingTransaction tx, TrackedSubscription unowned, Instant now) {
        tx.accounts().save(unowned, now);
    }

    private Held journal(BillingTransaction tx, Held held, Transition transition, String rule, Cause cause) {
        AuditEntry entry = entry(held, rule, cause, transition.before(), transition.after());
        long sequence = held.record().eventLength() + 1;
        tx.journal().publish(new BillingEvent(id(entry, sequence), held.tenant(), sequence, cause.at(), transition));
        return append(tx, held, entry, 1);
    }

    /**
     * The sequence alone is counted on from the row that a restored database has, and would be given to other events than those
     * that receivers had before it was lost: they would drop them as known. The hash is over what was decided, and when.
     */
    private static String id(AuditEntry decision, long sequence) {
        return decision.pseudonym() + "-" + sequence + "-" + decision.hash().substring(0, HASH_DIGITS);
    }

    private static AuditEntry entry(
            Held held, String rule, Cause cause, CurrentSubscription before, CurrentSubscription after) {
        return AuditEntry.next(held.record(), cause.at(), cause.actor().word(), cause.event(), rule, before, after);
    }

    private static Held append(BillingTransaction tx, Held held, AuditEntry entry, int events) {
        TenantRecord had = held.record();
        tx.journal().append(entry);
        TenantRecord has = new TenantRecord(
                had.id(),
                had.pseudonym(),
                had.created(),
                had.deleted(),
                entry.hash(),
                entry.sequence(),
                had.eventLength() + events);
        return new Held(has, held.account());
    }
}
