package dev.missioncontrol.billing.http.pages;

import static dev.missioncontrol.billing.http.pages.Html.el;

import dev.missioncontrol.billing.account.PlanChange;
import dev.missioncontrol.billing.http.pages.Changing.Other;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.provider.ChangePreview;
import dev.missioncontrol.billing.provider.ChangePreview.Line;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a change costs, row by row, in plain words: the provider's own are about "unused time". */
final class Costs {
    private final BillingPageView view;
    private final Other other;
    private final ChangePreview costs;
    private final Wording wording;

    Costs(BillingPageView view, Other other, Wording wording) {
        this.view = view;
        this.other = other;
        this.wording = wording;
        costs = other.costs();
    }

    /** What it is, as a heading. */
    String title() {
        long more = other.seats() - other.seatsBefore();
        return switch (other.kind()) {
            case MORE_SEATS -> wording.say("proposal.title.more_seats", "seats", more);
            case FEWER_SEATS -> wording.say("proposal.title.fewer_seats", "seats", other.seats());
            case UPGRADE, DOWNGRADE, NONE ->
                wording.say("proposal.title.plan", "plan", other.plan().name());
            case LONGER_INTERVAL, SHORTER_INTERVAL -> wording.say("plan.change.every", "every", every().word());
        };
    }

    /** Today, then. */
    List<Html> rows() {
        List<Html> rows = new ArrayList<>();
        if (!other.kind().atOnce()) {
            String kept = view.held().onTrial() ? "proposal.kept.trial" : "proposal.kept";
            rows.add(row(
                    wording.say("proposal.today"),
                    wording.say(kept, "plan", view.held().plan().name(), "at", costs.effectiveAt()),
                    wording.money(costs.dueNow())));
            rows.add(row(wording.say("proposal.from", "at", costs.effectiveAt()), after(), recurring()));
            return rows;
        }
        today(rows);
        Optional<Instant> next = costs.nextPayment();
        rows.add(row(
                next.map(at -> wording.say("proposal.from", "at", at)).orElseGet(() -> wording.say("proposal.then")),
                after(),
                recurring()));
        return rows;
    }

    private void today(List<Html> rows) {
        List<Line> lines = costs.lines();
        long sum = lines.stream().mapToLong(line -> line.amount().minorUnits()).sum();
        long kept = costs.credit().minorUnits();
        long rest = costs.dueNow().minorUnits() - kept - sum;
        if (lines.isEmpty()) {
            String why = view.held().onTrial() ? "proposal.trial" : "proposal.free_of_charge";
            rows.add(row(wording.say("proposal.today"), wording.say(why), wording.money(costs.dueNow())));
            return;
        }
        boolean plain = other.kind() == PlanChange.MORE_SEATS
                && rest == 0
                && lines.stream().allMatch(Line::proration)
                && costs.nextPayment().isPresent();
        String why = plain
                ? wording.say(
                        "proposal.more_seats",
                        "seats",
                        other.seats() - other.seatsBefore(),
                        "at",
                        costs.nextPayment().get())
                : "";
        rows.add(row(wording.say("proposal.today"), why, wording.money(costs.dueNow())));
        if (!plain) {
            lines.forEach(line -> rows.add(part(words(line), line.amount())));
            if (rest != 0) rows.add(part(wording.say("proposal.rest"), money(rest)));
        }
        if (kept > 0) rows.add(part(wording.say("proposal.credit"), costs.credit()));
    }

    private String words(Line line) {
        if (!line.proration() && line.price().isEmpty()) return line.description();
        Optional<Plan> plan = line.price()
                .flatMap(price -> view.offer().plans().stream()
                        .filter(one -> one.prices().values().stream()
                                        .anyMatch(sold -> sold.id().equals(price))
                                || one.retiredPrices().contains(price))
                        .findFirst());
        if (plan.isEmpty()) return line.description();
        if (line.amount().minorUnits() < 0)
            return wording.say("proposal.line.back", "plan", plan.get().name());
        String named = named(plan.get(), line.quantity().orElse(1));
        return costs.nextPayment()
                .map(at -> wording.say("proposal.line.until", "plan", named, "at", at))
                .orElse(named);
    }

    private String after() {
        return named(other.plan(), other.seats());
    }

    private String named(Plan plan, long seats) {
        return !plan.perSeat() ? plan.name() : wording.say("proposal.plan.seats", "plan", plan.name(), "seats", seats);
    }

    private String recurring() {
        return other.interval()
                .map(interval -> wording.every(costs.recurring(), interval))
                .orElseGet(() -> wording.money(costs.recurring()));
    }

    private BillingInterval every() {
        return other.interval().orElse(BillingInterval.STANDARD);
    }

    private Money money(long minorUnits) {
        return new Money(minorUnits, costs.dueNow().currency());
    }

    private Html part(String words, Money amount) {
        return el("div", el("dt", words), el("dd", wording.money(amount))).cls("part");
    }

    static Html row(String when, String words, String amount) {
        Element term = el("dt", el("strong", when));
        if (!words.isEmpty()) term = term.with(el("span", words));
        return el("div", term, amount.isEmpty() ? Html.NONE : el("dd", amount));
    }
}
