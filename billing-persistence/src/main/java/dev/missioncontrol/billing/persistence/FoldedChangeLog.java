package dev.missioncontrol.billing.persistence;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.ChangeLog;
import java.time.Duration;
import java.util.SortedSet;
import java.util.TreeSet;

/** {@link ChangeLog} that notes each tenant once, at the end. */
final class FoldedChangeLog implements ChangeLog {
    private final ChangeLog plain;
    private final Pipeline pipeline;
    private final SortedSet<TenantId> noted = new TreeSet<>();

    FoldedChangeLog(Pipeline pipeline, ChangeLog plain) {
        this.plain = plain;
        this.pipeline = pipeline;
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

    private void flush() {
        write();
        pipeline.send();
    }

    /** Brings what waits to be written. */
    void write() {
        if (!noted.isEmpty()) pipeline.write(JdbiChangeLog.noting(noted), written -> {});
        noted.clear();
    }
}
