package dev.missioncontrol.billing.http;

import dev.missioncontrol.billing.id.InvoiceId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.provider.ChangePreview;
import dev.missioncontrol.billing.provider.Invoice;
import dev.missioncontrol.billing.provider.InvoicePage;
import dev.missioncontrol.billing.usecase.ChangeOutcome;
import dev.missioncontrol.billing.usecase.Preview;
import dev.missioncontrol.billing.usecase.TenantStatus;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the API answers about changes and invoices, in the order documented; absent values are null, never left out. */
final class ChangeAnswers {
    private ChangeAnswers() {}

    static Map<String, @Nullable Object> preview(Preview.Of preview) {
        ChangePreview costs = preview.costs();
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("change", preview.change().name().toLowerCase(Locale.ROOT));
        answer.put("plan", preview.after().plan().key());
        answer.put(
                "interval",
                preview.after().interval().map(BillingInterval::word).orElse(null));
        answer.put("seats", preview.after().seats());
        answer.put("effectiveAt", costs.effectiveAt().toString());
        answer.put("dueNow", money(costs.dueNow()));
        answer.put("credit", money(costs.credit()));
        answer.put("lines", costs.lines().stream().map(ChangeAnswers::line).toList());
        answer.put("recurring", money(costs.recurring()));
        answer.put("nextPayment", text(costs.nextPayment()));
        answer.put("endsTrial", preview.endsTrial());
        answer.put("previewedAt", text(costs.prorationDate()));
        answer.put("version", preview.version());
        return answer;
    }

    private static Map<String, @Nullable Object> line(ChangePreview.Line line) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("description", line.description());
        answer.put("amount", money(line.amount()));
        answer.put("proration", line.proration());
        answer.put("quantity", line.quantity().isPresent() ? line.quantity().getAsLong() : null);
        return answer;
    }

    static Map<String, @Nullable Object> outcome(ChangeOutcome outcome, TenantStatus status) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("outcome", word(outcome));
        answer.put(
                "at",
                outcome instanceof ChangeOutcome.Scheduled scheduled
                        ? scheduled.at().toString()
                        : null);
        answer.put(
                "url",
                outcome instanceof ChangeOutcome.PaymentNeeded needed
                        ? needed.url().toString()
                        : null);
        answer.put("status", Answers.status(status));
        return answer;
    }

    private static String word(ChangeOutcome outcome) {
        if (outcome instanceof ChangeOutcome.Scheduled) return "scheduled";
        return outcome instanceof ChangeOutcome.PaymentNeeded ? "payment_needed" : "applied";
    }

    static Map<String, @Nullable Object> invoices(InvoicePage page) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put(
                "invoices", page.invoices().stream().map(ChangeAnswers::invoice).toList());
        answer.put("after", page.next().map(InvoiceId::value).orElse(null));
        return answer;
    }

    private static Map<String, @Nullable Object> invoice(Invoice invoice) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("id", invoice.id().value());
        answer.put("number", invoice.number().orElse(null));
        answer.put("date", invoice.date().toString());
        answer.put("total", money(invoice.total()));
        answer.put("state", invoice.state().name().toLowerCase(Locale.ROOT));
        answer.put("url", text(invoice.hostedPage()));
        return answer;
    }

    static Map<String, Object> money(Money money) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("amount", money.minorUnits());
        answer.put("currency", money.currency());
        return answer;
    }

    private static @Nullable String text(Optional<?> value) {
        return value.map(Object::toString).orElse(null);
    }
}
