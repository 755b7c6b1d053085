package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.MonthlyRevenue;
import dev.missioncontrol.billing.account.TenantGroup;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.store.Figures;
import dev.missioncontrol.billing.store.Jobs;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Counts what all tenants have, a page at a time, and writes it down for the day: so that looking at figures costs the same
 * however many tenants there are. One node does it at a time and another goes on where it stopped.
 */
public final class CountTenants {
    /** Name of the job. */
    static final String JOB = "count-tenants";

    /** Tenants counted in one transaction: some ten milliseconds of a database, so that nothing waits behind it. */
    static final int PAGE = 20_000;

    /** How often they are counted: how old a figure may look that says it is of now. */
    static final Duration EVERY = Duration.ofMinutes(1);

    /** Between two counts as many times as long as the last one took: counting takes a twentieth of the time at most. */
    static final int REST = 20;

    /** However long a count took, the next is no later. */
    static final Duration RARELY = Duration.ofHours(1);

    private final Transactions transactions;
    private final PlanCatalog catalog;
    private final InstantSource clock;
    private final Duration lease;
    private final Set<PriceId> retired;

    CountTenants(Transactions transactions, PlanCatalog catalog, InstantSource clock, Duration lease) {
        this.transactions = transactions;
        this.catalog = catalog;
        this.clock = clock;
        this.lease = lease;
        retired = catalog.plans().stream()
                .flatMap(plan -> plan.retiredPrices().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Counts one page, if it is time to. Returns whether it was. */
    public boolean step() {
        Optional<Jobs.Run> run = transactions.run(tx -> tx.jobs().claim(JOB, lease));
        if (run.isEmpty()) return false;
        TenantCountCursor so =
                TenantCountCursor.parse(run.get().cursor()).orElseGet(() -> TenantCountCursor.begin(clock.instant()));
        Figures.Counted page = transactions.run(tx -> tx.figures().count(so.after(), retired, PAGE));
        TenantCountCursor now = so.and(page);
        transactions.run(tx -> page.last().isPresent() ? goOn(tx, run.get(), now) : finish(tx, run.get(), now));
        return true;
    }

    private boolean goOn(BillingTransaction tx, Jobs.Run run, TenantCountCursor census) {
        tx.jobs().finish(run, "under way", census.text(), Duration.ZERO);
        return true;
    }

    private boolean finish(BillingTransaction tx, Jobs.Run run, TenantCountCursor census) {
        if (!tx.jobs().proceed(run, "", lease)) return false;
        Instant now = clock.instant();
        LocalDate day = LocalDate.ofInstant(now, ZoneOffset.UTC);
        List<Figures.Day> figures = counted(census).stream()
                .map(group -> new Figures.Day(day, now, group, MonthlyRevenue.of(group, catalog)))
                .toList();
        tx.figures().saveDay(day, figures);
        tx.jobs().finish(run, "done: " + figures.size() + " groups", "", rest(census.started(), now));
        return true;
    }

    /** Where there is no tenant yet, that is what was counted: a day without a row would be one that nobody counted. */
    private List<TenantGroup> counted(TenantCountCursor census) {
        if (!census.groups().isEmpty()) return census.groups();
        return List.of(new TenantGroup(catalog.free().key(), Optional.empty(), Optional.empty(), 0, 0));
    }

    static Duration rest(Instant started, Instant ended) {
        Duration rest =
                started.isBefore(ended) ? Duration.between(started, ended).multipliedBy(REST) : Duration.ZERO;
        if (rest.compareTo(EVERY) < 0) return EVERY;
        return rest.compareTo(RARELY) > 0 ? RARELY : rest;
    }
}
