package dev.missioncontrol.billing.http;

import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.account.SubscriptionStatus;
import dev.missioncontrol.billing.http.console.InboxPage;
import dev.missioncontrol.billing.http.console.OverviewPage;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.store.InboxRow;
import dev.missioncontrol.billing.store.Listings.EventPlace;
import dev.missioncontrol.billing.store.Listings.TenantFilter;
import dev.missioncontrol.billing.store.Listings.TenantLine;
import dev.missioncontrol.billing.usecase.FindTenants;
import dev.missioncontrol.billing.usecase.Operations;
import dev.missioncontrol.billing.usecase.ShowOverview;
import io.javalin.http.Context;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the console is asked for, out of a request, for its pages and its API alike. */
final class ConsoleQueries {
    /** Tenants or events on one page. */
    static final int PAGE = 50;

    private ConsoleQueries() {}

    /** What a search found. */
    record Found(
            String typed,
            TenantFilter filter,
            List<TenantLine> tenants,
            Optional<FindTenants.Nobodys> nobodys,
            List<String> unreadable,
            Optional<TenantId> next) {
        private static Found nothing(String typed, TenantFilter filter) {
            return new Found(typed, filter, List.of(), Optional.empty(), List.of(), Optional.empty());
        }
    }

    static int days(Context ctx) {
        String sentence = "\"days\" is a number from 1 to " + ShowOverview.MOST_DAYS + ".";
        return (int) new BoundedNumber(OverviewPage.USUAL_RANGE, 1, ShowOverview.MOST_DAYS)
                .of(ctx.queryParam("days"), () -> malformed("days", sentence));
    }

    /** A text that is an id of the provider finds what it belongs to; any other is the beginning of a tenant's id. */
    static Found tenants(Context ctx, Operations operations, PlanCatalog catalog) {
        String typed = text(ctx, "q");
        Optional<String> plan = Optional.of(text(ctx, "plan"))
                .filter(word -> !word.isEmpty())
                .map(word -> catalog.named(word).map(Plan::key).orElse(word));
        TenantFilter filter = new TenantFilter(typed, plan, status(ctx));
        if (!typed.isEmpty() && !filter.byWhatTheyHave()) {
            FindTenants.Found found = operations.findByProvidersId(typed);
            if (!found.nothing())
                return new Found(typed, filter, found.tenants(), found.nobodys(), found.unreadable(), Optional.empty());
        }
        if (!typed.isEmpty() && TenantId.parse(typed).isEmpty()) return Found.nothing(typed, filter);
        Optional<TenantId> after = TenantId.parse(text(ctx, "after"));
        FindTenants.Page page = operations.tenants(filter, after, PAGE);
        return new Found(typed, filter, page.tenants(), Optional.empty(), page.unreadable(), page.next());
    }

    private static Optional<SubscriptionStatus> status(Context ctx) {
        String word = text(ctx, "status");
        if (word.isEmpty()) return Optional.empty();
        return Optional.of(SubscriptionStatus.of(word)
                .orElseThrow(() -> malformed("status", "The status is active, trialing, past_due or canceled.")));
    }

    static TenantId tenant(@Nullable String id) {
        return TenantId.parse(Optional.ofNullable(id).orElse(""))
                .orElseThrow(() -> malformed("id", "\"id\" is the id of a tenant."));
    }

    static InboxRow event(@Nullable String id, Operations operations) {
        EventId event = EventId.parse(Optional.ofNullable(id).orElse(""))
                .orElseThrow(() -> malformed("id", "\"id\" is the id of an event."));
        return operations
                .event(event)
                .orElseThrow(() -> new Problem(404, "unknown_event", "There is no such event; old ones are removed."));
    }

    static EventOutcome kind(Context ctx) {
        String word = text(ctx, "outcome");
        if (word.isEmpty()) return InboxPage.KINDS.get(0);
        return InboxPage.KINDS.stream()
                .filter(kind -> kind.word().equals(word))
                .findFirst()
                .orElseThrow(() -> malformed("outcome", "The outcome is quarantined, dead, unbound or failed."));
    }

    static Operations.Events events(Context ctx, Operations operations, EventOutcome kind) {
        return operations.events(kind, place(ctx), PAGE);
    }

    private static Optional<EventPlace> place(Context ctx) {
        String received = text(ctx, "received");
        String event = text(ctx, "event");
        if (received.isEmpty() && event.isEmpty()) return Optional.empty();
        try {
            return Optional.of(new EventPlace(Instant.parse(received), new EventId(event)));
        } catch (DateTimeParseException | IllegalArgumentException odd) {
            throw malformed("received", "Send as \"received\" and \"event\" what the last page answered.");
        }
    }

    private static String text(Context ctx, String name) {
        return Optional.ofNullable(ctx.queryParam(name)).orElse("").strip();
    }

    private static Problem malformed(String field, String sentence) {
        return new Problem(400, "malformed_query", sentence, field, 0);
    }
}
