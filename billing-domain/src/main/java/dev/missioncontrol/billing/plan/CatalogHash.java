package dev.missioncontrol.billing.plan;

import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.Sha256;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A fingerprint of all in a catalogue that plan, interval and seats are derived from, and of the limits that plans grant; names
 * and amounts are not. A catalogue without limits keeps the hash that it had before there were any.
 */
final class CatalogHash {
    private CatalogHash() {}

    static String of(List<Plan> plans) {
        StringBuilder text = new StringBuilder();
        for (Plan plan : plans) {
            text.append(plan.key()).append('|').append(plan.rank()).append('|');
            text.append(plan.seats().min()).append('-').append(plan.seats().max());
            new TreeMap<>(plan.prices())
                    .forEach((interval, price) ->
                            text.append('|').append(interval.word()).append('=').append(price.id()));
            for (PriceId retired : new TreeSet<>(plan.retiredPrices()))
                text.append("|-").append(retired);
            plan.limits()
                    .forEach((name, limit) ->
                            text.append("|#").append(name).append('=').append(limit));
            text.append('\n');
        }
        return Sha256.hex(text.toString());
    }
}
