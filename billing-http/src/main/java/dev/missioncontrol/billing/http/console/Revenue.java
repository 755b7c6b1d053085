package dev.missioncontrol.billing.http.console;

import static dev.missioncontrol.billing.http.pages.Html.el;

import dev.missioncontrol.billing.account.MonthlyRevenue;
import dev.missioncontrol.billing.account.TenantGroup;
import dev.missioncontrol.billing.http.console.OverviewPage.Tile;
import dev.missioncontrol.billing.http.pages.Amounts;
import dev.missioncontrol.billing.http.pages.Html;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.ProviderStatus;
import dev.missioncontrol.billing.store.Figures.Day;
import dev.missioncontrol.billing.usecase.Overview;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** What comes in a month, and from how many, by plan and status: now and over time. */
final class Revenue {
    private static final List<ProviderStatus> SHOWN = List.of(
            ProviderStatus.ACTIVE,
            ProviderStatus.TRIALING,
            ProviderStatus.PAST_DUE,
            ProviderStatus.UNPAID,
            ProviderStatus.PAUSED);

    /** What a change is measured against, in days. */
    private static final int COMPARED_DAYS = 30;

    private final Overview overview;
    private final PlanCatalog catalog;

    Revenue(Overview overview, PlanCatalog catalog) {
        this.overview = overview;
        this.catalog = catalog;
    }

    List<Tile> tiles() {
        List<Tile> tiles = new ArrayList<>();
        List<String> currencies = currencies();
        if (currencies.isEmpty())
            tiles.add(new Tile("Recurring revenue a month", "–", "nothing is paid for yet", "", ""));
        for (String currency : currencies) tiles.add(revenue(currency));
        long live = tenants(TenantGroup::live);
        long seats = overview.now().stream()
                .map(Day::group)
                .filter(TenantGroup::live)
                .mapToLong(TenantGroup::seats)
                .sum();
        tiles.add(new Tile(
                "Live subscriptions", Show.number(live), Show.count(seats, "seat", "seats"), "", "/console/tenants"));
        long trials = tenants(standing(ProviderStatus.TRIALING));
        tiles.add(new Tile(
                "On trial", Show.number(trials), "not counted as revenue", "", "/console/tenants?status=trialing"));
        long late = tenants(standing(ProviderStatus.PAST_DUE)) + tenants(standing(ProviderStatus.UNPAID));
        tiles.add(new Tile(
                "Payment failed",
                Show.number(late),
                "past due or unpaid",
                late == 0 ? "" : "warn",
                "/console/tenants?status=past_due"));
        return tiles;
    }

    private Tile revenue(String currency) {
        Money now = sum(overview.now(), currency);
        LocalDate newest = overview.now().get(0).day();
        LocalDate then = newest.minusDays(COMPARED_DAYS);
        List<Day> before =
                overview.days().stream().filter(one -> one.day().equals(then)).toList();
        String name = "Recurring revenue a month" + (currencies().size() > 1 ? ", " + currency : "");
        if (before.isEmpty())
            return new Tile(
                    name,
                    Show.money(now),
                    overview.countedSince()
                            .map(day -> "counted since " + Show.day(day))
                            .orElse(""),
                    "",
                    "");
        long had = sum(before, currency).minorUnits();
        return new Tile(
                name, Show.money(now), change(now.minorUnits(), had) + " in " + COMPARED_DAYS + " days", "", "");
    }

    private static String change(long now, long had) {
        if (had == 0) return now == 0 ? "no change" : "new";
        double percent = 100.0 * (now - had) / had;
        return String.format(Locale.ROOT, "%s%.1f %%", percent >= 0 ? "+" : "−", Math.abs(percent));
    }

    private static Predicate<TenantGroup> standing(ProviderStatus status) {
        return group -> group.standing().filter(status::equals).isPresent();
    }

    private long tenants(Predicate<TenantGroup> which) {
        return overview.now().stream()
                .map(Day::group)
                .filter(which)
                .mapToLong(TenantGroup::tenants)
                .sum();
    }

    private List<String> currencies() {
        TreeSet<String> currencies = new TreeSet<>();
        overview.days().forEach(day -> day.revenue().ifPresent(money -> currencies.add(money.currency())));
        return List.copyOf(currencies);
    }

    private static Money sum(List<Day> days, String currency) {
        return days.stream()
                .map(Day::revenue)
                .flatMap(Optional::stream)
                .filter(money -> money.currency().equals(currency))
                .reduce(Money.none(currency), Money::plus);
    }

    private String name(String plan) {
        return catalog.plan(plan).map(Plan::name).orElse(plan);
    }

    Html charts() {
        List<Html> charts = new ArrayList<>();
        for (String currency : currencies()) charts.add(chart(currency));
        if (charts.isEmpty())
            charts.add(el("p", "Once something is paid for, this shows what it brings a month, day by day.")
                    .cls("card empty"));
        return Html.all(charts.stream());
    }

    private Html chart(String currency) {
        NavigableMap<LocalDate, List<Day>> byDay = new TreeMap<>();
        for (Day day : overview.days())
            byDay.computeIfAbsent(day.day(), any -> new ArrayList<>()).add(day);
        List<String> plans = plans(currency);
        Tables table = Tables.of("Recurring revenue a month by plan, in " + currency, "Day (UTC)");
        plans.forEach(plan -> table.figures(name(plan)));
        table.figures("Together");
        for (Map.Entry<LocalDate, List<Day>> one : byDay.descendingMap().entrySet()) {
            table.rowAt(
                    Html.text(Show.day(one.getKey())),
                    one.getKey().atStartOfDay(ZoneOffset.UTC).toEpochSecond());
            for (String plan : plans) {
                Money money = sum(
                        one.getValue().stream()
                                .filter(day -> day.group().plan().equals(plan))
                                .toList(),
                        currency);
                table.point(Show.money(money), Long.toString(money.minorUnits()));
            }
            table.figure(Show.money(sum(one.getValue(), currency)));
        }
        String since = overview.countedSince()
                .map(day -> " Counted since " + Show.day(day) + ", each day as it ended.")
                .orElse("");
        return Charts.of(
                "Recurring revenue a month, " + currency.toUpperCase(Locale.ROOT),
                "What is active or past due, at the catalogue's prices; a yearly price counts a twelfth. Trials, and what is unpaid or paused, do not count, nor do discounts."
                        + since + unpriced(),
                Charts.Kind.STACK,
                new Charts.Unit("money " + currency, Amounts.decimals(currency)),
                "day",
                table);
    }

    private String unpriced() {
        long unknown = tenants(group -> MonthlyRevenue.unpriced(group, catalog));
        return unknown == 0
                ? ""
                : " Without " + Show.count(unknown, "subscription", "subscriptions")
                        + " whose price is no longer in the catalogue.";
    }

    /** Plans with revenue in this currency, by rank. */
    private List<String> plans(String currency) {
        return overview.days().stream()
                .filter(day -> day.revenue()
                        .filter(money -> money.currency().equals(currency))
                        .isPresent())
                .map(day -> day.group().plan())
                .distinct()
                .sorted(Comparator.comparing((String plan) ->
                                catalog.plan(plan).map(Plan::rank).orElse(Integer.MAX_VALUE))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    Html status() {
        List<Charts.Share> shares = new ArrayList<>();
        for (ProviderStatus status : SHOWN)
            shares.add(new Charts.Share(status.word(), status.word(), tenants(standing(status))));
        return Charts.shares("Live subscriptions by status", "In the provider's words, as of the last count.", shares);
    }

    Html plans() {
        Tables table =
                Tables.of("Live subscriptions by plan", "Plan").figures("Live").figures("Seats");
        table.figures("Revenue a month");
        for (Plan plan : catalog.plans()) {
            if (!plan.free()) line(table, plan.name(), plan.key());
        }
        overview.now().stream()
                .map(day -> day.group().plan())
                .filter(key -> catalog.plan(key).isEmpty())
                .distinct()
                .forEach(key -> line(table, key, key));
        long without = tenants(group -> !group.live());
        String beside = without == 0
                ? "As of the last count."
                : "As of the last count; " + Show.count(without, "tenant", "tenants")
                        + (without == 1 ? " beside them has none." : " beside them have none.");
        return el(
                        "figure",
                        el(
                                "figcaption",
                                el("h3", "Live subscriptions by plan"),
                                el("p", beside).cls("hint")),
                        table.frame())
                .cls("chart card");
    }

    private void line(Tables table, String name, String key) {
        List<Day> its = overview.now().stream()
                .filter(day -> day.group().plan().equals(key) && day.group().live())
                .toList();
        String revenue = String.join(
                " + ",
                currencies().stream()
                        .map(currency -> sum(its, currency))
                        .filter(money -> money.minorUnits() > 0)
                        .map(Show::money)
                        .toList());
        table.row(el("a", name).attr("href", "/console/tenants?plan=" + Show.encoded(key)))
                .figure(its.stream().mapToLong(day -> day.group().tenants()).sum())
                .figure(its.stream().mapToLong(day -> day.group().seats()).sum())
                .figure(revenue.isEmpty() ? "–" : revenue);
    }
}
