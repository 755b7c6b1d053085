package dev.missioncontrol.billing.http;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.account.Milestone;
import dev.missioncontrol.billing.http.pages.Chrome;
import dev.missioncontrol.billing.http.pages.HistoryPart;
import dev.missioncontrol.billing.http.pages.Html;
import dev.missioncontrol.billing.http.pages.InvoicesPart;
import dev.missioncontrol.billing.http.pages.PagePart;
import dev.missioncontrol.billing.http.pages.PartSection;
import dev.missioncontrol.billing.http.pages.PaymentPart;
import dev.missioncontrol.billing.id.InvoiceId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.InvoicePage;
import dev.missioncontrol.billing.provider.PaymentDetails;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.usecase.ShowHistory;
import dev.missioncontrol.billing.usecase.TenantStatus;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the page shows of the provider's: never on every view, but for one section that was asked for. So a page is whole and quick
 * while the provider is slow or away, and looking at it costs no calls.
 */
final class PageParts {
    /** Invoices shown at once: half a year of monthly ones. */
    static final int INVOICES = 6;

    /** Things that happened shown at once, unless one page of decisions holds more. */
    private static final int STORY = 8;

    /** Pages of decisions looked through for them: most decisions change nothing that is told. */
    private static final int MOST_PAGES = 5;

    private final Billing billing;
    private final ProviderCalls calls;

    PageParts(Billing billing, ProviderCalls calls) {
        this.billing = billing;
        this.calls = calls;
    }

    /** All sections, closed but for the one that the address asks for; none for who never had a subscription. */
    Html all(Context ctx, PageSessions.Session session, TenantStatus status, Chrome chrome) {
        Optional<PaymentPart.Email> email = Optional.ofNullable(ctx.attribute(PartRoutes.EMAIL));
        if (status.current().subscription().isEmpty()) return Html.NONE;
        Optional<PagePart> open = email.isPresent()
                ? Optional.of(PagePart.PAYMENT)
                : Optional.ofNullable(ctx.queryParam("show")).flatMap(PagePart::of);
        List<Html> sections = new ArrayList<>();
        for (PagePart part : PagePart.values())
            sections.add(
                    open.filter(part::equals).isPresent()
                            ? PartSection.open(part, chrome.locale(), opened(part, ctx, session, status, chrome, email))
                            : PartSection.closed(part, chrome.locale()));
        return Html.all(sections.stream());
    }

    private Html opened(
            PagePart part,
            Context ctx,
            PageSessions.Session session,
            TenantStatus status,
            Chrome chrome,
            Optional<PaymentPart.Email> email) {
        try {
            return content(part, ctx, session, status, chrome, email);
        } catch (ProviderException | Problem unavailable) {
            return PartSection.failure(part, chrome.locale());
        }
    }

    /**
     * What a section holds.
     *
     * @throws ProviderException if the provider could not be asked
     * @throws Problem if it was asked too often
     */
    Html content(
            PagePart part,
            Context ctx,
            PageSessions.Session session,
            TenantStatus status,
            Chrome chrome,
            Optional<PaymentPart.Email> email) {
        return switch (part) {
            case PAYMENT -> payment(ctx, session, status, chrome, email);
            case INVOICES -> invoices(ctx, session.tenant(), chrome);
            case HISTORY -> calls.recall(session.tenant(), () -> history(ctx, session.tenant(), chrome));
        };
    }

    private Html payment(
            Context ctx,
            PageSessions.Session session,
            TenantStatus status,
            Chrome chrome,
            Optional<PaymentPart.Email> email) {
        if (!billing.mayOpenPortal(session.tenant())) return PartSection.elsewhere(PagePart.PAYMENT, chrome);
        PaymentDetails details = calls.look(session.tenant(), () -> billing.paymentDetails(session.tenant()));
        boolean saved = "email".equals(ctx.queryParam("saved"));
        PaymentPart.Email shown = email.orElse(new PaymentPart.Email("", Optional.empty(), saved));
        return new PaymentPart(details, status.current().nextPayment(), session.manage(), billing.now(), shown, chrome)
                .html();
    }

    private Html invoices(Context ctx, TenantId tenant, Chrome chrome) {
        Optional<InvoiceId> after = Optional.ofNullable(ctx.queryParam("after")).map(ChangeRoutes::invoice);
        InvoicePage page = calls.look(tenant, () -> billing.invoices(tenant, after, INVOICES));
        boolean none = page.invoices().isEmpty() && page.next().isEmpty() && after.isEmpty();
        // Of a customer that is gone they can still be read.
        if (none && !billing.mayOpenPortal(tenant)) return PartSection.elsewhere(PagePart.INVOICES, chrome);
        return new InvoicesPart(page, after.isEmpty(), chrome.locale()).html();
    }

    private Html history(Context ctx, TenantId tenant, Chrome chrome) {
        OptionalLong before = ApiRoutes.before(ctx.queryParam("before"));
        boolean first = before.isEmpty();
        List<HistoryPart.Line> entries = new ArrayList<>();
        for (int page = 0; page < MOST_PAGES && entries.size() < STORY; page++) {
            ShowHistory.History some = billing.history(tenant, before);
            entries.addAll(lines(some));
            before = some.before();
            if (before.isEmpty()) break;
        }
        return new HistoryPart(entries, before, first, billing.catalog(), chrome.locale()).html();
    }

    /** Newest first, what can't be read in its place among the others. */
    private static List<HistoryPart.Line> lines(ShowHistory.History some) {
        SortedMap<Long, List<HistoryPart.Line>> lines = new TreeMap<>(Comparator.reverseOrder());
        for (long number : some.unreadable()) lines.put(number, List.of(new HistoryPart.Unreadable(number)));
        for (ShowHistory.Change change : some.changes()) {
            List<HistoryPart.Line> told = new ArrayList<>();
            for (Milestone milestone : change.milestones()) told.add(new HistoryPart.Entry(change.at(), milestone));
            Collections.reverse(told);
            lines.put(change.sequence(), told);
        }
        return lines.values().stream().flatMap(List::stream).toList();
    }
}
