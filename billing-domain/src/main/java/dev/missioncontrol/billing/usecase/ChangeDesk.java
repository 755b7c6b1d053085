package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.BillingAccount;
import dev.missioncontrol.billing.account.CurrentSubscription;
import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.Sha256;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.ChangeResult;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.PlannedChange;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.SubscriptionChange;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import dev.missioncontrol.billing.store.AuditRow;
import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.store.StoreException;
import dev.missioncontrol.billing.store.TenantRecord;
import dev.missioncontrol.billing.usecase.Rejection.Code;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What every change has in common: it finds what is to be changed, asks the provider with no transaction open, and then has
 * the provider asked how things are, whatever it answered. Nothing is granted here: only what the provider says is.
 */
final class ChangeDesk {
    private final Transactions transactions;
    private final PlanCatalog catalog;
    private final PaymentProvider provider;
    private final Bookkeeping books;
    private final RefreshSubscriptions refresh;
    private final InstantSource clock;
    private final Supplier<String> ids;

    ChangeDesk(
            Transactions transactions,
            PlanCatalog catalog,
            PaymentProvider provider,
            Bookkeeping books,
            RefreshSubscriptions refresh,
            InstantSource clock,
            Supplier<String> ids) {
        this.transactions = transactions;
        this.catalog = catalog;
        this.provider = provider;
        this.books = books;
        this.refresh = refresh;
        this.clock = clock;
        this.ids = ids;
    }

    Instant now() {
        return clock.instant();
    }

    /**
     * What is to be changed. None that no plan has a price of and that gives nothing: nobody was shown what it is, so nobody can have
     * meant to change or to end it. Where what was known before is still given, that is shown, and can be ended.
     */
    ChangeSubject.Found find(TenantId tenant, Conditions conditions) {
        ChangeSubject.Found found = look(tenant, conditions);
        boolean unknown = found instanceof ChangeSubject.Found.Subject one
                && !one.subject().tracked().pricedBy(catalog)
                && one.subject().current().plan().equals(catalog.free().key());
        return unknown
                ? refused(
                        Code.NOT_CHANGEABLE,
                        "",
                        "This subscription is not of a plan that is sold here. Ask who made it to change or end it.")
                : found;
    }

    /** What can be asked about: also what no plan has a price of. */
    ChangeSubject.Found look(TenantId tenant, Conditions conditions) {
        if (!conditions.keyed())
            return refused(
                    Code.INVALID_IDEMPOTENCY_KEY,
                    "idempotencyKey",
                    "An idempotency key has 1 to " + Conditions.LONGEST_KEY + " visible ASCII characters.");
        return transactions.run(tx -> find(tx, tenant, conditions));
    }

    private ChangeSubject.Found find(BillingTransaction tx, TenantId tenant, Conditions conditions) {
        Optional<TenantRecord> record = tx.accounts().tenant(tenant);
        if (record.isEmpty()) return refused(Code.NO_SUBSCRIPTION, "", NOTHING_THERE);
        if (record.get().deleted().isPresent()) return refused(Code.TENANT_DELETED, "", "This tenant was deleted.");
        List<TrackedSubscription> all = tx.accounts().subscriptionsOf(tenant);
        BillingAccount account = books.account(tenant, all);
        CurrentSubscription current = account.current(catalog, clock.instant());
        boolean stale = conditions
                .version()
                .filter(version -> !version.equals(Version.of(current)))
                .isPresent();
        Optional<TrackedSubscription> tracked = all.stream()
                .filter(one -> current.subscription().filter(one.id()::equals).isPresent())
                .findFirst();
        if (!current.live() || tracked.isEmpty())
            return new ChangeSubject.Found.Refused(
                    new Rejection(Code.NO_SUBSCRIPTION, "", NOTHING_THERE),
                    current.subscription().isPresent());
        if (stale && conditions.idempotencyKey().isEmpty())
            return new ChangeSubject.Found.Refused(RejectedChange.stale(), false);
        if (!provider.canFetch(tracked.get().id(), tracked.get().livemode()))
            return refused(
                    Code.NOT_CHANGEABLE,
                    "",
                    "This subscription is not one that can be changed here: it is of another mode or provider.");
        return new ChangeSubject.Found.Subject(new ChangeSubject(
                tenant,
                record.get().pseudonym(),
                current,
                tracked.get(),
                tx.accounts().planned(tracked.get().id()),
                current.cancelAt().isPresent() ? Optional.empty() : newerEnds(account, tracked.get()),
                stale));
    }

    private Optional<Instant> newerEnds(BillingAccount account, TrackedSubscription subject) {
        Optional<Instant> begun = subject.snapshot().map(SubscriptionSnapshot::created);
        return account.liveWithPlan(catalog).stream()
                .flatMap(one -> one.snapshot().stream())
                .filter(one -> begun.filter(one.created()::isAfter).isPresent())
                .flatMap(one -> one.cancelAt().stream())
                .min(Comparator.naturalOrder());
    }

    /**
     * Has the provider do it.
     *
     * @param what a clause for the audit
     * @param call the provider's, given a key that is the tenant's own
     * @throws ProviderException if it could not be done, or may have been: the same request may be made again
     */
    ChangeOutcome make(ChangeSubject subject, Conditions conditions, String what, Function<String, ChangeResult> call) {
        return make(subject, conditions, what, Optional.empty(), false, call);
    }

    /**
     * The same for a change that may come later: what is planned by it is remembered.
     *
     * @param change what the provider is asked for, if it is another price or number of seats
     * @param again whether it was asked for before, by a count that waits: for months maybe, and a rejection that is noted already is
     *     not noted each time
     */
    ChangeOutcome make(
            ChangeSubject subject,
            Conditions conditions,
            String what,
            Optional<SubscriptionChange> change,
            boolean again,
            Function<String, ChangeResult> call) {
        String key = "change-" + subject.pseudonym() + "-"
                + conditions.idempotencyKey().map(Sha256::hex).orElseGet(ids);
        ChangeResult result;
        try {
            result = call.apply(key);
        } catch (ProviderException e) {
            hear(subject);
            if (e.kind() == ProviderException.Kind.IDEMPOTENCY_CONFLICT)
                return new ChangeOutcome.Rejected(new Rejection(
                        Code.IDEMPOTENCY_KEY_REUSED,
                        "idempotencyKey",
                        "This idempotency key was used for another change, or for one that failed at the"
                                + " provider. Use a new one."));
            throw e;
        }
        Optional<String> note = Optional.of("asked for " + what + ": " + word(result))
                .filter(rule -> !toldByCount(change, result))
                .filter(rule ->
                        !(again && result instanceof ChangeResult.Rejected && isNewest(subject.tenant(), rule)));
        after(subject, note, planned(subject, change, result));
        return outcome(result);
    }

    /** What is refused for good is told by the count itself, once, with why. */
    private static boolean toldByCount(Optional<SubscriptionChange> change, ChangeResult result) {
        if (change.filter(SubscriptionChange::keepPlanned).isEmpty()) return false;
        return SeatRefusal.in(outcome(result)).isPresent();
    }

    /**
     * Whether the audit says that already, with nothing after it: what was put off before may have been so for another reason. A row
     * that can't be read says something else: what waits for months must not fail by it.
     */
    private boolean isNewest(TenantId tenant, String rule) {
        return transactions.run(tx -> tx.accounts()
                .tenant(tenant)
                .map(TenantRecord::auditLength)
                .map(newest -> tx.listings().decisionsOf(tenant, newest, 1))
                .filter(rows -> rows.stream().anyMatch(row -> says(row, rule)))
                .isPresent());
    }

    private static boolean says(AuditRow row, String rule) {
        return row instanceof AuditRow.Readable one && one.entry().rule().equals(rule);
    }

    /**
     * What is planned after it, from what was planned before. What ends, or goes on as it is, has no plan left: one that stayed
     * remembered until a fetch would be undone by the next count of seats. What a change that waits for its payment took the
     * place of stays remembered, also where a fetch beside it found it gone already: should nobody pay, it is planned again.
     * Seats that give way to a newer count are over, paid or not.
     */
    private static UnaryOperator<Optional<PlannedChange>> planned(
            ChangeSubject subject, Optional<SubscriptionChange> change, ChangeResult result) {
        Optional<SubscriptionChange> count = change.filter(SubscriptionChange::keepPlanned);
        boolean unpaid = result instanceof ChangeResult.PaymentNeeded || result instanceof ChangeResult.Declined;
        if (unpaid && count.isPresent())
            return before ->
                    before.filter(plan -> !plan.price().equals(count.get().from()));
        if (result instanceof ChangeResult.PaymentNeeded) return before -> before.or(subject::planned);
        if (result instanceof ChangeResult.Scheduled later && change.isPresent())
            return before -> Optional.of(
                    new PlannedChange(change.get().to(), change.get().quantity(), later.at()));
        boolean done = result instanceof ChangeResult.Scheduled || result instanceof ChangeResult.Applied;
        return done ? before -> Optional.empty() : UnaryOperator.identity();
    }

    /** Has it fetched at once, where what is known of it is not what the provider says. */
    void hear(ChangeSubject subject) {
        after(subject, Optional.empty(), UnaryOperator.identity());
    }

    private void after(ChangeSubject subject, Optional<String> note, UnaryOperator<Optional<PlannedChange>> planned) {
        transactions.run(tx -> {
            Instant now = clock.instant();
            Bookkeeping.Held held = books.hold(tx, subject.tenant(), now);
            if (held.erased()) return null;
            TrackedSubscription row = tx.accounts()
                    .lockSubscription(subject.subscription(), subject.tracked().livemode(), now);
            tx.accounts().save(row.mark(), now);
            Optional<PlannedChange> before = tx.accounts().planned(subject.subscription());
            Optional<PlannedChange> next = planned.apply(before);
            if (!next.equals(before)) {
                tx.accounts().plan(subject.subscription(), next);
                tx.changeLog().note(subject.tenant());
            }
            note.ifPresent(rule -> books.note(tx, held, rule, Bookkeeping.Cause.by(Actor.TENANT, now)));
            return null;
        });
        try {
            refresh.refreshChanged(subject.subscription());
        } catch (StoreException e) {
            // It is marked, so a worker asks: what the provider did must not look undone.
        }
    }

    /** @param rule a clause for the audit: what became of a change, where no answer to it says so */
    void note(TenantId tenant, String rule) {
        transactions.run(tx -> {
            Instant now = clock.instant();
            Bookkeeping.Held held = books.hold(tx, tenant, now);
            if (!held.erased()) books.note(tx, held, rule, Bookkeeping.Cause.by(Actor.TENANT, now));
            return null;
        });
    }

    /** As {@link #note}, for what may be found again for months: only where the audit does not say it as the last thing already. */
    void noteOnce(TenantId tenant, String rule) {
        if (!isNewest(tenant, rule)) note(tenant, rule);
    }

    private static ChangeOutcome outcome(ChangeResult result) {
        if (result instanceof ChangeResult.PaymentNeeded needed) return new ChangeOutcome.PaymentNeeded(needed.url());
        if (result instanceof ChangeResult.Declined declined) return new ChangeOutcome.Declined(declined.reason());
        if (result instanceof ChangeResult.Scheduled scheduled) return new ChangeOutcome.Scheduled(scheduled.at());
        if (result instanceof ChangeResult.Rejected rejected)
            return new ChangeOutcome.Rejected(RejectedChange.of(rejected.reason()));
        return new ChangeOutcome.Applied();
    }

    private static final String NOTHING_THERE = "There is no subscription. Choose a plan first.";

    private static String word(ChangeResult result) {
        return result.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
    }

    private static ChangeSubject.Found refused(Code code, String field, String sentence) {
        return new ChangeSubject.Found.Refused(new Rejection(code, field, sentence), false);
    }
}
