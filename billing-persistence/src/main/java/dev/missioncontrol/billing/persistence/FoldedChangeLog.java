package dev.missioncontrol.billing.persistence;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.ChangeLog;
import java.time.Duration;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/** {@link ChangeLog} that notes each tenant once, at the end. */
final class FoldedChangeLog implements ChangeLog {
    private final ChangeLog plain;
    private final JdbiChangeLog rows;
    private final SortedSet<TenantId> noted = new TreeSet<>();

    FoldedChangeLog(Handle handle, ChangeLog plain) {
        this.plain = plain;
        rows = new JdbiChangeLog(handle);
    }

    @Override
    public void note(TenantId tenant) {
        noted.add(tenant);
    }

    @Override
    public Seen since(long position, int limit) {
        flush();
        return plain.since(position, limit);
    }

    @Override
    public int forget(Duration age, int limit) {
        flush();
        return plain.forget(age, limit);
    }

    void flush() {
        if (!noted.isEmpty()) rows.note(noted);
        noted.clear();
    }
}
