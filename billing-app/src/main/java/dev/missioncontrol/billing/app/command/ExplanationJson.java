package dev.missioncontrol.billing.app.command;

import dev.missioncontrol.billing.account.Access;
import dev.missioncontrol.billing.account.CurrentSubscription;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import dev.missioncontrol.billing.store.AuditEntry;
import dev.missioncontrol.billing.store.CustomerBinding;
import dev.missioncontrol.billing.store.InboxEvent;
import dev.missioncontrol.billing.store.TenantRecord;
import dev.missioncontrol.billing.usecase.Explanation;
import dev.missioncontrol.billing.usecase.TenantStatus;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;

/** An explanation for programs. */
final class ExplanationJson {
    private ExplanationJson() {}

    static void write(PrintWriter out, Explanation told) {
        try (JsonOut to = new JsonOut(out)) {
            to.object()
                    .put("tenant", told.tenant().value())
                    .put("at", told.at().toString())
                    .put("firstSeen", told.record().map(TenantRecord::created))
                    .put("deleted", told.record().flatMap(TenantRecord::deleted));
            told.status()
                    .ifPresentOrElse(has -> current(to, "has", has.current()), () -> to.put("has", Optional.empty()));
            Optional<Access> access = told.status().map(TenantStatus::access);
            to.put("access", access.map(has -> has.level().name().toLowerCase(Locale.ROOT)))
                    .put("accessUntil", access.flatMap(Access::until))
                    .array("why");
            told.why().forEach(to::add);
            to.endArray()
                    .put("customer", told.customer().map(CustomerBinding::customer))
                    .put(
                            "customerGone",
                            told.customer().filter(CustomerBinding::gone).isPresent())
                    .put("checkout", told.checkout().map(one -> one.state().word()))
                    .array("subscriptions");
            told.subscriptions().forEach(one -> subscription(to, one));
            to.endArray().put("earlierLeftOut", told.earlierLeftOut()).array("timeline");
            told.timeline().forEach(entry -> entry(to, entry));
            to.endArray().array("unreadable");
            told.unreadable().forEach(to::add);
            to.endArray().end();
        }
    }

    private static void subscription(JsonOut to, Explanation.Reason one) {
        to.object()
                .put("id", one.subscription().id().value())
                .put("counts", one.counts())
                .put("why", one.sentence())
                .put("tenant", one.subscription().tenant())
                .put("quarantined", one.subscription().quarantined())
                .put("status", one.subscription().snapshot().map(SubscriptionSnapshot::status))
                .put("customer", one.subscription().snapshot().flatMap(SubscriptionSnapshot::customer))
                .put("provisional", one.subscription().provisional())
                .put("fetchDue", one.subscription().fetchDue())
                .put("basis", one.subscription().basis())
                .end();
    }

    private static void entry(JsonOut to, Explanation.Entry entry) {
        to.object().put("at", entry.at().toString());
        if (entry instanceof Explanation.Entry.Event event) event(to, event.event());
        else decision(to, ((Explanation.Entry.Decision) entry).entry());
        to.end();
    }

    private static void event(JsonOut to, InboxEvent event) {
        to.put("kind", "event")
                .put("id", event.id().value())
                .put("type", event.type())
                .put("created", event.created().toString())
                .put("subscription", event.subscription())
                .put("tenant", event.tenant())
                .put("outcome", event.outcome().word())
                .put("reason", event.reason());
    }

    private static void decision(JsonOut to, AuditEntry entry) {
        to.put("kind", "decision")
                .put("sequence", entry.sequence())
                .put("actor", entry.actor())
                .put("event", entry.event())
                .put("rule", entry.rule());
        current(to, "before", entry.before());
        current(to, "after", entry.after());
    }

    private static void current(JsonOut to, String name, CurrentSubscription has) {
        to.object(name)
                .put("plan", has.plan())
                .put("status", has.status().word())
                .put("seats", has.seats())
                .put("subscription", has.subscription())
                .put("interval", has.interval().map(BillingInterval::word))
                .put("currentPeriodEnd", has.currentPeriodEnd())
                .put("providerStatus", has.providerStatus())
                .put("cancelAt", has.cancelAt())
                .end();
    }
}
