package dev.missioncontrol.billing.sandbox;

import dev.missioncontrol.billing.account.CurrentSubscription;
import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.account.TenantGroup;
import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.store.Figures;
import dev.missioncontrol.billing.store.InboxEvent;
import dev.missioncontrol.billing.store.StoredSubscription;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@link Figures} in memory. */
final class InMemoryFigures implements Figures {
    private final InMemoryAccounts accounts;
    private final InMemoryInbox inbox;
    private final InMemoryTable<OneDay, List<Day>> days;
    private final InMemoryTable<Instant, Minute> minutes;
    private final InMemoryTable<Instant, Sweep> sweeps;

    private record OneDay(LocalDate day) implements Comparable<OneDay> {
        @Override
        public int compareTo(OneDay other) {
            return day.compareTo(other.day);
        }
    }

    InMemoryFigures(InMemoryAccounts accounts, InMemoryInbox inbox, InMemoryUndo undo) {
        this.accounts = accounts;
        this.inbox = inbox;
        days = new InMemoryTable<>(undo);
        minutes = new InMemoryTable<>(undo);
        sweeps = new InMemoryTable<>(undo);
    }

    @Override
    public Counted count(Optional<TenantId> after, Set<PriceId> retired, int limit) {
        List<StoredSubscription> page = accounts.currentAfter(after, limit);
        List<TenantGroup> groups = new ArrayList<>();
        for (StoredSubscription one : page) {
            CurrentSubscription has = one.current();
            TenantGroup alone = new TenantGroup(
                    has.plan(),
                    holdsOneOf(retired, has) ? Optional.empty() : has.interval(),
                    has.standing(),
                    1,
                    has.seats());
            Optional<TenantGroup> known = groups.stream().filter(alone::same).findFirst();
            known.ifPresent(groups::remove);
            groups.add(known.map(alone::plus).orElse(alone));
        }
        return new Counted(
                groups,
                page.isEmpty()
                        ? Optional.empty()
                        : Optional.of(page.get(page.size() - 1).tenant()));
    }

    private boolean holdsOneOf(Set<PriceId> prices, CurrentSubscription has) {
        return has.subscription()
                .flatMap(accounts::subscription)
                .flatMap(TrackedSubscription::snapshot)
                .filter(known -> known.items().stream().anyMatch(item -> prices.contains(item.price())))
                .isPresent();
    }

    @Override
    public Map<EventOutcome, Long> received(Instant from, Instant until) {
        return inbox.all()
                .filter(event ->
                        !event.received().isBefore(from) && event.received().isBefore(until))
                .collect(Collectors.groupingBy(InboxEvent::outcome, Collectors.counting()));
    }

    @Override
    public void saveDay(LocalDate day, List<Day> groups) {
        days.put(new OneDay(day), List.copyOf(groups));
    }

    @Override
    public List<Day> days(LocalDate from, LocalDate to) {
        return inOrder()
                .filter(day -> !day.day().isBefore(from) && !day.day().isAfter(to))
                .toList();
    }

    private Stream<Day> inOrder() {
        return days.all().stream().flatMap(List::stream).sorted(BY_DAY);
    }

    private static final Comparator<Day> BY_DAY = Comparator.comparing(Day::day)
            .thenComparing(one -> one.group().plan())
            .thenComparing(one -> one.group().interval().map(Enum::name).orElse(""))
            .thenComparing(one -> one.group().standing().map(Enum::name).orElse(""));

    @Override
    public Optional<LocalDate> newestDay() {
        return days.all().stream().flatMap(List::stream).map(Day::day).max(Comparator.naturalOrder());
    }

    @Override
    public Optional<LocalDate> oldestDay() {
        return days.all().stream().flatMap(List::stream).map(Day::day).min(Comparator.naturalOrder());
    }

    @Override
    public void save(Minute minute) {
        if (minutes.get(minute.at()).isEmpty()) minutes.put(minute.at(), minute);
    }

    @Override
    public List<Minute> minutes(Instant since, int limit) {
        return sorted(minutes, Minute::at)
                .filter(one -> !one.at().isBefore(since))
                .limit(limit)
                .toList();
    }

    @Override
    public Optional<Minute> lastMinute() {
        return minutes.all().stream().max(Comparator.comparing(Minute::at));
    }

    @Override
    public void save(Sweep sweep) {
        if (sweeps.get(sweep.at()).isEmpty()) sweeps.put(sweep.at(), sweep);
    }

    @Override
    public List<Sweep> sweeps(int limit) {
        List<Sweep> all = sorted(sweeps, Sweep::at).toList();
        return all.subList(Math.max(0, all.size() - limit), all.size());
    }

    @Override
    public int forget(Instant minutesBefore, Instant sweepsBefore, int limit) {
        return forget(minutes, Minute::at, minutesBefore, limit) + forget(sweeps, Sweep::at, sweepsBefore, limit);
    }

    private static <V> int forget(InMemoryTable<Instant, V> table, Function<V, Instant> at, Instant before, int limit) {
        List<V> old = sorted(table, at)
                .filter(one -> at.apply(one).isBefore(before))
                .limit(limit)
                .toList();
        old.forEach(one -> table.remove(at.apply(one)));
        return old.size();
    }

    private static <V> Stream<V> sorted(InMemoryTable<Instant, V> table, Function<V, Instant> at) {
        return table.all().stream().sorted(Comparator.comparing(at));
    }
}
