package dev.missioncontrol.billing.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.provider.ChangePreview;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.ProviderStatus;
import dev.missioncontrol.billing.provider.SubscriptionChange;
import dev.missioncontrol.billing.provider.SubscriptionChange.Timing;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Has Stripe reckon what a change would cost, with discounts, tax and credit as they would be. */
final class PreviewCalls {
    private final StripeCalls calls;
    private final SubscriptionCalls subscriptions;

    PreviewCalls(StripeCalls calls, SubscriptionCalls subscriptions) {
        this.calls = calls;
        this.subscriptions = subscriptions;
    }

    ChangePreview preview(SubscriptionChange change) {
        SubscriptionAnswer before = subscriptions.standingFor(change);
        ChangeRejections.of(before, change).ifPresent(no -> {
            throw ProviderException.rejected("previewing a change", no);
        });
        Answer recurring = calls.post(
                "previewing a period",
                "/v1/invoices/create_preview",
                form(before, change).add("preview_mode", "recurring"));
        Money each = money(recurring, "total");
        Money none = Money.none(each.currency());
        Instant end = before.periodEnd(change.from());
        if (change.when() == Timing.PERIOD_END)
            return new ChangePreview(none, none, List.of(), each, end, Optional.of(end), Optional.empty());
        Instant now = change.prorationDate().orElseGet(() -> before.answer().at());
        // A trial that goes on has nothing to invoice, and Stripe would answer with the invoice of its end.
        if (before.is(ProviderStatus.TRIALING) && !change.endTrial())
            return new ChangePreview(
                    none, none, List.of(), each, now, change.trialEnd().or(() -> Optional.of(end)), Optional.empty());
        return atOnce(before, change, each, now);
    }

    private ChangePreview atOnce(SubscriptionAnswer before, SubscriptionChange change, Money each, Instant now) {
        Form form = form(before, change).add("subscription_details[proration_behavior]", "always_invoice");
        if (change.endTrial()) form.add("subscription_details[trial_end]", "now");
        else form.add("subscription_details[proration_date]", now.getEpochSecond());
        Answer invoice = calls.post("previewing a change", "/v1/invoices/create_preview", form);
        List<JsonNode> lines = Fields.objects(Fields.at(invoice.json(), "lines", "data"));
        Money due = money(invoice, "amount_due");
        Money total = money(invoice, "total");
        Instant next = lines.stream()
                .flatMap(line -> Fields.instant(line.path("period"), "end").stream())
                .max(Comparator.naturalOrder())
                .orElseGet(() -> before.periodEnd(change.from()));
        return new ChangePreview(
                new Money(Math.max(0, due.minorUnits()), due.currency()),
                new Money(Math.max(0, -total.minorUnits()), total.currency()),
                lines.stream().map(line -> line(invoice, line, due.currency())).toList(),
                each,
                now,
                Optional.of(next),
                change.endTrial() ? Optional.empty() : Optional.of(now));
    }

    private static Form form(SubscriptionAnswer before, SubscriptionChange change) {
        return new Form()
                .add("subscription", change.subscription())
                .with(ChangeCalls.items(before, change, "subscription_details[items]"));
    }

    private static ChangePreview.Line line(Answer answer, JsonNode line, String currency) {
        return new ChangePreview.Line(
                Fields.text(line, "description").orElse(""),
                new Money(answer.amount(line, "amount"), currency),
                InvoiceReader.isProration(line),
                InvoiceReader.price(line),
                Fields.number(line, "quantity"));
    }

    private static Money money(Answer answer, String name) {
        String currency = answer.require(Fields.text(answer.json(), "currency").filter(Money::isCurrency), "currency");
        return new Money(answer.amount(answer.json(), name), currency);
    }
}
