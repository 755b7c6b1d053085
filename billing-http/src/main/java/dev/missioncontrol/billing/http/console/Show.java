package dev.missioncontrol.billing.http.console;

import static dev.missioncontrol.billing.http.pages.Html.el;

import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.http.pages.Amounts;
import dev.missioncontrol.billing.http.pages.Element;
import dev.missioncontrol.billing.http.pages.Html;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.Money;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.NumberFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** How the console writes figures, moments, ids and states. */
final class Show {
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm:ss", Locale.ENGLISH).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("d MMM, HH:mm", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private static final long HOURS_SHOWN_AS_DAYS = 48;

    private Show() {}

    static String number(long number) {
        return NumberFormat.getIntegerInstance(Locale.US).format(number);
    }

    static String money(Money money) {
        return Amounts.text(money, Locale.US);
    }

    static String day(LocalDate day) {
        return DAY.format(day);
    }

    static String day(Instant at) {
        return DAY.format(at.atZone(ZoneOffset.UTC));
    }

    static String clock(Instant at) {
        return CLOCK.format(at);
    }

    /** A moment to the second, for people and for programs. */
    static Element moment(Instant at) {
        return el("time", SECOND.format(at) + " UTC").attr("datetime", at.toString());
    }

    /** How long ago, in one unit: {@code 3 min ago}. */
    static String ago(Instant then, Instant now) {
        return span(then.isBefore(now) ? Duration.between(then, now) : Duration.ZERO) + " ago";
    }

    /** How long, in one unit; what is below a second is none. */
    static String span(Duration time) {
        if (time.toSeconds() < 60) return time.toSeconds() + " s";
        if (time.toMinutes() < 60) return time.toMinutes() + " min";
        return time.toHours() < HOURS_SHOWN_AS_DAYS ? time.toHours() + " h" : time.toDays() + " days";
    }

    /** {@code 1 tenant}, {@code 1,200 tenants}. */
    static String count(long number, String one, String many) {
        return number(number) + " " + (number == 1 ? one : many);
    }

    /** A state as a word with a colour beside it. */
    static Element state(String word) {
        return el("span", words(word)).cls("state s-" + word.replace('_', '-'));
    }

    /** What is left out of a page, and what is to be done about it; nothing where all can be read. */
    static Html unreadable(List<String> rows) {
        if (rows.isEmpty()) return Html.NONE;
        Element list = el("ul");
        for (String row : rows) list = list.with(el("li", row));
        return el(
                        "div",
                        el(
                                "p",
                                "Left out, since it can't be read: what is stored of it is not as it was written. Mend it by hand or from a backup."),
                        list)
                .cls("note")
                .attr("role", "note");
    }

    static Element outcome(EventOutcome outcome) {
        return el("span", outcome.word()).cls("state o-" + outcome.word());
    }

    /** {@code past_due} as people say it. */
    static String words(String word) {
        return word.replace('_', ' ');
    }

    static Element id(String id) {
        return el("code", id);
    }

    static Element tenant(TenantId tenant) {
        return el("a", id(tenant.value())).attr("href", tenantAddress(tenant));
    }

    static String tenantAddress(TenantId tenant) {
        return "/console/tenant?id=" + encoded(tenant.value());
    }

    static Element event(EventId event, Html label) {
        return el("a", label).attr("href", eventAddress(event));
    }

    static String eventAddress(EventId event) {
        return "/console/event?id=" + encoded(event.value());
    }

    /** Leads to what a list goes on with. */
    static Element nextPage(String address) {
        return el(
                        "nav",
                        el("a", "Next page")
                                .cls("button plain")
                                .attr("href", address)
                                .attr("rel", "next"))
                .attr("aria-label", "Pages")
                .cls("pages");
    }

    static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
