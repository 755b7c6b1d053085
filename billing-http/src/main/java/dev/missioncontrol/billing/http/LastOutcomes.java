package dev.missioncontrol.billing.http;

import dev.missioncontrol.billing.http.pages.BillingNotice;
import dev.missioncontrol.billing.http.pages.BillingPageView.Attempt;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.usecase.TenantStatus;
import io.javalin.http.Context;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What came of the last form of each session, for the page that its browser is sent to: once, or for as long as it is not
 * known to be so. The browser brings it along in a cookie, to whatever node. Who shows the page with a token has no cookies: for those
 * it is kept on this node, and on another the page says how things are, and not what was just done. Safe for many threads.
 */
final class LastOutcomes {
    /** How long a change that is done is waited for before the page says how things are: as long as the page asks. */
    static final Duration WAITS = Duration.ofMinutes(1);

    /** How long the bank's page is offered: a visit. */
    static final Duration BANK_WAITS = PageSessions.LASTS;

    /**
     * Most that are kept here; the oldest goes first. Each takes up to 2 KB of the heap, most of it the bank's address: a node
     * changes less in the minute in which most of them are read.
     */
    static final int MOST = 1_000;

    private final InstantSource clock;
    private final Identity identity;
    private final Map<Whose, Told> kept = new LinkedHashMap<>();

    LastOutcomes(InstantSource clock, Identity identity) {
        this.clock = clock;
        this.identity = identity;
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

    void tell(
            Context ctx,
            PageSessions.Session session,
            BillingNotice notice,
            String version,
            Optional<URI> bank,
            Optional<Attempt> attempt) {
        Told last = new Told(notice, version, bank, attempt, clock.instant());
        Whose whose = Whose.of(session);
        forget(whose);
        Optional<String> cookie = Embedding.byToken(ctx) ? Optional.empty() : OutcomeCookie.seal(session, last);
        if (cookie.isPresent()) {
            ctx.cookie(identity.cookies().outcomeOf(cookie.get(), Math.toIntExact(BANK_WAITS.toSeconds())));
            return;
        }
        keep(whose, last);
        if (brought(ctx).isPresent()) ctx.cookie(identity.cookies().outcomeOf("", 0));
    }

    private Optional<String> brought(Context ctx) {
        return Embedding.byToken(ctx) ? Optional.empty() : identity.cookies().outcome(ctx);
    }

    private synchronized void keep(Whose whose, Told last) {
        kept.remove(whose);
        kept.put(whose, last);
        if (kept.size() > MOST) kept.remove(kept.keySet().iterator().next());
    }

    /** What to say on a page that shows this. */
    Optional<Told> recall(Context ctx, PageSessions.Session session, TenantStatus status) {
        Whose whose = Whose.of(session);
        Optional<String> brought = brought(ctx);
        // Another node may have told since what this one still keeps.
        Optional<Told> last = Stream.concat(
                        find(whose).stream(), brought.flatMap(text -> OutcomeCookie.open(session, text)).stream())
                .max(Comparator.comparing(Told::at));
        Optional<Told> said = last.flatMap(one -> saying(one, status));
        boolean again = said.isPresent() && waits(last.get(), status);
        if (!again) {
            forget(whose);
            if (brought.isPresent()) ctx.cookie(identity.cookies().outcomeOf("", 0));
        }
        return said;
    }

    private synchronized Optional<Told> find(Whose whose) {
        return Optional.ofNullable(kept.get(whose));
    }

    private synchronized void forget(Whose whose) {
        kept.remove(whose);
    }

    /** Whether what was done is not known to be so yet. */
    private static boolean waits(Told last, TenantStatus status) {
        boolean same = last.version().equals(status.version());
        return same && (last.notice() == BillingNotice.CHANGED || last.notice() == BillingNotice.PAYMENT_NEEDED);
    }

    private Optional<Told> saying(Told last, TenantStatus status) {
        boolean waits = waits(last, status);
        Duration age = Duration.between(last.at(), clock.instant());
        return switch (last.notice()) {
            case CHANGED -> {
                if (!waits) yield Optional.of(last);
                yield age.compareTo(WAITS) > 0
                        ? Optional.empty()
                        : Optional.of(last.as(BillingNotice.CHANGE_CONFIRMING));
            }
            case PAYMENT_NEEDED -> {
                if (!waits) yield Optional.of(last.as(BillingNotice.CHANGED));
                yield age.compareTo(BANK_WAITS) > 0 ? Optional.empty() : Optional.of(last);
            }
            default -> Optional.of(last);
        };
    }
}
