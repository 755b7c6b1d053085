package dev.missioncontrol.billing.sandbox;

import static dev.missioncontrol.billing.sandbox.SandboxShop.PRO;
import static dev.missioncontrol.billing.sandbox.SandboxShop.PRO_YEARLY;
import static dev.missioncontrol.billing.sandbox.SandboxShop.TEAM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.EventContent;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.ProviderStatus;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What stays true whatever people do, in any order, to a sandbox. */
class SandboxRandomTest {
    private static final int RUNS = 300;
    private static final int ACTIONS_PER_RUN = 60;
    private static final List<PriceId> PRICES = List.of(PRO, PRO_YEARLY, TEAM);

    @Test
    void whatever_people_do_the_sandbox_stays_true_to_itself() {
        Set<String> seen = new HashSet<>();
        for (long seed = 0; seed < RUNS; seed++) {
            try {
                new Run(seed).play(seen);
            } catch (RuntimeException | AssertionError broken) {
                throw new AssertionError("seed " + seed + ": " + broken.getMessage(), broken);
            }
        }
        assertThat(seen)
                .as("states that the runs reached")
                .contains(
                        "trialing",
                        "active",
                        "past_due",
                        "unpaid",
                        "paused",
                        "incomplete",
                        "incomplete_expired",
                        "canceled");
    }

    @Test
    void the_same_seed_tells_the_same_story() {
        Run one = new Run(42);
        Run other = new Run(42);
        one.play(new HashSet<>());
        other.play(new HashSet<>());
        assertThat(one.shop.events).isEqualTo(other.shop.events);
    }

    private static final class Run {
        final SandboxShop shop = new SandboxShop();
        final Random random;
        final List<CheckoutSessionId> sessions = new ArrayList<>();
        final Map<SubscriptionId, String> ended = new HashMap<>();

        Run(long seed) {
            random = new Random(seed);
            shop.provider.afterLastRetry(pick(List.of(AfterLastRetry.values())));
        }

        void play(Set<String> seen) {
            for (int i = 0; i < ACTIONS_PER_RUN; i++) {
                try {
                    act();
                } catch (ProviderException refused) {
                    // A refusal is an answer: the invariants must hold after it too.
                    assertThat(refused.retryable()).isFalse();
                }
                check(seen);
            }
        }

        private void act() {
            SandboxPaymentProvider provider = shop.provider;
            TenantId tenant = new TenantId("t" + random.nextInt(2));
            CustomerId customer = shop.customer(tenant);
            if (sessions.isEmpty() || random.nextInt(6) == 0)
                sessions.add(shop.checkout(tenant, pick(PRICES), 1 + random.nextInt(4), random.nextInt(3) * 7));
            CheckoutSessionId session = pick(sessions);
            Optional<SubscriptionId> any = anySubscription();
            switch (random.nextInt(20)) {
                case 0, 1 -> provider.pay(session);
                case 2 -> provider.payLater(session, pick(List.of(ProviderStatus.ACTIVE, ProviderStatus.INCOMPLETE)));
                case 3 -> provider.beginPayment(session);
                case 4 -> provider.startTrialWithoutCard(session);
                case 5 -> provider.leave(session);
                case 6 -> provider.declineNextPayment(customer);
                case 7 -> provider.declinePayments(customer);
                case 8 -> provider.acceptPayments(customer);
                case 9 -> any.ifPresent(id -> provider.settleDelayedPayment(id, random.nextBoolean()));
                case 10 -> any.ifPresent(provider::payOpenInvoice);
                case 11 -> any.ifPresent(id -> provider.cancelAtPeriodEnd(id, pick(List.of(CancelShape.values()))));
                case 12 -> any.ifPresent(provider::resume);
                case 13 -> any.ifPresent(id -> provider.changePrice(id, pick(PRICES), 1 + random.nextInt(4)));
                case 14 -> any.ifPresent(random.nextBoolean() ? provider::pause : provider::resumePaused);
                case 15 -> any.filter(id -> random.nextInt(3) == 0).ifPresent(provider::cancelNow);
                case 16 -> {
                    if (random.nextInt(10) == 0) provider.deleteCustomer(customer);
                }
                case 17 -> provider.advance(Duration.ofHours(random.nextInt(30)));
                default -> provider.advance(Duration.ofDays(random.nextInt(40)));
            }
        }

        private void check(Set<String> seen) {
            Instant now = shop.provider.clock().instant();
            Map<SubscriptionId, SubscriptionSnapshot> lastSaid = new HashMap<>();
            Instant before = Instant.MIN;
            for (ProviderEvent event : shop.events) {
                assertThat(event.created()).isBetween(before, now);
                before = event.created();
                if (event.content() instanceof EventContent.OfSubscription said)
                    lastSaid.put(said.snapshot().id(), said.snapshot());
            }
            List<SubscriptionSnapshot> listed = shop.provider
                    .listSubscriptions(Optional.empty(), Optional.empty(), 100)
                    .subscriptions();
            assertThat(listed).as("nothing that was ever said is lost").hasSize(lastSaid.size());
            for (SubscriptionSnapshot listedOne : listed) {
                seen.add(listedOne.status());
                SubscriptionSnapshot fetched = shop.fetch(listedOne.id());
                assertThat(fetched.withArrears(Optional.empty()))
                        .isEqualTo(listedOne)
                        .isEqualTo(lastSaid.get(listedOne.id()));
                checkOne(fetched, now);
            }
            assertThat(ended.keySet()).as("ended ones stay listed").isSubsetOf(lastSaid.keySet());
        }

        private void checkOne(SubscriptionSnapshot one, Instant now) {
            String firstEnd = ended.get(one.id());
            if (firstEnd != null)
                assertThat(one.status()).as("an end is an end").isEqualTo(firstEnd);
            if (one.terminal()) ended.put(one.id(), one.status());
            assertThat(one.endedAt().isPresent()).isEqualTo(one.terminal());
            boolean owing = one.status().equals("past_due") || one.status().equals("unpaid");
            assertThat(one.arrears().isPresent()).isEqualTo(owing);
            one.arrears().ifPresent(owed -> assertThat(owed.since()).isBefore(now.plusNanos(1)));
            boolean running =
                    owing || one.status().equals("active") || one.status().equals("trialing");
            if (running)
                assertThat(one.items().get(0).periodEnd().orElseThrow()).isAfter(now);
            if (running) one.cancelAt().ifPresent(at -> assertThat(at).isAfter(now));
        }

        private Optional<SubscriptionId> anySubscription() {
            List<SubscriptionId> all =
                    shop.provider.listSubscriptions(Optional.empty(), Optional.empty(), 100).subscriptions().stream()
                            .map(SubscriptionSnapshot::id)
                            .toList();
            return all.isEmpty() ? Optional.empty() : Optional.of(pick(all));
        }

        private <T> T pick(List<T> some) {
            return some.get(random.nextInt(some.size()));
        }
    }
}
