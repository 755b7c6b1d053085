package dev.missioncontrol.billing.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.Workers;
import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.provider.FetchedSubscription;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.sandbox.CancelShape;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.store.AuditEntry;
import dev.missioncontrol.billing.store.BillingStore;
import dev.missioncontrol.billing.usecase.Change;
import dev.missioncontrol.billing.usecase.Checkout;
import dev.missioncontrol.billing.usecase.TimerByHand;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Answers that say all kinds of things come to the same, whether they are written together or one by one. */
class MixedAnswersTest {
    private static final TenantId ENDS = new TenantId("ends");
    private static final TenantId FAILS = new TenantId("fails");
    private static final TenantId GONE = new TenantId("gone");
    private static final TenantId LESS = new TenantId("less");
    private static final TenantId MORE = new TenantId("more");
    private static final TenantId OVER = new TenantId("over");
    private static final TenantId STAYS = new TenantId("stays");
    private static final List<TenantId> ALL = List.of(ENDS, FAILS, GONE, LESS, MORE, OVER, STAYS);

    /** A tenant as it is stored, without what is drawn by chance. */
    private record Known(
            TenantId tenant,
            List<TrackedSubscription> subscriptions,
            String has,
            List<String> audit,
            List<Object> planned) {}

    @ParameterizedTest
    @EnumSource
    void they_come_to_the_same(RealDatabase database) {
        List<Known> alone = after(database, (billing, timer) -> billing.runDue());
        List<Known> together = after(database, (billing, timer) -> timer.interval());
        assertThat(together).isEqualTo(alone);
        assertThat(alone).allSatisfy(one -> assertThat(one.audit()).isNotEmpty());
        assertThat(alone.stream().map(Known::has).distinct().count())
                .as("kinds of what they have")
                .isGreaterThan(4);
    }

    private static List<Known> after(RealDatabase database, BiConsumer<Billing, TimerByHand> fetching) {
        try (HikariDataSource source = StoreOnDatabase.migrated(database)) {
            SandboxPaymentProvider stripe = SandboxPaymentProvider.startingAt(MadeUpEvents.NOON);
            BillingStore store = JdbiBillingStore.on(source);
            int[] ids = new int[1];
            Billing billing = Billing.builder()
                    .catalog(DefaultCatalog.withPlaceholderPrices())
                    .provider(withoutOneOf(GONE, stripe))
                    .store(store)
                    .clock(stripe.clock())
                    .ids(() -> "id-" + ids[0]++)
                    .build();
            List<ProviderEvent> events = new ArrayList<>();
            stripe.onEvent(events::add);
            for (TenantId tenant : ALL)
                stripe.pay(billing.startCheckout(tenant, Checkout.of("team").seats(5)));
            events.forEach(billing::accept);
            billing.runDue();
            billing.change(LESS, Change.toSeats(2));
            billing.runDue();
            events.clear();

            // What happens at the provider now is heard of by nobody.
            stripe.cancelAtPeriodEnd(stripe.subscriptionOf(ENDS).orElseThrow(), CancelShape.values()[0]);
            stripe.cancelNow(stripe.subscriptionOf(OVER).orElseThrow());
            stripe.changePrice(
                    stripe.subscriptionOf(MORE).orElseThrow(),
                    DefaultCatalog.withPlaceholderPrices()
                            .plan("team")
                            .orElseThrow()
                            .prices()
                            .get(BillingInterval.MONTH)
                            .id(),
                    9);
            stripe.declinePayments(FAILS);
            stripe.advance(Duration.ofDays(32));
            TimerByHand timer = new TimerByHand();
            try (Workers workers = billing.startWorkers(timer.service(), Runnable::run)) {
                for (int run = 0; run < 3; run++) fetching.accept(billing, timer);
            }
            return ALL.stream().map(tenant -> known(store, tenant)).toList();
        }
    }

    private static PaymentProvider withoutOneOf(TenantId tenant, SandboxPaymentProvider stripe) {
        return (PaymentProvider) Proxy.newProxyInstance(
                PaymentProvider.class.getClassLoader(),
                new Class<?>[] {PaymentProvider.class},
                (self, method, arguments) -> {
                    boolean gone = method.getName().equals("fetchSubscription")
                            && stripe.subscriptionOf(tenant).equals(Optional.of((SubscriptionId) arguments[0]))
                            && stripe.clock().instant().isAfter(MadeUpEvents.NOON.plus(Duration.ofDays(1)));
                    if (gone) return new FetchedSubscription.Missing("no such subscription, in this test");
                    try {
                        return method.invoke(stripe, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static Known known(BillingStore store, TenantId tenant) {
        return store.inTransaction(tx -> {
            List<TrackedSubscription> all = tx.accounts().subscriptionsOf(tenant);
            return new Known(
                    tenant,
                    all,
                    tx.accounts().current(tenant).orElseThrow().current().toString(),
                    tx.journal().audit(tenant, 1, 100).stream()
                            .map(AuditEntry::rule)
                            .toList(),
                    all.stream()
                            .map(one -> (Object) tx.accounts().planned(one.id()))
                            .toList());
        });
    }
}
