package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.TenantId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Which customer each tenant is, as a team that had customers at the provider before us hands them over: lines of {@code
 * tenant,customer} under that header. All that is wrong with them is said at once, by line.
 *
 * @param pairs those without a fault
 * @param faults all faults, in the order of the lines
 */
public record CustomerPairs(List<Pair> pairs, List<Fault> faults) {
    /** Most lines; more are imported in several files. */
    public static final int MOST_LINES = 100_000;

    /** Longest line in characters: two ids and their quotes. */
    public static final int LONGEST_LINE = 512;

    private static final String HEADER = "tenant,customer";
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /** Copies the lists. */
    public CustomerPairs {
        pairs = List.copyOf(pairs);
        faults = List.copyOf(faults);
    }

    /** A tenant and its customer, and the line that says so, from 1. */
    public record Pair(int line, TenantId tenant, CustomerId customer) {}

    /** What is wrong in a line, from 1. */
    public record Fault(int line, String sentence) {}

    /** Reads the lines, the header first; blank ones are left out. */
    public static CustomerPairs of(Stream<String> lines) {
        Reading reading = new Reading();
        lines.limit(MOST_LINES + 2L).forEach(reading::line);
        return reading.result();
    }

    private static final class Reading {
        private final List<Pair> pairs = new ArrayList<>();
        private final List<Fault> faults = new ArrayList<>();
        private final Map<TenantId, Integer> tenants = new HashMap<>();
        private final Map<CustomerId, Integer> customers = new HashMap<>();
        private int number;

        void line(String text) {
            number++;
            if (number == 1) header(text);
            else if (number > MOST_LINES + 1) fault("there are more than " + MOST_LINES + " lines; split the file");
            else if (text.length() > LONGEST_LINE) fault("longer than " + LONGEST_LINE + " characters");
            else if (!text.isBlank()) pair(text.split(",", -1));
        }

        private void header(String text) {
            String plain = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
            if (!unquoted(plain.replace(" ", "")).replace("\"", "").equals(HEADER))
                fault("the header must be " + HEADER);
        }

        private void pair(String[] fields) {
            if (fields.length != 2) {
                fault("must be two fields, a tenant and its customer, not " + fields.length);
                return;
            }
            int before = faults.size();
            String tenant = unquoted(fields[0]);
            String customer = unquoted(fields[1]);
            try {
                once(tenants, new TenantId(tenant), "tenant");
            } catch (IllegalArgumentException e) {
                fault(e.getMessage());
            }
            try {
                once(customers, new CustomerId(customer), "customer");
            } catch (IllegalArgumentException e) {
                fault(e.getMessage());
            }
            if (faults.size() == before) pairs.add(new Pair(number, new TenantId(tenant), new CustomerId(customer)));
        }

        private <T> void once(Map<T, Integer> seen, T value, String what) {
            Integer first = seen.putIfAbsent(value, number);
            if (first != null) fault("the " + what + " " + value + " is in line " + first + " already");
        }

        private static String unquoted(String field) {
            String bare = field.strip();
            boolean quoted = bare.length() > 1 && bare.startsWith("\"") && bare.endsWith("\"");
            return quoted ? bare.substring(1, bare.length() - 1) : bare;
        }

        private void fault(String sentence) {
            faults.add(new Fault(number, sentence));
        }

        CustomerPairs result() {
            if (number == 0) faults.add(new Fault(1, "the file is empty; the header must be " + HEADER));
            return new CustomerPairs(pairs, faults);
        }
    }
}
