package dev.missioncontrol.billing.http.pages;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Sections of the billing page that are fetched only once somebody comes to look at them. */
public enum PagePart {
    /** What the tenant pays with, where invoices go, what is given off them. */
    PAYMENT,
    INVOICES,
    /** What happened, newest first. */
    HISTORY;

    /** The word in addresses. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The part of this word. */
    public static Optional<PagePart> of(String word) {
        return Arrays.stream(values()).filter(part -> part.word().equals(word)).findFirst();
    }

    /** Id of its section. */
    String id() {
        return "part-" + word();
    }

    /** The address of the page with this part in it: for browsers without script, and where the fetching failed. */
    String address() {
        return "/billing?show=" + word() + "#" + id();
    }
}
