package dev.missioncontrol.billing.stripe.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.provider.ChangePreview;
import dev.missioncontrol.billing.provider.ProviderStatus;
import dev.missioncontrol.billing.provider.SubscriptionChange;
import dev.missioncontrol.billing.provider.SubscriptionChange.Timing;
import dev.missioncontrol.billing.sandbox.CancelShape;
import dev.missioncontrol.billing.sandbox.HostedInvoice;
import dev.missioncontrol.billing.sandbox.HostedSubscription;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Changes of a subscription, and what they would cost. */
final class SubscriptionChanges {
    /** What may be changed together with a change that waits for its payment. */
    private static final Set<String> ONCE_PAID =
            Set.of("expand", "items", "payment_behavior", "proration_behavior", "proration_date", "trial_end");

    /** What Stripe does about a change where it is told nothing. */
    private static final String CREATE_PRORATIONS = "create_prorations";

    /** Where a change has a part of a period to be charged for, or to be given back. */
    private static final Set<ProviderStatus> BILLED =
            Set.of(ProviderStatus.ACTIVE, ProviderStatus.PAST_DUE, ProviderStatus.UNPAID);

    private final WireState books;
    private final SubscriptionObjects subscriptions;
    private final ScheduleObjects schedules;
    private final CatalogObjects catalog;
    private final InvoiceObjects invoices;

    SubscriptionChanges(
            WireState books,
            SubscriptionObjects subscriptions,
            ScheduleObjects schedules,
            CatalogObjects catalog,
            InvoiceObjects invoices) {
        this.books = books;
        this.subscriptions = subscriptions;
        this.schedules = schedules;
        this.catalog = catalog;
        this.invoices = invoices;
    }

    ObjectNode update(WireCall call) {
        HostedSubscription before = subscriptions.require(call.id());
        requireSense(call, before);
        // What may be refused comes first: of a refused request nothing is done.
        if (call.has("items") || call.has("trial_end")) change(call, before);
        cancellation(call, before);
        if (call.at("metadata").isObject()) {
            Map<String, String> edits = new HashMap<>();
            call.at("metadata")
                    .properties()
                    .forEach(entry -> edits.put(entry.getKey(), entry.getValue().asText()));
            books.office.editMetadata(before.id(), edits);
        }
        return subscriptions.get(call.id());
    }

    /** What Stripe refuses by its meaning. */
    private void requireSense(WireCall call, HostedSubscription before) {
        boolean cancels = call.has("cancel_at") || call.has("cancel_at_period_end");
        if (call.has("cancel_at") && call.has("cancel_at_period_end"))
            throw WireError.refused(
                    "parameters_exclusive", "You can't set both `cancel_at` and `cancel_at_period_end`: choose one.");
        if (before.status().terminal() && !Set.of("metadata", "expand").containsAll(names(call)))
            throw WireError.refused("A canceled subscription can only update its cancellation_details and metadata.");
        Optional<String> schedule = schedules.governing(before);
        if (cancels && schedule.isPresent())
            throw WireError.refused("The subscription is managed by the subscription schedule `" + schedule.get()
                    + "`, and updating any cancelation behavior directly is not allowed. Please update the schedule"
                    + " instead.");
        if (call.text("payment_behavior").equals(Optional.of("pending_if_incomplete"))
                && !ONCE_PAID.containsAll(names(call)))
            throw WireError.refused("When `payment_behavior` is set to `pending_if_incomplete`, you can only pass"
                    + " supported params: "
                    + String.join(", ", ONCE_PAID.stream().sorted().toList()) + ".");
        requireEndWithPeriod(call, before);
    }

    /** A day to end on is that of the period there is: not of one that begins with the same request, or of a trial that it moves. */
    private void requireEndWithPeriod(WireCall call, HostedSubscription before) {
        Optional<Instant> end = call.time("cancel_at");
        if (end.isEmpty()) return;
        boolean moves = call.has("trial_end") || call.has("items") && begins(before, wanted(call, before));
        if (moves || !end.get().equals(before.periodEnd()))
            throw WireError.word("cancel_at", "The sandbox ends subscriptions with their period or at once only.");
    }

    private static Set<String> names(WireCall call) {
        Set<String> names = new java.util.HashSet<>();
        call.parameters().fieldNames().forEachRemaining(names::add);
        return names;
    }

    private void change(WireCall call, HostedSubscription before) {
        SubscriptionChange change = wanted(call, before);
        Optional<Instant> trialEnd = call.time("trial_end");
        if (trialEnd.isPresent()) change = movingTrial(before, change, trialEnd.get(), "trial_end");
        if (isSame(before, change) && !change.endTrial() && trialEnd.isEmpty()) return;
        String prorations = call.text("proration_behavior").orElse(CREATE_PRORATIONS);
        if (prorations.equals("none") && BILLED.contains(before.status()) && !begins(before, change)) {
            books.office.changeAtOnce(change, false);
            return;
        }
        requireInvoicedAtOnce(before, change, prorations, "proration_behavior");
        switch (call.text("payment_behavior").orElse("allow_incomplete")) {
            case "pending_if_incomplete" -> books.office.changeOncePaid(change);
            case "error_if_incomplete" -> {
                if (books.sandbox.nextPaymentFails(before.customer())) throw WireError.declined();
                books.office.changeOncePaid(change);
            }
            case "allow_incomplete" -> books.office.changeAtOnce(change, true);
            default ->
                throw WireError.word(
                        "payment_behavior",
                        "The sandbox charges for a change by itself: payment_behavior must be allow_incomplete,"
                                + " error_if_incomplete or pending_if_incomplete.");
        }
    }

    /** What a change costs is on an invoice of its own here: nothing waits for the next one, as at Stripe it does by default. */
    private void requireInvoicedAtOnce(
            HostedSubscription before, SubscriptionChange change, String prorations, String name) {
        boolean nothingProrated = !BILLED.contains(before.status());
        if (nothingProrated || prorations.equals("always_invoice")) return;
        boolean begins = begins(before, change);
        // A period that begins anew is invoiced at once in any case.
        if (begins && prorations.equals(CREATE_PRORATIONS)) return;
        throw WireError.word(
                name,
                begins
                        ? "The sandbox gives back what is unused of the interval before: " + name
                                + " must be always_invoice or create_prorations."
                        : "The sandbox adds nothing to the next invoice: " + name + " must be always_invoice, or none"
                                + " for a change that is never charged for; without it Stripe takes create_prorations.");
    }

    private boolean begins(HostedSubscription before, SubscriptionChange change) {
        return books.office
                .price(change.to())
                .filter(price -> price.interval() == before.interval())
                .isEmpty();
    }

    private static boolean isSame(HostedSubscription before, SubscriptionChange change) {
        return change.to().equals(before.price()) && change.quantity() == before.quantity();
    }

    private SubscriptionChange movingTrial(
            HostedSubscription before, SubscriptionChange change, Instant end, String name) {
        if (before.status() != ProviderStatus.TRIALING)
            throw WireError.word(name, "The sandbox moves the end of a trial that goes on, and begins none.");
        if (!end.isAfter(books.now()))
            throw WireError.word(name, "Timestamp must be an integer Unix timestamp in the future.");
        return change.endingTrialAt(end);
    }

    private SubscriptionChange wanted(WireCall call, HostedSubscription before) {
        return change(before, call.at("items"), "items", call.text("trial_end"), call.time("proration_date"));
    }

    private SubscriptionChange change(
            HostedSubscription before,
            JsonNode items,
            String name,
            Optional<String> trialEnd,
            Optional<Instant> prorationDate) {
        if (items.size() > 1) throw WireError.word(name, "The sandbox's subscriptions have one item; change that one.");
        JsonNode item = items.path(0);
        String mine = "si_" + before.id().value() + "_0";
        if (item.isObject() && !item.path("id").asText(mine).equals(mine))
            throw WireError.missingParameter(
                    "subscription item", item.path("id").asText(), name + "[0][id]");
        PriceId price = item.has("price")
                ? catalog.require(item.path("price").asText(), name + "[0][price]")
                        .id()
                : before.price();
        long quantity = item.has("quantity") ? item.path("quantity").longValue() : before.quantity();
        return new SubscriptionChange(
                before.id(),
                before.price(),
                price,
                quantity,
                Timing.NOW,
                trialEnd.equals(Optional.of("now")),
                prorationDate,
                false,
                Optional.empty());
    }

    private void cancellation(WireCall call, HostedSubscription before) {
        boolean classic = before.cancelShape().equals(Optional.of(CancelShape.CLASSIC));
        if (call.has("cancel_at_period_end")) {
            if (call.isTrue("cancel_at_period_end")) books.office.cancelAtPeriodEnd(before.id(), CancelShape.CLASSIC);
            else if (classic) books.office.keep(before.id());
        }
        if (!call.has("cancel_at")) return;
        if (call.at("cancel_at").isNull()) {
            if (!classic) books.office.keep(before.id());
            return;
        }
        books.office.cancelAtPeriodEnd(before.id(), CancelShape.FLEXIBLE);
    }

    ObjectNode cancel(WireCall call, String key) {
        HostedSubscription before = subscriptions.require(call.id());
        if (before.status().terminal()) throw WireError.missing("subscription", call.id());
        books.sandbox.cancelSubscription(before.id(), Timing.NOW, key);
        schedules.end(before);
        return subscriptions.get(call.id());
    }

    ObjectNode resume(WireCall call) {
        HostedSubscription before = subscriptions.require(call.id());
        if (before.status() != ProviderStatus.PAUSED)
            throw WireError.refused(
                    "You can't resume a subscription that is " + before.status().word() + ": only a paused one.");
        if (call.text("billing_cycle_anchor").equals(Optional.of("unchanged")))
            throw WireError.word(
                    "billing_cycle_anchor",
                    "In the sandbox a period begins with it: billing_cycle_anchor must be now.");
        books.office.resumePaused(before.id());
        return subscriptions.get(call.id());
    }

    /** The invoice that a change would make, or with {@code preview_mode=recurring} that of a later period. */
    ObjectNode preview(WireCall call) {
        HostedSubscription before = subscriptions.require(call.require("subscription"));
        JsonNode details = call.at("subscription_details");
        SubscriptionChange change = change(
                before,
                details.path("items"),
                "subscription_details[items]",
                Optional.ofNullable(details.path("trial_end").textValue()),
                WireCall.time(details.path("proration_date")));
        Optional<Instant> trialEnd = WireCall.time(details.path("trial_end"));
        if (trialEnd.isPresent())
            change = movingTrial(before, change, trialEnd.get(), "subscription_details[trial_end]");
        boolean recurring = call.text("preview_mode").equals(Optional.of("recurring"));
        if (!recurring && !isSame(before, change))
            requireInvoicedAtOnce(
                    before,
                    change,
                    details.path("proration_behavior").asText(CREATE_PRORATIONS),
                    "subscription_details[proration_behavior]");
        ChangePreview preview = books.sandbox.previewChange(change);
        if (recurring) return drawn(before, change, preview.recurring(), preview.recurring(), List.of());
        long total = preview.lines().stream()
                .mapToLong(line -> line.amount().minorUnits())
                .sum();
        return drawn(before, change, new Money(total, preview.dueNow().currency()), preview.dueNow(), preview.lines())
                .put("starting_balance", total > 0 ? preview.dueNow().minorUnits() - total : 0);
    }

    private ObjectNode drawn(
            HostedSubscription before,
            SubscriptionChange change,
            Money total,
            Money due,
            List<ChangePreview.Line> lines) {
        ObjectNode json = invoices.blank(before.id(), total);
        json.put("id", "upcoming_in_" + before.id().value())
                .put("customer", before.customer().value());
        json.put("amount_due", due.minorUnits()).put("amount_remaining", due.minorUnits());
        json.put("billing_reason", "upcoming").put("status", "draft");
        json.put("created", books.now().getEpochSecond());
        Instant next = books.sandbox.previewChange(change).nextPayment().orElse(before.periodEnd());
        List<ObjectNode> drawn = new ArrayList<>();
        for (ChangePreview.Line line : lines)
            drawn.add(invoices.line(
                    new HostedInvoice.Line(
                            line.description(),
                            line.amount(),
                            line.proration(),
                            line.price().orElseThrow(),
                            line.quantity().orElseThrow(),
                            books.now(),
                            next),
                    before.id(),
                    "il_tmp_" + drawn.size()));
        json.set("lines", WireShapes.list("/v1/invoices/upcoming/lines", drawn, false));
        return json;
    }
}
