package dev.missioncontrol.billing.provider;

import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.PromotionCodeId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A stage on which the sandbox plays buyers, banks and time, for the provider itself or for one that speaks to it. */
public class SandboxStage implements ProviderStage {
    /** The beginning of every stage. */
    public static final Instant START = Instant.parse("2026-01-31T12:00:00Z");

    private final SandboxPaymentProvider sandbox = SandboxPaymentProvider.startingAt(START);

    /** Sells the default catalogue. */
    public SandboxStage() {
        sandbox.sell(DefaultCatalog.withPlaceholderPrices());
    }

    /** Who plays. */
    public final SandboxPaymentProvider sandbox() {
        return sandbox;
    }

    @Override
    public PaymentProvider provider() {
        return sandbox;
    }

    /** What speaks to the sandbox as to a provider with accounts is held to what such a one promises. */
    @Override
    public final boolean forgetsWhatItMade() {
        return provider() == sandbox;
    }

    @Override
    public final PriceId price(String plan, BillingInterval interval) {
        return new PriceId(DefaultCatalog.SLOTS.stream()
                .filter(slot -> slot.plan().equals(plan) && slot.interval() == interval)
                .findFirst()
                .orElseThrow()
                .placeholderPrice());
    }

    @Override
    public final Instant now() {
        return sandbox.clock().instant();
    }

    @Override
    public final void advance(Duration by) {
        sandbox.advance(by);
    }

    @Override
    public final void pay(CheckoutSessionId session) {
        sandbox.pay(session);
    }

    @Override
    public final void beginTrialWithoutCard(CheckoutSessionId session) {
        sandbox.startTrialWithoutCard(session);
    }

    @Override
    public final void declinePayments(CustomerId customer) {
        sandbox.declinePayments(customer);
    }

    @Override
    public final void acceptPayments(CustomerId customer) {
        sandbox.acceptPayments(customer);
    }

    @Override
    public final void offer(String code, int percent, int months) {
        offer(code, percent, months, Optional.empty());
    }

    @Override
    public final void offerOnlyTo(CustomerId customer, String code, int percent) {
        offer(code, percent, 1, Optional.of(customer));
    }

    private void offer(String code, int percent, int months, Optional<CustomerId> onlyFor) {
        sandbox.offer(
                new PromotionCode(
                        new PromotionCodeId("promo_" + code
                                + onlyFor.map(customer -> "_" + customer).orElse("")),
                        code,
                        new Reduction.Percent(BigDecimal.valueOf(percent)),
                        PromotionCode.Lasts.MONTHS,
                        months,
                        onlyFor),
                Optional.empty());
    }

    @Override
    public final void askBankNext(CustomerId customer) {
        sandbox.askBankNext(customer);
    }

    @Override
    public final void confirmPayment(SubscriptionId subscription) {
        sandbox.confirmPayment(subscription);
    }

    @Override
    public final void deleteCustomer(CustomerId customer) {
        sandbox.deleteCustomer(customer);
    }

    @Override
    public final void goAway() {
        sandbox.goAway();
    }

    @Override
    public final void comeBack() {
        sandbox.comeBack();
    }
}
