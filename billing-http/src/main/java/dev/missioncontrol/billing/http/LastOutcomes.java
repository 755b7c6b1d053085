package dev.missioncontrol.billing.http;

import dev.missioncontrol.billing.http.pages.BillingNotice;
import dev.missioncontrol.billing.http.pages.BillingPageView.Attempt;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.usecase.TenantStatus;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What came of the last form of each session, for the page that its browser is sent to: once, or for as long as it is not
 * known to be so. Kept on this node: on another the page says how things are, and not what was just done. Safe for many threads.
 */
final class LastOutcomes {
    /** How long a change that is done is waited for before the page says how things are: as long as the page asks. */
    static final Duration WAITS = Duration.ofMinutes(1);

    /** How long the bank's page is offered: a visit. */
    static final Duration BANK_WAITS = PageSessions.LASTS;

    /**
     * Most that are kept; the oldest goes first. Each takes up to 2 KB of the heap, most of it the bank's address: a node changes
     * less in the minute in which most of them are read.
     */
    static final int MOST = 1_000;

    private final InstantSource clock;
    private final Map<Whose, Told> told = new LinkedHashMap<>();

    LastOutcomes(InstantSource clock) {
        this.clock = clock;
    }

    /** Nobody else is told, of another tenant least of all: tokens of all tenants are alike but for whom they speak for. */
    private record Whose(TenantId tenant, String person) {
        static Whose of(PageSessions.Session session) {
            return new Whose(session.tenant(), session.person());
        }
    }

    /**
     * What to say.
     *
     * @param notice that it is done, or why not
     * @param version that the form was made for; what the tenant has is another once it is done
     * @param bank where the buyer's bank asks for a confirmation; a bearer credential
     * @param attempt what was chosen, to be chosen again
     */
    record Told(BillingNotice notice, String version, Optional<URI> bank, Optional<Attempt> attempt, Instant at) {
        private Told as(BillingNotice other) {
            return new Told(other, version, Optional.empty(), Optional.empty(), at);
        }
    }

    synchronized void tell(
            PageSessions.Session session,
            BillingNotice notice,
            String version,
            Optional<URI> bank,
            Optional<Attempt> attempt) {
        Whose whose = Whose.of(session);
        told.remove(whose);
        told.put(whose, new Told(notice, version, bank, attempt, clock.instant()));
        if (told.size() > MOST) told.remove(told.keySet().iterator().next());
    }

    /** What to say on a page that shows this. */
    synchronized Optional<Told> recall(PageSessions.Session session, TenantStatus status) {
        Whose whose = Whose.of(session);
        Told last = told.remove(whose);
        if (last == null) return Optional.empty();
        boolean same = last.version().equals(status.version());
        Duration age = Duration.between(last.at(), clock.instant());
        return switch (last.notice()) {
            case CHANGED -> {
                if (!same) yield Optional.of(last);
                if (age.compareTo(WAITS) > 0) yield Optional.empty();
                told.put(whose, last);
                yield Optional.of(last.as(BillingNotice.CHANGE_CONFIRMING));
            }
            case PAYMENT_NEEDED -> {
                if (!same) yield Optional.of(last.as(BillingNotice.CHANGED));
                if (age.compareTo(BANK_WAITS) > 0) yield Optional.empty();
                told.put(whose, last);
                yield Optional.of(last);
            }
            default -> Optional.of(last);
        };
    }
}
