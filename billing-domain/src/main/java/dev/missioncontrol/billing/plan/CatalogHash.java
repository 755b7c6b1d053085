package dev.missioncontrol.billing.plan;

import dev.missioncontrol.billing.id.PriceId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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
        return sha256(text.toString());
    }

    private static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
