package dev.missioncontrol.billing.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.ProviderException.Kind;
import dev.missioncontrol.billing.provider.ProviderPrice;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Asks for prices. */
final class PriceCalls {
    /** By currency, that of the price itself among them; sent only to who asks for it. */
    private static final String CURRENCIES = "currency_options";

    private final StripeCalls calls;
    private final boolean livemode;

    PriceCalls(StripeCalls calls, boolean livemode) {
        this.calls = calls;
        this.livemode = livemode;
    }

    Optional<ProviderPrice> fetch(PriceId id) {
        try {
            Form query = new Form().add("expand[0]", CURRENCIES);
            return Optional.of(
                    price(calls.get("fetching price " + id, "/v1/prices/" + Form.encode(id.value()), query)));
        } catch (ProviderException e) {
            if (e.kind() == Kind.NOT_FOUND) return Optional.empty();
            throw e;
        }
    }

    private ProviderPrice price(Answer answer) {
        JsonNode json = answer.json();
        JsonNode recurring = json.path("recurring");
        boolean single = Fields.number(recurring, "interval_count").orElse(1) == 1;
        String currency = answer.require(Fields.text(json, "currency").filter(Money::isCurrency), "currency");
        SortedSet<String> others = new TreeSet<>();
        json.path(CURRENCIES).fieldNames().forEachRemaining(others::add);
        others.remove(currency);
        return new ProviderPrice(
                new PriceId(answer.require(Fields.identifier(json, "id"), "id")),
                answer.require(Fields.flag(json, "active"), "word on whether it is active"),
                currency,
                Fields.number(json, "unit_amount"),
                Fields.text(recurring, "interval").filter(word -> single).flatMap(BillingInterval::of),
                Fields.flag(json, "livemode").orElse(livemode),
                others);
    }
}
