package dev.missioncontrol.billing.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.ProviderStatus;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A subscription as it stands before it is changed, with what only a change needs to know.
 *
 * @param answer what it came in
 * @param json all of it, its schedule expanded
 * @param snapshot what everybody else knows of it
 */
record SubscriptionAnswer(Answer answer, JsonNode json, SubscriptionSnapshot snapshot) {
    String path() {
        return SubscriptionCalls.path(snapshot.id());
    }

    boolean is(ProviderStatus status) {
        return snapshot.knownStatus().filter(status::equals).isPresent();
    }

    /** Whether it exists for its customer: neither ended nor never begun, nor of a status that we don't know. */
    boolean live() {
        return snapshot.knownStatus().filter(ProviderStatus::live).isPresent();
    }

    /** Whether what it holds is paid for, or on trial. */
    boolean paid() {
        return snapshot.knownStatus().filter(ProviderStatus::paid).isPresent();
    }

    /** The id of its line with this price. */
    Optional<String> line(PriceId price) {
        return lines().stream()
                .filter(item -> ItemReader.price(item).filter(price::equals).isPresent())
                .findFirst()
                .flatMap(item -> Fields.identifier(item, "id"));
    }

    /** Whether a line is that already. */
    boolean has(PriceId price, long quantity) {
        return lines().stream()
                .filter(item -> ItemReader.price(item).filter(price::equals).isPresent())
                .anyMatch(item -> Fields.number(item, "quantity").equals(OptionalLong.of(quantity)));
    }

    /** How many there are of a line; nothing if there is none. */
    Optional<Long> quantity(PriceId price) {
        return lines().stream()
                .filter(item -> ItemReader.price(item).filter(price::equals).isPresent())
                .findFirst()
                .map(item -> Fields.number(item, "quantity").orElse(1));
    }

    /** Whether a line has more of it. */
    boolean hasMore(PriceId price, long quantity) {
        return lines().stream()
                .filter(item -> ItemReader.price(item).filter(price::equals).isPresent())
                .anyMatch(item -> Fields.number(item, "quantity").orElse(1) > quantity);
    }

    /** Whether something is charged by what is used of it, beside this line. */
    boolean hasUsageBeside(PriceId price) {
        return lines().stream()
                .filter(item -> ItemReader.price(item).filter(price::equals).isEmpty())
                .anyMatch(ItemReader::metered);
    }

    /** When what is paid for of a line ends: lines of other intervals may end sooner or later. */
    Instant periodEnd(PriceId price) {
        return answer.require(endOf(price), "end of the period of " + price);
    }

    /** The same, where others end sooner than this line. */
    Optional<Instant> laterEnd(PriceId price) {
        return endOf(price)
                .filter(end -> snapshot.items().stream()
                        .flatMap(item -> item.periodEnd().stream())
                        .anyMatch(end::isAfter));
    }

    private Optional<Instant> endOf(PriceId price) {
        return snapshot.items().stream()
                .filter(item -> item.price().equals(price))
                .flatMap(item -> item.periodEnd().stream())
                .min(Comparator.naturalOrder());
    }

    /**
     * What is charged for it, in Stripe's order: a method or source of its own, then its customer's; a null node where there is
     * none. Its own is left out where that is {@linkplain #ownReplaced replaced}.
     */
    JsonNode payer() {
        JsonNode own = first(json.path("default_payment_method"), json.path("default_source"));
        return own.isNull() || ownReplaced() ? customersPayer() : own;
    }

    /**
     * Whether a bank debit of its own, or something else that no change may wait for, of the checkout that began it, stands before a
     * payment method that the customer has chosen and that one may: the portal sets the customer's, and not what a subscription has of
     * its own.
     */
    boolean ownReplaced() {
        JsonNode own = json.path("default_payment_method");
        if (!own.isObject() || ChargedLater.paysAtOnce(own)) return false;
        if (!first(json.path("default_source")).isNull()) return false;
        return ChargedLater.paysAtOnce(first(customersMethod()));
    }

    private JsonNode customersPayer() {
        return first(customersMethod(), json.path("customer").path("default_source"));
    }

    private JsonNode customersMethod() {
        JsonNode customer = json.path("customer");
        if (customer.isTextual()) throw notExpanded();
        return Fields.at(customer, "invoice_settings", "default_payment_method");
    }

    private JsonNode first(JsonNode... inOrder) {
        for (JsonNode one : inOrder) {
            if (one.isTextual()) throw notExpanded();
            if (one.isObject()) return one;
        }
        return NullNode.instance;
    }

    private ProviderException notExpanded() {
        return answer.malformed("what pays it is not expanded");
    }

    /** Its schedule, if one governs it. */
    Optional<JsonNode> schedule() {
        JsonNode schedule = json.path("schedule");
        if (schedule.isTextual()) throw answer.malformed("its schedule is not expanded");
        return schedule.isObject() ? Optional.of(schedule) : Optional.empty();
    }

    /** Whether a change waits for its payment. */
    boolean waitsForPayment() {
        return json.path("pending_update").isObject();
    }

    /** Whether the change that waits for its payment is of more than seats; so is one of which nobody says what it is. */
    boolean waitsForOtherPrice() {
        List<JsonNode> becoming = Fields.objects(Fields.at(json, "pending_update", "subscription_items"));
        return waitsForPayment()
                && (becoming.isEmpty()
                        || !becoming.stream()
                                .allMatch(item -> ItemReader.price(item)
                                        .flatMap(this::line)
                                        .isPresent()));
    }

    /** Whether a schedule governs it, expanded or not. */
    boolean governed() {
        return Fields.reference(json, "schedule").isPresent();
    }

    Optional<String> latestInvoice() {
        return Fields.reference(json, "latest_invoice");
    }

    private List<JsonNode> lines() {
        return Fields.objects(Fields.at(json, "items", "data"));
    }
}
