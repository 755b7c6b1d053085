package dev.missioncontrol.billing.sandbox;

import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.provider.ChangePreview;
import dev.missioncontrol.billing.provider.ProviderStatus;
import dev.missioncontrol.billing.provider.SubscriptionChange;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a change at once costs. By the second: what is unused of the old is given back, {@code amount * seconds remaining /
 * seconds of the period}, rounded half up to minor units; with the same interval the new is charged for the same seconds,
 * with another one, or at the end of a trial, in full for a period that begins now. What is given off is given off the new, and what was
 * given off the old is not given back. A trial that goes on costs nothing.
 *
 * @param total charged if positive, kept as credit if negative
 * @param lines what it is made of
 * @param restarts whether a new period begins
 */
record SandboxProration(Money total, List<ChangePreview.Line> lines, boolean restarts) {
    static SandboxProration of(
            SandboxSubscription subscription, SubscriptionChange change, SandboxPrices.Sold after, Instant now) {
        SandboxPrices.Sold before = subscription.price();
        boolean trial = subscription.status() == ProviderStatus.TRIALING;
        Money none = Money.none(before.unitAmount().currency());
        if (trial && !change.endTrial()) return new SandboxProration(none, List.of(), false);
        Money full = subscription.discount().off(after.amount(change.quantity()), now);
        if (trial)
            return new SandboxProration(full, List.of(line(after.planName(), full, after, change.quantity())), true);
        Instant moment =
                change.prorationDate().filter(date -> !date.isAfter(now)).orElse(now);
        boolean restarts = after.interval() != before.interval();
        Money back = part(subscription.discount().paidOf(subscription.amount()), subscription, moment)
                .negated();
        Money charged = restarts ? full : part(full, subscription, moment);
        String remaining = restarts ? after.planName() : "Remaining time on " + after.planName();
        return new SandboxProration(
                charged.plus(back),
                List.of(
                        line("Unused time on " + before.planName(), back, before, subscription.quantity()),
                        line(remaining, charged, after, change.quantity())),
                restarts);
    }

    /** The same as lines of an invoice. */
    List<HostedInvoice.Line> lines(SandboxSubscription subscription, SandboxPrices.Sold after, Instant now) {
        return lines.stream()
                .map(line -> new HostedInvoice.Line(
                        line.description(),
                        line.amount(),
                        line.proration(),
                        line.price().orElseThrow(),
                        line.quantity().orElseThrow(),
                        now,
                        restarts && line.amount().minorUnits() >= 0
                                ? SandboxPeriod.endOf(now, after.interval())
                                : subscription.periodEnd()))
                .toList();
    }

    private static Money part(Money whole, SandboxSubscription subscription, Instant moment) {
        long period = Duration.between(subscription.periodStart(), subscription.periodEnd())
                .toSeconds();
        long left = Duration.between(moment, subscription.periodEnd()).toSeconds();
        long bounded = Math.max(0, Math.min(period, left));
        long amount = BigDecimal.valueOf(whole.minorUnits())
                .multiply(BigDecimal.valueOf(bounded))
                .divide(BigDecimal.valueOf(period), 0, RoundingMode.HALF_UP)
                .longValueExact();
        return new Money(amount, whole.currency());
    }

    private static ChangePreview.Line line(String words, Money amount, SandboxPrices.Sold price, long quantity) {
        boolean proration = words.startsWith("Unused") || words.startsWith("Remaining");
        return new ChangePreview.Line(words, amount, proration, Optional.of(price.id()), OptionalLong.of(quantity));
    }
}
