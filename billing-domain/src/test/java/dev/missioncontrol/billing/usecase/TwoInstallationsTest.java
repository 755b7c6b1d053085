package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.BillingBuilder;
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
    private final Billing alpha = installation(Optional.of("alpha"), store);
    private final InMemoryBillingStore betas = new InMemoryBillingStore();
    private final Billing beta = installation(Optional.of("beta"), betas);

    private Billing installation(Optional<String> name, InMemoryBillingStore keptIn) {
        BillingBuilder wired = Billing.builder()
                .catalog(DefaultCatalog.withPlaceholderPrices())
                .provider(stripe)
                .store(keptIn)
                .clock(stripe.clock());
        name.ifPresent(wired::installation);
        return wired.build();
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

    @Test
    void one_without_a_name_believes_nothing_that_names_another() {
        InMemoryBillingStore kept = new InMemoryBillingStore();
        Billing nameless = installation(Optional.empty(), kept);
        nameless.runDue();
        events.forEach(nameless::accept);
        nameless.runDue();
        stripe.advance(Duration.ofHours(2));
        nameless.runDue();
        assertThat(nameless.status(ACME).plan()).isEqualTo("free");
        boolean made = kept.inTransaction(tx -> tx.accounts().tenant(ACME).isPresent()
                || tx.accounts().subscription(subscription()).isPresent());
        assertThat(made).as("by events, fetches and a sweep").isFalse();
        assertThat(kept.<List<InboxEvent>>inTransaction(tx -> events.stream()
                        .filter(TwoInstallationsTest::says)
                        .flatMap(event -> tx.inbox().event(event.id()).stream())
                        .toList()))
                .isNotEmpty()
                .allSatisfy(one -> assertThat(one.reason()).isEqualTo(Ownership.OF_ANOTHER_INSTALLATION));
    }

    @Test
    void one_without_a_name_believes_what_names_nobody() {
        Billing nameless = installation(Optional.empty(), new InMemoryBillingStore());
        TenantId globex = new TenantId("globex");
        List<ProviderEvent> before = List.copyOf(events);
        stripe.pay(
                installation(Optional.empty(), new InMemoryBillingStore()).startCheckout(globex, Checkout.of("pro")));
        events.stream().filter(event -> !before.contains(event)).forEach(nameless::accept);
        nameless.runDue();
        assertThat(nameless.status(globex).plan()).isEqualTo("pro");
    }

    @Test
    void who_takes_its_name_away_or_gives_itself_another_keeps_what_it_sold_and_hears_of_it() {
        TenantId globex = new TenantId("globex");
        TenantId initech = new TenantId("initech");
        stripe.pay(beta.startCheckout(globex, Checkout.of("pro")));
        Redirect begun = beta.startCheckout(initech, Checkout.of("team").seats(3));
        List<ProviderEvent> heardBefore = List.copyOf(events);
        for (Optional<String> name : List.of(Optional.<String>empty(), Optional.of("gamma"))) {
            Billing renamed = installation(name, betas);
            events.forEach(renamed::accept);
            renamed.runDue();
            assertThat(renamed.status(ACME).plan()).as("bound before").isEqualTo("pro");
            assertThat(renamed.status(globex).plan())
                    .as("paid before, heard of after")
                    .isEqualTo("pro");
        }
        stripe.pay(begun);
        Billing nameless = installation(Optional.empty(), betas);
        events.stream().filter(event -> !heardBefore.contains(event)).forEach(nameless::accept);
        nameless.runDue();
        assertThat(nameless.status(initech).plan())
                .as("begun before, paid after")
                .isEqualTo("team");
        stripe.cancelNow(subscription());
        stripe.advance(Duration.ofHours(2));
        nameless.runDue();
        assertThat(nameless.status(ACME).plan())
                .as("it ends as it always would")
                .isEqualTo("free");
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
