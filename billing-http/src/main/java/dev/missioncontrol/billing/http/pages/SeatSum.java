package dev.missioncontrol.billing.http.pages;

import static dev.missioncontrol.billing.http.pages.Html.el;

import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.plan.Price;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/** What all seats cost; follows the field of seats by script, which knows the number but no words. */
record SeatSum(Price price, BillingInterval interval, long seats, Wording wording) {
    /** Where the script writes the amount, and the number of seats, into the texts that it is given. */
    private static final String AMOUNT = "{amount}";

    private static final String COUNT = "{count}";

    Html html() {
        return of(label("buy.seats"));
    }

    /** The same under another label. */
    Html of(Html label) {
        Money unit = price.unitAmount();
        return el(
                        "output",
                        label,
                        Html.text(" "),
                        el("strong", wording.every(unit.times(seats), interval))
                                .attr("data-text", wording.every(AMOUNT, interval)))
                .cls("sum")
                .attr("data-unit", unit.minorUnits())
                .attr("data-currency", unit.currency().toUpperCase(Locale.ROOT))
                .attr("data-decimals", MinorUnits.decimals(unit.currency()));
    }

    /** For how many it is, with the text for each form of the plural beside it. */
    Html label(String key, Object... named) {
        Object[] all = Arrays.copyOf(named, named.length + 2);
        all[named.length] = "seats";
        all[named.length + 1] = seats;
        Element label = el("span", wording.say(key, all)).cls("count");
        for (Map.Entry<String, String> form :
                wording.forms(key, "seats", COUNT, named).entrySet())
            label = label.attr("data-" + form.getKey(), form.getValue());
        return label;
    }
}
