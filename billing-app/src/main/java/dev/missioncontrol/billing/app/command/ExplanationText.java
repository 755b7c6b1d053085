package dev.missioncontrol.billing.app.command;

import dev.missioncontrol.billing.account.CurrentSubscription;
import dev.missioncontrol.billing.store.AuditEntry;
import dev.missioncontrol.billing.store.InboxEvent;
import dev.missioncontrol.billing.usecase.Explanation;
import dev.missioncontrol.billing.usecase.TenantStatus;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** An explanation for people, on one screen unless the whole time line is wanted. */
final class ExplanationText {
    /** Entries of the time line that leave room for the rest on a screen. */
    private static final int ON_A_SCREEN = 15;

    private final PrintWriter out;
    private final Explanation told;
    private final boolean all;

    ExplanationText(PrintWriter out, Explanation told, boolean all) {
        this.out = out;
        this.told = told;
        this.all = all;
    }

    void write() {
        out.println("Tenant " + told.tenant() + ": "
                + told.status().map(ExplanationText::words).orElse("what it has can't be read"));
        told.why().forEach(sentence -> out.println("  " + sentence));
        out.println("Customer: "
                + told.customer()
                        .map(bound ->
                                bound.customer() + " (" + bound.provider() + (bound.livemode() ? ", live" : ", test")
                                        + (bound.gone() ? ", deleted there" : "") + ")")
                        .orElse("none"));
        told.checkout()
                .ifPresent(one -> out.println(
                        "Newest checkout: " + one.plan() + " " + one.interval().word() + " " + one.seats() + ", "
                                + one.state().word() + ", begun " + seconds(one.created())));
        told.subscriptions()
                .forEach(one -> out.println(
                        (one.counts() ? "* " : "- ") + one.subscription().id() + " " + one.sentence()));
        told.unreadable().forEach(row -> out.println("Left out, since it can't be read: " + row));
        if (!told.unreadable().isEmpty()) out.println("Mend what can't be read by hand or from a backup.");
        timeline();
    }

    private void timeline() {
        int size = told.timeline().size();
        int from = all ? 0 : Math.max(0, size - ON_A_SCREEN);
        List<Explanation.Entry> shown = told.timeline().subList(from, size);
        if (from > 0) out.println(from + " entries before these; --all shows them.");
        else if (told.earlierLeftOut()) out.println("There were entries before these that are not told.");
        shown.forEach(entry -> out.println(seconds(entry.at()) + "  " + line(entry)));
        if (size == 0) out.println("Nothing happened.");
    }

    private static String line(Explanation.Entry entry) {
        if (entry instanceof Explanation.Entry.Event event) return line(event.event());
        return line(((Explanation.Entry.Decision) entry).entry());
    }

    private static String line(InboxEvent event) {
        return event.type() + " " + event.id()
                + event.subscription().map(id -> " of " + id).orElse("") + ": "
                + event.outcome().word() + ", " + event.reason();
    }

    private static String line(AuditEntry entry) {
        String what = "  decided by " + entry.actor() + ": " + entry.rule();
        return entry.before().sameStateAs(entry.after())
                ? what
                : what + ": " + words(entry.before()) + " -> " + words(entry.after());
    }

    private static String words(TenantStatus status) {
        return words(status.current()) + ", access "
                + status.access().level().name().toLowerCase(Locale.ROOT)
                + status.access().until().map(at -> " until " + seconds(at)).orElse("");
    }

    private static String words(CurrentSubscription has) {
        return has.plan() + ", " + has.status().word() + ", " + has.seats() + (has.seats() == 1 ? " seat" : " seats");
    }

    private static Instant seconds(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS);
    }
}
