package dev.missioncontrol.billing.http.console;

import static dev.missioncontrol.billing.http.pages.Html.el;

import dev.missioncontrol.billing.account.CurrentSubscription;
import dev.missioncontrol.billing.account.SubscriptionStatus;
import dev.missioncontrol.billing.http.pages.Element;
import dev.missioncontrol.billing.http.pages.Html;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.store.Listings.TenantFilter;
import dev.missioncontrol.billing.store.Listings.TenantLine;
import dev.missioncontrol.billing.store.StoredSubscription;
import dev.missioncontrol.billing.usecase.FindTenants;
import java.util.List;
import java.util.Optional;

/** The list of tenants: searched, filtered, in pages. */
public final class TenantsPage {
    /**
     * What it shows.
     *
     * @param typed what was searched for
     * @param filter what was filtered by
     * @param tenants the page
     * @param nobodys a subscription with the id that was searched for, which is nobody's yet
     * @param unreadable what can't be read, in words
     * @param next the last tenant of the page, if there are more behind it
     * @param plans what can be filtered by
     */
    public record View(
            String typed,
            TenantFilter filter,
            List<TenantLine> tenants,
            Optional<FindTenants.Nobodys> nobodys,
            List<String> unreadable,
            Optional<TenantId> next,
            List<Plan> plans) {}

    private TenantsPage() {}

    /** The whole document. */
    public static String render(ConsoleChrome chrome, View view) {
        return ConsoleShell.page(
                "Tenants",
                chrome,
                ConsoleShell.Place.TENANTS,
                el("h1", "Tenants"),
                search(view),
                view.nobodys().<Html>map(TenantsPage::nobodys).orElse(Html.NONE),
                Show.unreadable(view.unreadable()),
                view.tenants().isEmpty() ? nothing(view) : list(view),
                more(view));
    }

    private static Html search(View view) {
        Element plan = el("select")
                .id("plan")
                .attr("name", "plan")
                .with(option("", "Any plan", view.filter().plan()));
        for (Plan one : view.plans())
            plan = plan.with(option(one.key(), one.name(), view.filter().plan()));
        Element status = el("select")
                .id("status")
                .attr("name", "status")
                .with(option("", "Any status", view.filter().status().map(SubscriptionStatus::word)));
        for (SubscriptionStatus one : SubscriptionStatus.values())
            status = status.with(option(
                    one.word(), Show.words(one.word()), view.filter().status().map(SubscriptionStatus::word)));
        return el(
                        "form",
                        field(
                                "q",
                                "Tenant, customer or subscription",
                                el("input")
                                        .id("q")
                                        .attr("type", "search")
                                        .attr("name", "q")
                                        .attr("value", view.typed())
                                        .attr("placeholder", "acme, cus_…, sub_…, evt_…")
                                        .attr("maxlength", 255)
                                        .attr("autocomplete", "off")
                                        .attr("autocapitalize", "none")
                                        .attr("spellcheck", "false")),
                        field("plan", "Plan", plan),
                        field("status", "Status", status),
                        el("button", "Search").cls("button primary").attr("type", "submit"))
                .attr("method", "get")
                .attr("action", "/console/tenants")
                .attr("role", "search")
                .cls("search card");
    }

    private static Html field(String id, String label, Html input) {
        return el("div", el("label", label).attr("for", id), input).cls("field");
    }

    private static Element option(String value, String label, Optional<String> chosen) {
        return el("option", label)
                .attr("value", value)
                .flag("selected", chosen.orElse("").equals(value));
    }

    private static Html nobodys(FindTenants.Nobodys subscription) {
        return el(
                        "p",
                        Html.text("The subscription "),
                        Show.id(subscription.id().value()),
                        Html.text(
                                subscription.quarantined()
                                        ? " is quarantined: its signs disagree about whose it is. "
                                        : " is nobody's yet. "),
                        el("a", "Look in the inbox").attr("href", "/console/inbox"))
                .cls("note");
    }

    private static Html nothing(View view) {
        if (!view.unreadable().isEmpty()) return Html.NONE;
        boolean any = view.typed().isEmpty() && !view.filter().byWhatTheyHave();
        return el(
                        "p",
                        any
                                ? "There is no tenant yet. The first one appears with its first checkout."
                                : "No tenant fits. A search finds the beginning of a tenant's id, or the whole id of a customer, a subscription or an event.")
                .cls("card empty");
    }

    private static Html list(View view) {
        Tables table = Tables.of("Tenants", "Tenant", "Plan", "Status").figures("Seats");
        table.column("Interval").column("Renews or ends").column("Customer").column("Subscription");
        for (TenantLine line : view.tenants()) {
            table.row(Show.tenant(line.tenant()));
            Optional<CurrentSubscription> has = line.has().map(StoredSubscription::current);
            if (has.isEmpty()) {
                table.cell(free(view))
                        .cell(el("span", "nothing yet").cls("hint"))
                        .figure("");
                table.cell("").cell("").cell("").cell("");
                continue;
            }
            CurrentSubscription current = has.get();
            table.cell(current.plan())
                    .cell(Show.state(current.status().word()))
                    .figure(current.seats())
                    .cell(current.interval().map(each -> each.word()).orElse(""))
                    .cell(ends(current))
                    .cell(line.has()
                            .flatMap(StoredSubscription::customer)
                            .map(CustomerId::value)
                            .<Html>map(Show::id)
                            .orElse(Html.NONE))
                    .cell(current.subscription()
                            .map(SubscriptionId::value)
                            .<Html>map(Show::id)
                            .orElse(Html.NONE));
        }
        return table.frame();
    }

    /** What those have of whom nothing was ever derived, by its key as in the other rows. */
    private static String free(View view) {
        return view.plans().stream()
                .filter(Plan::free)
                .map(Plan::key)
                .findFirst()
                .orElse("");
    }

    private static String ends(CurrentSubscription current) {
        return current.cancelAt()
                .map(at -> (current.live() ? "ends " : "ended ") + Show.day(at))
                .or(() -> current.currentPeriodEnd().map(Show::day))
                .orElse("");
    }

    private static Html more(View view) {
        if (view.next().isEmpty()) return Html.NONE;
        String address = "/console/tenants?q=" + Show.encoded(view.typed()) + "&plan="
                + Show.encoded(view.filter().plan().orElse("")) + "&status="
                + view.filter().status().map(SubscriptionStatus::word).orElse("") + "&after="
                + Show.encoded(view.next().get().value());
        return Show.nextPage(address);
    }
}
