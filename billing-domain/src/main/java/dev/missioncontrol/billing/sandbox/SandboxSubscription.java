package dev.missioncontrol.billing.sandbox;

import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.provider.Arrears;
import dev.missioncontrol.billing.provider.ProviderStatus;
import dev.missioncontrol.billing.provider.SubscriptionItem;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A subscription as the sandbox holds it: its state and the moves between states, without events. */
final class SandboxSubscription implements Dated {
    private final SubscriptionId id;
    private final int ordinal;
    private final SandboxCustomer customer;
    private final Instant created;
    private final Map<String, String> metadata;
    private final SandboxPeriod period;
    private final SandboxEnding ending;
    private final MissingPaymentMethod missingPaymentMethod;
    private SandboxPrices.Sold price;
    private long quantity;
    private ProviderStatus status = ProviderStatus.INCOMPLETE;
    private final SandboxDiscount discount;
    private final SandboxWishes wishes = new SandboxWishes();
    private final SandboxDues dues = new SandboxDues();
    private boolean noticeGiven;

    /** Begun, nothing paid yet. */
    SandboxSubscription(SubscriptionId id, int ordinal, SandboxSession session, Instant at) {
        this.id = id;
        this.ordinal = ordinal;
        customer = session.customer();
        created = at;
        metadata = new LinkedHashMap<>(session.notes());
        metadata.putAll(session.request().metadata().asMap());
        price = session.price();
        quantity = session.request().quantity();
        discount = new SandboxDiscount(session.promotion().map(code -> code.from(at)));
        period = new SandboxPeriod(at, session.request().trialDays());
        ending = new SandboxEnding();
        missingPaymentMethod = session.missingPaymentMethod();
        if (period.trialEnd().isPresent()) paid(ProviderStatus.TRIALING);
    }

    /** Begun elsewhere, and known from what was last said of it. */
    SandboxSubscription(
            int ordinal,
            SandboxCustomer customer,
            SubscriptionSnapshot last,
            ProviderStatus status,
            SandboxPrices.Sold price,
            Instant periodEnd,
            Instant now) {
        id = last.id();
        this.ordinal = ordinal;
        this.customer = customer;
        this.status = status;
        this.price = price;
        created = last.created();
        metadata = new LinkedHashMap<>(last.metadata().asMap());
        quantity = last.items().get(0).quantity().orElse(1);
        discount = new SandboxDiscount(Optional.empty());
        period = SandboxPeriod.ending(periodEnd, last.trialEnd());
        ending = SandboxEnding.of(last);
        missingPaymentMethod = MissingPaymentMethod.PAUSE;
        dues.told(last.arrears(), items());
        Instant since = last.arrears().map(Arrears::since).orElse(now);
        if (status == ProviderStatus.PAST_DUE) dues.owe(SandboxDebt.of(amount(), since));
        if (status == ProviderStatus.UNPAID) dues.owe(SandboxDebt.afterLastRetry(amount(), since));
    }

    SubscriptionId id() {
        return id;
    }

    /** Its place in the order of making, from 0. */
    int ordinal() {
        return ordinal;
    }

    SandboxCustomer customer() {
        return customer;
    }

    ProviderStatus status() {
        return status;
    }

    SandboxPrices.Sold price() {
        return price;
    }

    Optional<SandboxInvoice> newestInvoice() {
        return customer.invoices().newestOf(id);
    }

    /** The beginning of the current period, or of the trial. */
    Instant currentStart() {
        return status == ProviderStatus.TRIALING || periodStart().isBefore(created) ? created : periodStart();
    }

    Money amount() {
        return price.amount(quantity);
    }

    /** What it is given off its invoices. */
    SandboxDiscount discount() {
        return discount;
    }

    /** What a whole period costs at this moment, with what is given off; what is for one invoice is used up by it. */
    Money due(Instant at) {
        Money due = discount.off(amount(), at);
        discount.invoiced(at);
        return due;
    }

    /** Whether periods are invoiced as they begin. */
    boolean billed() {
        return status == ProviderStatus.ACTIVE || status == ProviderStatus.PAST_DUE || status == ProviderStatus.UNPAID;
    }

    /** What it owes, waits for and has paid for. */
    SandboxDues dues() {
        return dues;
    }

    Optional<SandboxDebt> debt() {
        return dues.debt();
    }

    /** A first payment that takes days is on its way; whatever it is meanwhile, nothing is paid. */
    void await(SandboxDues.Awaited first, ProviderStatus meanwhile) {
        dues.await(first);
        status = meanwhile;
    }

    /** All that was owed is paid, but for what is on its way. */
    void paid(ProviderStatus next) {
        status = next;
        dues.paid(items());
    }

    void owe(SandboxDebt owed, ProviderStatus next) {
        dues.owe(owed);
        status = next;
    }

    void pause() {
        status = ProviderStatus.PAUSED;
    }

    void nextPeriod() {
        period.next();
        noticeGiven = false;
    }

    void periodFrom(Instant at) {
        period.restart(at);
        noticeGiven = false;
    }

    void noticeGiven() {
        noticeGiven = true;
    }

    void change(SandboxPrices.Sold nextPrice, long nextQuantity) {
        price = nextPrice;
        quantity = nextQuantity;
    }

    /** Whether it is that already. */
    boolean has(SandboxPrices.Sold other, long otherQuantity) {
        return price.id().equals(other.id()) && quantity == otherQuantity;
    }

    long quantity() {
        return quantity;
    }

    /** Becomes what was wished for; if that begins a new period, a trial ends with it. */
    void become(SandboxWish wish, Instant at) {
        change(wish.price(), wish.quantity());
        if (!wish.restarts()) return;
        periodFrom(at);
        period.endTrial(at);
    }

    /** The same with its invoice, off which something may be given. */
    void becomeInvoiced(SandboxWish wish, Instant at) {
        become(wish, at);
        if (wish.restarts()) discount.invoiced(at);
        else discount.invoicedRest(at);
    }

    /** The same over nothing, which counts as paid; what is owed stays so. */
    void becomeForNothing(SandboxWish wish, Instant at) {
        becomeInvoiced(wish, at);
        boolean begun = status == ProviderStatus.ACTIVE || wish.restarts();
        if (begun && dues.none()) paid(ProviderStatus.ACTIVE);
    }

    /** A trial that goes on ends then. */
    void trialUntil(Instant end) {
        period.trialUntil(end);
        noticeGiven = false;
    }

    /** What it is going to be. */
    SandboxWishes wishes() {
        return wishes;
    }

    void cancelWithPeriod(CancelShape shape) {
        ending.withPeriod(shape, periodEnd());
    }

    void keep() {
        ending.takeBack();
    }

    void end(ProviderStatus terminal, Instant at) {
        status = terminal;
        // What ends before it began takes its payment along; any other may still come.
        if (terminal == ProviderStatus.INCOMPLETE_EXPIRED) dues.awaitNoMore();
        wishes.end();
        ending.end(at, periodEnd());
    }

    Map<String, String> metadata() {
        return metadata;
    }

    /** Adds to the metadata; an empty value takes a key away, as at Stripe. */
    void editMetadata(Map<String, String> edits) {
        edits.forEach((key, value) -> {
            if (value.isEmpty()) metadata.remove(key);
            else metadata.put(key, value);
        });
    }

    Instant created() {
        return created;
    }

    Instant periodStart() {
        return period.start(price.interval());
    }

    Instant periodEnd() {
        return period.end(price.interval());
    }

    Optional<Instant> trialEnd() {
        return period.trialEnd();
    }

    /** What becomes of it should its trial end while there is nothing to pay with. */
    MissingPaymentMethod missingPaymentMethod() {
        return missingPaymentMethod;
    }

    Optional<Instant> cancelAt() {
        return ending.cancelAt(periodEnd());
    }

    SandboxEnding ending() {
        return ending;
    }

    @Override
    public Optional<Instant> dueAt() {
        return nextStep().map(SandboxStep.Planned::at);
    }

    /** What happens to it next. */
    Optional<SandboxStep.Planned> nextStep() {
        return SandboxStep.next(this, noticeGiven);
    }

    Optional<Arrears> arrears() {
        boolean owing = status == ProviderStatus.PAST_DUE || status == ProviderStatus.UNPAID;
        return owing ? dues.arrears() : Optional.empty();
    }

    List<SubscriptionItem> items() {
        return List.of(new SubscriptionItem(
                price.id(), OptionalLong.of(quantity), Optional.of(price.interval()), Optional.of(periodEnd())));
    }
}
