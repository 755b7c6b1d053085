package dev.missioncontrol.billing.persistence;

import dev.missioncontrol.billing.id.AttemptId;
import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.ErasedReference;
import dev.missioncontrol.billing.store.Expected;
import dev.missioncontrol.billing.store.HeldRow;
import dev.missioncontrol.billing.store.Holdings;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * {@link Holdings} that looks once which of all expected ids were an erased tenant's, when the first is asked for: on an account that sells other
 * things as well, most events are nobody's here, and each asks.
 */
final class FoldedHoldings implements Holdings {
    private final Holdings plain;
    private final Pipeline pipeline;
    private final Runnable flushAll;
    private final Set<String> expected = new TreeSet<>();
    private Optional<Set<String>> hashesOfErased = Optional.empty();

    FoldedHoldings(Pipeline pipeline, Holdings plain, Expected expected, Runnable flushAll) {
        this.pipeline = pipeline;
        this.plain = plain;
        this.flushAll = flushAll;
        expected.subscriptions().stream().map(SubscriptionId::value).forEach(this.expected::add);
        expected.customers().stream().map(CustomerId::value).forEach(this.expected::add);
        expected.sessions().stream().map(CheckoutSessionId::value).forEach(this.expected::add);
        expected.attempts().stream().map(AttemptId::value).forEach(this.expected::add);
    }

    @Override
    public boolean erased(Collection<String> ids) {
        if (!expected.containsAll(ids)) return written().erased(ids);
        if (hashesOfErased.isEmpty()) {
            pipeline.ask(
                    JdbiHoldings.erasedOf(expected),
                    row -> row.getString(1),
                    found -> hashesOfErased = Optional.of(Set.copyOf(found)));
            pipeline.send();
        }
        Set<String> known = hashesOfErased.orElseThrow();
        return !known.isEmpty() && ids.stream().map(ErasedReference::hash).anyMatch(known::contains);
    }

    private Holdings written() {
        flushAll.run();
        return plain;
    }

    @Override
    public void each(TenantId tenant, Consumer<HeldRow> each) {
        written().each(tenant, each);
    }

    @Override
    public void bury(TenantId tenant, Instant at) {
        written().bury(tenant, at);
    }

    @Override
    public int eraseHistory(TenantId tenant, int limit) {
        return written().eraseHistory(tenant, limit);
    }

    @Override
    public void erase(TenantId tenant, Instant at) {
        hashesOfErased = Optional.empty();
        written().erase(tenant, at);
    }

    @Override
    public void emptyEvent(EventId event) {
        written().emptyEvent(event);
    }
}
