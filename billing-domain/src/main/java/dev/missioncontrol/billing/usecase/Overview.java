package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.store.Backlog;
import dev.missioncontrol.billing.store.Figures;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * Figures of the whole installation, for operators.
 *
 * @param at when it was asked, by our clock
 * @param days what tenants had on each day that was asked for, in order
 * @param countedSince the first day that was ever counted; absent until the first count is through
 * @param minutes what came and what waited, in order
 * @param sweeps the newest sweeps, in order
 * @param backlog what waits now
 */
public record Overview(
        Instant at,
        List<Figures.Day> days,
        Optional<LocalDate> countedSince,
        List<Figures.Minute> minutes,
        List<Figures.Sweep> sweeps,
        Backlog backlog) {

    /** Copies the lists. */
    public Overview {
        days = List.copyOf(days);
        minutes = List.copyOf(minutes);
        sweeps = List.copyOf(sweeps);
    }

    /** What tenants had when they were last counted; nothing before the first count. */
    public List<Figures.Day> now() {
        if (days.isEmpty()) return List.of();
        LocalDate newest = days.get(days.size() - 1).day();
        return days.stream().filter(one -> one.day().equals(newest)).toList();
    }

    /** When tenants were last counted. */
    public Optional<Instant> countedAt() {
        return now().stream().map(Figures.Day::at).findFirst();
    }
}
