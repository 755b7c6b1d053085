package dev.missioncontrol.billing.sandbox;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.BrowserSession;
import dev.missioncontrol.billing.store.BrowserSessions;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** {@link BrowserSessions} in memory. */
final class InMemoryBrowserSessions implements BrowserSessions {
    /** @param number counts them: a clock that stands still tells no older one from a newer */
    private record Row(BrowserSession.Kind kind, String hash, BrowserSession session, long number, Instant endsAt) {}

    /** What they are counted for. */
    private record Whose(BrowserSession.Kind kind, Optional<TenantId> tenant) {}

    private final InMemoryTable<String, Row> table;
    private final InMemoryIndex<Whose, String, Row> byWhose;
    private final InMemoryIndex<TenantId, String, Row> byTenant;
    private final InMemoryClock clock;
    private long last;

    InMemoryBrowserSessions(InMemoryClock clock, InMemoryUndo undo) {
        this.clock = clock;
        table = new InMemoryTable<>(undo);
        byWhose = table.indexBy(row -> Optional.of(new Whose(row.kind, row.session.tenant())));
        byTenant = table.indexBy(row -> row.session.tenant());
    }

    /** The tenant's, as rows. */
    Stream<? extends Record> of(TenantId tenant) {
        return table.rows(byTenant.keys(tenant));
    }

    void remove(TenantId tenant) {
        removeAll(List.copyOf(byTenant.keys(tenant)));
    }

    @Override
    public void open(BrowserSession.Kind kind, String hash, BrowserSession session, Duration lasts, int most) {
        removeAll(table.rows(byWhose.keys(new Whose(kind, session.tenant())))
                .sorted(Comparator.comparingLong(Row::number).reversed())
                .skip(most - 1L)
                .map(Row::hash)
                .toList());
        table.put(hash, new Row(kind, hash, session, ++last, clock.in(lasts)));
    }

    private void removeAll(Collection<String> hashes) {
        hashes.forEach(table::remove);
    }

    @Override
    public Optional<BrowserSession> find(BrowserSession.Kind kind, String hash) {
        return table.get(hash)
                .filter(row -> row.kind == kind && !clock.reached(row.endsAt))
                .map(Row::session);
    }

    @Override
    public Optional<BrowserSession> take(BrowserSession.Kind kind, String hash) {
        Optional<BrowserSession> found = find(kind, hash);
        found.ifPresent(one -> table.remove(hash));
        return found;
    }

    @Override
    public int forget(int limit) {
        List<String> over = table.all().stream()
                .filter(row -> clock.reached(row.endsAt))
                .limit(limit)
                .map(Row::hash)
                .toList();
        removeAll(over);
        return over.size();
    }
}
