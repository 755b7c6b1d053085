package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.provider.EventContent;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.store.InboxEvent;
import dev.missioncontrol.billing.store.Refreshes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two installations on one account hear of each other's subscriptions, and have nothing to do with them. */
class TwoInstallationsTest {
    private static final TenantId ACME = new TenantId("acme");

    private final SandboxPaymentProvider stripe =
            SandboxPaymentProvider.startingAt(Instant.parse("2027-01-01T00:00:00Z"));
    private final List<ProviderEvent> events = new ArrayList<>();
    private final InMemoryBillingStore store = new InMemoryBillingStore();
    private final Billing alpha = installation("alpha", store);
    private final Billing beta = installation("beta", new InMemoryBillingStore());

    private Billing installation(String name, InMemoryBillingStore keptIn) {
        return Billing.builder()
                .catalog(DefaultCatalog.withPlaceholderPrices())
                .provider(stripe)
                .store(keptIn)
                .clock(stripe.clock())
                .installation(name)
                .build();
    }

    @BeforeEach
    void beta_sells_a_subscription() {
        stripe.onEvent(events::add);
        stripe.pay(beta.startCheckout(ACME, Checkout.of("pro")));
        stripe.advance(Duration.ofSeconds(3));
        events.forEach(beta::accept);
        beta.runDue();
        assertThat(beta.status(ACME).plan()).isEqualTo("pro");
    }

    private SubscriptionId subscription() {
        return stripe.subscriptionOf(ACME).orElseThrow();
    }

    private static boolean says(ProviderEvent event) {
        return event.content() instanceof EventContent.OfSubscription
                || event.content() instanceof EventContent.OfCheckout;
    }

    private List<InboxEvent> stored(List<ProviderEvent> heard) {
        return store.inTransaction(tx -> heard.stream()
                .flatMap(event -> tx.inbox().event(event.id()).stream())
                .toList());
    }

    private void alphaHasNothingOfIt() {
        List<SubscriptionId> known = store.inTransaction(tx -> tx.accounts().subscription(subscription()).stream()
                .map(TrackedSubscription::id)
                .toList());
        long unbound = store.inTransaction(tx -> tx.measures().backlog().unbound());
        assertThat(known).isEmpty();
        assertThat(unbound).isZero();
        assertThat(alpha.status(ACME).plan()).isEqualTo("free");
    }

    @Test
    void an_event_that_says_who_made_it_is_ignored_by_the_other() {
        List<ProviderEvent> heard =
                events.stream().filter(TwoInstallationsTest::says).toList();
        heard.forEach(alpha::accept);
        assertThat(stored(heard)).hasSize(heard.size()).allSatisfy(one -> {
            assertThat(one.outcome()).isEqualTo(EventOutcome.IGNORED);
            assertThat(one.reason()).isEqualTo(Ownership.OF_ANOTHER_INSTALLATION);
        });
        alphaHasNothingOfIt();
    }

    @Test
    void what_an_event_does_not_say_the_fetch_finds_out() {
        List<ProviderEvent> heard = events.stream()
                .filter(event -> event.content() instanceof EventContent.OfInvoice)
                .toList();
        heard.forEach(alpha::accept);
        assertThat(stored(heard)).isNotEmpty().extracting(InboxEvent::outcome).containsOnly(EventOutcome.UNBOUND);
        alpha.runDue();
        assertThat(stored(heard)).extracting(InboxEvent::outcome).containsOnly(EventOutcome.IGNORED);
        alphaHasNothingOfIt();
    }

    @Test
    void what_an_operator_binds_after_all_is_had_and_not_sold_again() {
        events.forEach(alpha::accept);
        alpha.runDue();
        alphaHasNothingOfIt();
        CustomerId customer = events.get(0).content().customer().orElseThrow();
        alpha.operations().bind(ACME, customer, "it moved here", true, time -> {});
        assertThat(alpha.status(ACME).plan()).isEqualTo("pro");
        assertThat(alpha.startCheckout(ACME, Checkout.of("pro"))).isInstanceOf(Redirect.Rejected.class);
    }

    /** As a version before this one left it. */
    @Test
    void one_that_is_known_as_nobodys_is_forgotten_once_its_next_event_comes() {
        store.inTransaction(tx -> tx.accounts()
                .lockSubscription(subscription(), false, stripe.clock().instant()));
        events.stream().filter(TwoInstallationsTest::says).forEach(alpha::accept);
        alpha.runDue();
        alphaHasNothingOfIt();
    }

    @Test
    void who_looks_for_an_owner_meanwhile_finds_nothing_and_has_no_trouble() {
        events.stream()
                .filter(event -> event.content() instanceof EventContent.OfInvoice)
                .forEach(alpha::accept);
        stripe.advance(Duration.ofMinutes(1));
        List<Refreshes.Unowned> looked =
                store.inTransaction(tx -> tx.refreshes().unownedDue(10));
        assertThat(looked).isNotEmpty();
        store.inTransaction(tx -> {
            tx.accounts().lockSubscription(subscription(), false, stripe.clock().instant());
            tx.accounts().forget(subscription());
            return 0;
        });
        Bookkeeping books =
                new Bookkeeping(DefaultCatalog.withPlaceholderPrices(), stripe, false, () -> "pseudonym", held -> {});
        Adoption adoption = new Adoption(new Ownership(stripe.name(), Optional.of("alpha")), books);
        assertThat(looked)
                .allSatisfy(one -> store.inTransaction(tx -> {
                    adoption.look(tx, one, stripe.clock().instant());
                    return 0;
                }));
        alphaHasNothingOfIt();
    }
}
