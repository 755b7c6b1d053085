package dev.missioncontrol.billing.store;

import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.account.TenantGroup;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.Money;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Figures over time, for operators. Jobs write them, so that whoever looks reads a few small rows however much is stored,
 * and what is written in between (an event, a decision) counts nothing up.
 */
public interface Figures {
    /**
     * Some tenants, counted.
     *
     * @param groups what they have
     * @param last the last of them by id; absent if there was none
     */
    record Counted(List<TenantGroup> groups, Optional<TenantId> last) {
        /** Copies the list. */
        public Counted {
            groups = List.copyOf(groups);
        }
    }

    /**
     * What a group of tenants came to on a day.
     *
     * @param day in UTC
     * @param at when it was last counted on that day
     * @param group the tenants
     * @param revenue a month, by the prices of that day; absent where the group does not count or has no known price
     */
    record Day(LocalDate day, Instant at, TenantGroup group, Optional<Money> revenue) {}

    /**
     * What came and what waited in a short while, of a minute or so.
     *
     * @param at when it ended
     * @param covers how long it was
     * @param received events that came in it, by what had become of them at its end; outcomes without one left out
     * @param marked subscriptions that waited for a fetch at its end
     * @param lag how long the oldest of them had waited
     */
    record Minute(Instant at, Duration covers, Map<EventOutcome, Long> received, long marked, Duration lag) {
        /** Copies the map. */
        public Minute {
            received = Map.copyOf(received);
        }
    }

    /**
     * A sweep that is through.
     *
     * @param at when it was through
     * @param listed subscriptions that the provider listed
     * @param drift in how many things the two sides differed
     * @param mended how many of those were put right, or are by the fetch they were marked for
     */
    record Sweep(Instant at, long listed, long drift, long mended) {}

    /**
     * Counts the tenants after this one, by id, that something was ever derived for.
     *
     * @param retired prices that have the plan and not the amount of one that is sold: whose subscription holds one is in a
     *     group without an interval
     * @param limit how many at most
     */
    Counted count(Optional<TenantId> after, Set<PriceId> retired, int limit);

    /** How many events came in this while, the beginning included and the end not, by what became of them. */
    Map<EventOutcome, Long> received(Instant from, Instant until);

    /** Writes what a day came to, in the place of what it said before. */
    void saveDay(LocalDate day, List<Day> groups);

    /** All days from this one to that one, both included, in order. */
    List<Day> days(LocalDate from, LocalDate to);

    /** The newest day that was counted. */
    Optional<LocalDate> newestDay();

    /** The oldest day that was counted. */
    Optional<LocalDate> oldestDay();

    /** Writes a minute; one that ended at the same moment stays as it is. */
    void save(Minute minute);

    /** Minutes that ended since then, in order; at most {@code limit}. */
    List<Minute> minutes(Instant since, int limit);

    /** The minute that ended last. */
    Optional<Minute> lastMinute();

    /** Writes a sweep; one that was through at the same moment stays as it is. */
    void save(Sweep sweep);

    /** The newest sweeps, in order; at most {@code limit}. */
    List<Sweep> sweeps(int limit);

    /** Removes minutes and sweeps that ended before this moment; at most {@code limit} of each. Returns how many. */
    int forget(Instant minutesBefore, Instant sweepsBefore, int limit);
}
