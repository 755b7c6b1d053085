package dev.missioncontrol.billing.http.console;

import static dev.missioncontrol.billing.http.pages.Html.el;

import dev.missioncontrol.billing.http.pages.Element;
import dev.missioncontrol.billing.http.pages.Html;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.usecase.Overview;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The whole installation at a glance. */
public final class OverviewPage {
    /** How far back it looks unless asked otherwise, in days: a quarter. */
    public static final int USUAL_RANGE = 90;

    private static final int YEAR = 365;

    /** Ranges that can be chosen, in days. */
    public static final List<Integer> RANGES = List.of(30, USUAL_RANGE, YEAR);

    private OverviewPage() {}

    /**
     * The whole document.
     *
     * @param sweepInterval how often a sweep is due
     * @param days how far back its history goes
     */
    public static String render(
            ConsoleChrome chrome, Overview overview, PlanCatalog catalog, Duration sweepInterval, int days) {
        Revenue revenue = new Revenue(overview, catalog);
        Traffic traffic = new Traffic(overview, sweepInterval);
        List<Html> content = new ArrayList<>();
        content.add(el("div", el("div", el("h1", "Overview"), freshness(overview)), ranges(days))
                .cls("title"));
        content.add(el("section", el("h2", "Now").cls("visually-hidden"), tiles(revenue, traffic)));
        content.add(el("section", el("h2", "Revenue and subscriptions"))
                .with(revenue.charts())
                .with(el("div", revenue.status(), revenue.plans()).cls("pair")));
        content.add(el("section", el("h2", "Webhooks and the provider"))
                .with(el("div", traffic.rate(), traffic.lag()).cls("pair"))
                .with(el("div", traffic.outcomes(), traffic.sweeps()).cls("pair")));
        return ConsoleShell.page("Overview", chrome, ConsoleShell.Place.OVERVIEW, content.toArray(new Html[0]));
    }

    private static Html freshness(Overview overview) {
        String counted = overview.countedAt()
                .map(at -> "Tenants counted " + Show.ago(at, overview.at()) + ", at ")
                .orElse("Tenants are being counted for the first time. ");
        return el(
                        "p",
                        Html.text(counted),
                        overview.countedAt().<Html>map(Show::moment).orElse(Html.text("Reload in a minute.")))
                .cls("hint");
    }

    private static Html ranges(int days) {
        Element list = el("ul");
        for (int range : RANGES) {
            String label = range == YEAR ? "A year" : range + " days";
            Element link = el("a", label).attr("href", "/console?days=" + range);
            list = list.with(el("li", range == days ? link.attr("aria-current", "true") : link));
        }
        return el("nav", list).attr("aria-label", "How far back").cls("tabs small");
    }

    private static Html tiles(Revenue revenue, Traffic traffic) {
        Element tiles = el("dl").cls("tiles");
        for (Tile tile : revenue.tiles()) tiles = tiles.with(tile.element());
        for (Tile tile : traffic.tiles()) tiles = tiles.with(tile.element());
        return tiles;
    }

    /**
     * One figure.
     *
     * @param name what it is
     * @param value the figure
     * @param beside what is to be said about it
     * @param look a class: empty, {@code warn} or {@code bad}
     * @param address where it leads; empty for nowhere
     */
    record Tile(String name, String value, String beside, String look, String address) {
        Html element() {
            Html figure = address.isEmpty() ? Html.text(value) : el("a", value).attr("href", address);
            Element tile =
                    el("div", el("dt", name), el("dd", figure), el("dd", beside).cls("beside"));
            return look.isEmpty() ? tile : tile.cls(look);
        }
    }
}
