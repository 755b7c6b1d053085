package dev.missioncontrol.billing.http.pages;

import dev.missioncontrol.billing.account.SubscriptionStatus;
import dev.missioncontrol.billing.http.pages.BillingPageView.Access;
import dev.missioncontrol.billing.http.pages.BillingPageView.Attempt;
import dev.missioncontrol.billing.http.pages.BillingPageView.DatedPlan;
import dev.missioncontrol.billing.http.pages.BillingPageView.FieldError;
import dev.missioncontrol.billing.http.pages.BillingPageView.Held;
import dev.missioncontrol.billing.http.pages.BillingPageView.Offer;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.PlanCatalog;
import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** Builds the view of a billing page: of Acme on Free until it is told otherwise. */
final class APage {
    static final Instant NOW = Instant.parse("2027-03-03T10:00:00Z");
    static final Instant PERIOD_END = Instant.parse("2027-03-12T00:00:00Z");

    private PlanCatalog catalog = DefaultCatalog.withPlaceholderPrices();
    private String tenantName = "Acme Inc.";
    private String plan = "free";
    private SubscriptionStatus status = SubscriptionStatus.ACTIVE;
    private boolean paused;
    private Access access = Access.FULL;
    private int seats = 1;
    private Optional<BillingInterval> interval = Optional.empty();
    private Instant graceUntil = PERIOD_END;
    private Optional<Instant> cancelAt = Optional.empty();
    private Optional<Instant> trialEnd = Optional.empty();
    private Optional<DatedPlan> former = Optional.empty();
    private Optional<Changing.Next> next = Optional.empty();
    private Optional<Changing.Proposal> proposal = Optional.empty();
    private Optional<URI> confirmation = Optional.empty();
    private OptionalInt used = OptionalInt.empty();
    private boolean cancelNow;
    private boolean portal = true;
    private Optional<Attempt> attempt = Optional.empty();
    private Optional<FieldError> error = Optional.empty();
    private Optional<URI> support = Optional.of(URI.create("mailto:help@example.com"));
    private BillingNotice notice = BillingNotice.NONE;
    private Optional<String> nextLook = Optional.of("/billing?looks=1");
    private boolean canManage = true;
    private boolean trials = true;
    private boolean provisional;
    private boolean priceRetired;
    private boolean sandbox = true;
    private String csrf = "token-1";
    private Locale locale = Locale.UK;

    static APage onFree() {
        return new APage();
    }

    static APage onTeamYearly(int seats) {
        return new APage().holding("team", BillingInterval.YEAR, seats);
    }

    APage holding(String key, BillingInterval every, int count) {
        plan = key;
        interval = Optional.of(every);
        seats = count;
        return this;
    }

    APage selling(PlanCatalog other) {
        catalog = other;
        return this;
    }

    APage of(String name) {
        tenantName = name;
        return this;
    }

    APage status(String word, Access level) {
        status = SubscriptionStatus.of(word).orElseThrow();
        access = level;
        return this;
    }

    APage paused() {
        return paused(true);
    }

    APage paused(boolean rests) {
        paused = rests;
        return this;
    }

    /** A payment failed, and the plan is kept until then. */
    APage inGraceUntil(Instant at) {
        graceUntil = at;
        return status("past_due", Access.GRACE);
    }

    APage cancelsAt(Instant at) {
        cancelAt = Optional.of(at);
        return this;
    }

    APage trialEnds(Instant at) {
        trialEnd = Optional.of(at);
        return this;
    }

    APage ended(String name, Instant at) {
        former = Optional.of(new DatedPlan(name, at));
        status = SubscriptionStatus.CANCELED;
        return this;
    }

    APage changesTo(String key, BillingInterval every, int count) {
        next = Optional.of(new Changing.Next(catalog.plan(key).orElseThrow(), Optional.of(every), count, PERIOD_END));
        return this;
    }

    APage proposing(Changing.Proposal asked) {
        proposal = Optional.of(asked);
        return this;
    }

    APage bankAt(String address) {
        confirmation = Optional.of(URI.create(address));
        return this;
    }

    APage using(int count) {
        used = OptionalInt.of(count);
        return this;
    }

    APage endingAtOnce() {
        cancelNow = true;
        return this;
    }

    /** Its customer is not known. */
    APage withoutPortal() {
        portal = false;
        return this;
    }

    APage attempted(String key, BillingInterval every, long count) {
        attempt = Optional.of(new Attempt(key, every, count));
        return this;
    }

    APage wrong(String key, String field, String sentence) {
        error = Optional.of(new FieldError(key, field, sentence));
        return this;
    }

    APage saying(BillingNotice other) {
        notice = other;
        return this;
    }

    APage afterItsLastLook() {
        nextLook = Optional.empty();
        return this;
    }

    APage support(String address) {
        support = Optional.of(URI.create(address));
        return this;
    }

    APage reader() {
        canManage = false;
        return this;
    }

    APage afterItsTrial() {
        trials = false;
        return this;
    }

    APage provisional() {
        provisional = true;
        return this;
    }

    /** It keeps a price that is sold no more. */
    APage atARetiredPrice() {
        priceRetired = true;
        return this;
    }

    APage outsideTheSandbox() {
        sandbox = false;
        return this;
    }

    APage csrf(String token) {
        csrf = token;
        return this;
    }

    APage in(Locale other) {
        locale = other;
        return this;
    }

    BillingPageView view() {
        Plan held = catalog.plan(plan).orElseThrow();
        Optional<Money> total = interval.filter(any -> !priceRetired)
                .flatMap(held::price)
                .map(price -> price.unitAmount().times(seats));
        return new BillingPageView(
                "acme",
                tenantName,
                new Held(
                        held,
                        status,
                        paused,
                        access,
                        access == Access.GRACE ? Optional.of(graceUntil) : Optional.empty(),
                        seats,
                        used,
                        interval,
                        total,
                        interval.map(any -> PERIOD_END),
                        cancelAt,
                        trialEnd,
                        access == Access.FULL && cancelAt.isEmpty(),
                        provisional),
                former,
                next,
                new Offer(catalog.plans(), interval.orElse(BillingInterval.MONTH), trials, attempt),
                notice,
                error,
                canManage,
                NOW,
                new Chrome(csrf, locale, sandbox, support, true),
                new Changing("v1", "k1", cancelNow, portal, proposal, confirmation),
                nextLook);
    }

    String html() {
        return BillingPage.render(view());
    }
}
