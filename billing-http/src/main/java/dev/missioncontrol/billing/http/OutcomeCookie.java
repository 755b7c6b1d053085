package dev.missioncontrol.billing.http;

import dev.missioncontrol.billing.http.LastOutcomes.Told;
import dev.missioncontrol.billing.http.pages.BillingNotice;
import dev.missioncontrol.billing.http.pages.BillingPageView.Attempt;
import dev.missioncontrol.billing.plan.BillingInterval;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What came of a browser's last form, as a text that the browser itself brings along, to whatever node: signed with what the forms of
 * its session carry, so that it counts for that session alone, and nobody else can make one.
 */
final class OutcomeCookie {
    /** Its name's end, behind that of the page's cookie. */
    static final String NAME = "-outcome";

    /**
     * Longest one: a bank's address has a few hundred characters, and servers in front take some 8,000 of all cookies of the whole
     * host, which each of its requests carries for as long as this one lasts.
     */
    static final int MOST_CHARS = 1_200;

    /** Between fields: none of them has it once it is encoded. */
    private static final String BETWEEN = "~";

    /** Notice, version, moment, bank; plan, interval and seats of what was chosen. */
    private static final int FIELDS = 7;

    private OutcomeCookie() {}

    /** Absent where it is too long. */
    static Optional<String> seal(PageSessions.Session session, Told told) {
        Optional<Attempt> chosen = told.attempt();
        String fields = Stream.of(
                        told.notice().name(),
                        told.version(),
                        told.at().toString(),
                        told.bank().map(URI::toString).orElse(""),
                        chosen.map(Attempt::plan).orElse(""),
                        chosen.map(Attempt::interval).map(BillingInterval::word).orElse(""),
                        chosen.map(one -> Long.toString(one.seats())).orElse(""))
                .map(OutcomeCookie::encoded)
                .collect(Collectors.joining(BETWEEN));
        String cookie = fields + BETWEEN + signature(session, fields);
        return cookie.length() > MOST_CHARS ? Optional.empty() : Optional.of(cookie);
    }

    /** Absent where it was not sealed for this session, or by a node of another version that this one does not understand. */
    static Optional<Told> open(PageSessions.Session session, String cookie) {
        int end = cookie.lastIndexOf(BETWEEN);
        if (end < 0 || cookie.length() > MOST_CHARS) return Optional.empty();
        byte[] expected = signature(session, cookie.substring(0, end)).getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(expected, cookie.substring(end + 1).getBytes(StandardCharsets.UTF_8)))
            return Optional.empty();
        List<String> fields = Stream.of(cookie.substring(0, end).split(BETWEEN, -1))
                .map(OutcomeCookie::decoded)
                .toList();
        Optional<BillingNotice> notice = Stream.of(BillingNotice.values())
                .filter(one -> one.name().equals(fields.get(0)))
                .findFirst();
        if (fields.size() != FIELDS || notice.isEmpty()) return Optional.empty();
        return Optional.of(new Told(
                notice.get(),
                fields.get(1),
                Optional.of(fields.get(3)).filter(bank -> !bank.isEmpty()).map(URI::create),
                BillingInterval.of(fields.get(5))
                        .map(interval -> new Attempt(fields.get(4), interval, Long.parseLong(fields.get(6)))),
                Instant.parse(fields.get(2))));
    }

    private static String signature(PageSessions.Session session, String fields) {
        return FormToken.of(session.csrf(), "outcome", fields);
    }

    private static String encoded(String field) {
        return URLEncoder.encode(field, StandardCharsets.UTF_8);
    }

    private static String decoded(String field) {
        return URLDecoder.decode(field, StandardCharsets.UTF_8);
    }
}
