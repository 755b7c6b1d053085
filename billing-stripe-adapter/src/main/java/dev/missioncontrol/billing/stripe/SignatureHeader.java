package dev.missioncontrol.billing.stripe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A {@code Stripe-Signature} header, taken apart: {@code t=1790000000,v1=...,v1=...,v0=...}. Other schemes than
 * {@code v1} are left out, so that nobody can talk us down to a weaker one.
 *
 * @param timestamp as it was written, since that is what was signed
 * @param second the same as a number
 * @param signatures the candidates, at least one
 */
record SignatureHeader(String timestamp, long second, List<String> signatures) {
    /** Most digits of a timestamp: enough until the year 33658, and never more than a long holds. */
    private static final int MOST_DIGITS = 12;

    /** The header's parts, or nothing where one is missing, doubled or not a number. */
    static Optional<SignatureHeader> parse(String header) {
        String timestamp = null;
        List<String> signatures = new ArrayList<>();
        for (String part : header.split(",", -1)) {
            int equals = part.indexOf('=');
            if (equals < 0) return Optional.empty();
            String name = part.substring(0, equals).strip();
            String value = part.substring(equals + 1).strip();
            if (name.equals("t")) {
                if (timestamp != null || !isTimestamp(value)) return Optional.empty();
                timestamp = value;
            } else if (name.equals("v1")) {
                signatures.add(value);
            }
        }
        if (timestamp == null || signatures.isEmpty()) return Optional.empty();
        return Optional.of(new SignatureHeader(timestamp, Long.parseLong(timestamp), List.copyOf(signatures)));
    }

    private static boolean isTimestamp(String value) {
        return !value.isEmpty()
                && value.length() <= MOST_DIGITS
                && value.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
