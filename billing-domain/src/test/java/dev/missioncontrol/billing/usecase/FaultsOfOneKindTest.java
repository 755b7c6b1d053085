package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.missioncontrol.billing.Billing;
import dev.missioncontrol.billing.account.Drift;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.store.BrowserSession;
import dev.missioncontrol.billing.store.JobState;
import dev.missioncontrol.billing.store.Refreshes.Unowned;
import dev.missioncontrol.billing.store.StoreException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Something that fails whenever it is tried: what it holds up of all else that recurs. */
class FaultsOfOneKindTest {
    private final SandboxPaymentProvider stripe =
            SandboxPaymentProvider.startingAt(Instant.parse("2027-01-01T00:00:00Z"));
    private final BrokenStore store = new BrokenStore();
    private final List<WorkNote> notes = new ArrayList<>();
    private final Billing billing = node(stripe);
    private int fetched;

    private Billing node(PaymentProvider provider) {
        return Billing.builder()
                .catalog(DefaultCatalog.withPlaceholderPrices())
                .provider(provider)
                .store(store)
                .clock(stripe.clock())
                .onWork(notes::add)
                .build();
    }

    /** A store that can't do some of what it is asked for. */
    private static final class BrokenStore extends InterceptedStore {
        private Predicate<Intercepted.Call> broken = call -> false;
        private Supplier<RuntimeException> fault = () -> new IllegalStateException("it can't be done, in a test");

        /** What it was asked to do, and the jobs that were begun. */
        private final Set<Object> asked = new HashSet<>();

        BrokenStore() {
            super(new InMemoryBillingStore());
        }

        @Override
        Object meet(Intercepted.Call call) throws Throwable {
            asked.add(call.is("claim") ? call.argument(0) : call.method().getName());
            if (broken.test(call)) throw fault.get();
            return call.proceed();
        }
    }

    private Optional<Instant> purged() {
        List<JobState> jobs = store.inTransaction(tx -> tx.measures().jobs());
        return jobs.stream()
                .filter(job -> job.name().equals(PurgeInbox.JOB))
                .findFirst()
                .flatMap(JobState::done);
    }

    @Test
    void a_kind_that_can_not_be_removed_keeps_no_other_and_the_job_is_not_taken_for_done() {
        store.inTransaction(tx -> {
            tx.browserSessions()
                    .open(
                            BrowserSession.Kind.PAGE,
                            "hash",
                            new BrowserSession(Optional.empty(), "", false, Optional.empty(), OptionalLong.empty()),
                            Duration.ofMinutes(1),
                            9);
            return true;
        });
        stripe.advance(Duration.ofHours(1));

        store.broken = call -> call.is("forgetPublished");
        assertThatThrownBy(billing::runDue).hasMessageContaining("can't be done");
        assertThat(purged()).isEmpty();
        assertThat(store.<Integer>inTransaction(tx -> tx.browserSessions().forget(9)))
                .as("left to be removed")
                .isZero();

        store.broken = call -> false;
        stripe.advance(Duration.ofHours(1));
        billing.runDue();
        assertThat(purged()).isPresent();
    }

    @Test
    void a_kind_that_takes_too_long_whenever_it_is_tried_keeps_no_other_and_no_other_work() {
        StoreException late = StoreException.unavailable("over its bound, in a test");
        store.fault = () -> late;
        store.broken = call -> call.is("purge");
        assertThatThrownBy(billing::runDue)
                .isInstanceOf(IllegalStateException.class)
                .hasCause(late);
        assertThat(purged()).isEmpty();
        assertThat(store.asked)
                .as("behind it")
                .contains("forgetPayloads", ForgetCheckouts.JOB, SampleTraffic.JOB, CountTenants.JOB);
    }

    @Test
    void while_a_kind_can_not_be_removed_the_others_are_as_fast_as_before() {
        int many = 2 * PurgeInbox.BATCH + 1;
        store.inTransaction(tx -> {
            BrowserSession session =
                    new BrowserSession(Optional.empty(), "", false, Optional.empty(), OptionalLong.empty());
            for (int one = 0; one < many; one++)
                tx.browserSessions().open(BrowserSession.Kind.PAGE, "hash" + one, session, Duration.ofMinutes(1), many);
            return true;
        });
        stripe.advance(Duration.ofHours(1));

        store.broken = call -> call.is("forgetPublished");
        for (int run = 0; run < 3; run++) assertThatThrownBy(billing::runDue).hasMessageContaining("can't be done");
        assertThat(store.<Integer>inTransaction(tx -> tx.browserSessions().forget(many)))
                .as("left to be removed, with no time in between")
                .isZero();
        assertThat(purged()).isEmpty();
    }

    @Test
    void one_whose_owner_is_looked_for_while_somebody_holds_it_is_left_to_the_next_round() {
        billing.runDue();
        SubscriptionId held = new SubscriptionId("sub_a");
        store.inTransaction(tx -> {
            tx.accounts().lockSubscription(held, false, stripe.clock().instant());
            tx.refreshes().lookAgain(held, 0, Optional.of(Duration.ZERO));
            return true;
        });

        store.fault = () -> StoreException.conflict("somebody holds it, in a test");
        store.broken = call -> (call.is("subscription") || call.is("lookAgain"))
                && call.argument(0).equals(held);
        billing.runDue();
        assertThat(due()).containsExactly(held);

        store.broken = call -> false;
        billing.runDue();
        assertThat(due()).isEmpty();
    }

    @Test
    void those_whose_owner_is_held_are_waited_for_once_and_only_a_few_of_them_in_one_round() {
        billing.runDue();
        List<SubscriptionId> all = new ArrayList<>();
        for (int i = 0; i < BoundedRetry.MOST_HELD + 1; i++) all.add(new SubscriptionId("sub_" + i));
        store.inTransaction(tx -> {
            for (SubscriptionId one : all) {
                tx.accounts().lockSubscription(one, false, stripe.clock().instant());
                tx.refreshes().lookAgain(one, 0, Optional.of(Duration.ZERO));
            }
            return true;
        });

        List<Object> waitedFor = new ArrayList<>();
        store.fault = () -> {
            // As long as a store waits for a lock.
            stripe.advance(Duration.ofSeconds(2));
            return StoreException.conflict("somebody holds it, in a test");
        };
        store.broken = call -> call.is("subscription") && waitedFor.add(call.argument(0));
        LookForOwners owners = owners();
        owners.lookDue();
        assertThat(waitedFor).isEqualTo(all.subList(0, BoundedRetry.MOST_HELD));
        owners.lookDue();
        assertThat(waitedFor).isEqualTo(all);

        store.broken = call -> false;
        stripe.advance(LookForOwners.AGAIN);
        assertThat(owners.lookDue()).as("come again").isEqualTo(all.size());
    }

    private LookForOwners owners() {
        Bookkeeping books =
                new Bookkeeping(DefaultCatalog.withPlaceholderPrices(), stripe, false, () -> "an-id", tenant -> {});
        Adoption adoption = new Adoption(new Ownership(stripe.name(), Optional.empty()), books);
        return new LookForOwners(new Transactions(store, tenant -> {}), adoption, stripe.clock());
    }

    @Test
    void a_sweep_stops_where_nothing_of_a_page_can_be_read_and_goes_on_there_once_it_can() {
        for (int one = 0; one < SweepProvider.LEAST_OF_A_PAGE; one++)
            stripe.pay(billing.startCheckout(new TenantId("tenant-" + one), Checkout.of("pro")));
        store.broken = call -> call.is("subscriptions");
        assertThatThrownBy(billing::runDue).hasMessageContaining("none can be read");
        assertThat(notes).noneMatch(WorkNote.Differs.class::isInstance);

        store.broken = call -> false;
        stripe.advance(Duration.ofMinutes(5));
        billing.runDue();
        assertThat(notes).hasAtLeastOneElementOfType(WorkNote.Swept.class);
        assertThat(billing.status(new TenantId("tenant-0")).plan()).isEqualTo("pro");
    }

    @Test
    void calls_of_a_sweep_that_ends_with_a_fault_are_counted_against_the_rate() {
        int rate = BillingSettings.returningTo(URI.create("http://localhost/")).providerRate();
        Billing node = node(Intercepted.port(PaymentProvider.class, stripe, call -> {
            if (call.is("fetchSubscription")) fetched++;
            return call.is("metered") ? (Object) true : call.proceed();
        }));
        List<Redirect> started = new ArrayList<>();
        for (int one = 0; one < rate; one++)
            started.add(node.startCheckout(new TenantId("tenant-" + one), Checkout.of("pro")));
        stripe.advance(SweepProvider.CHECKOUT_AGE.plusMinutes(1));
        store.broken = call -> call.is("lockTenant");
        assertThatThrownBy(node::runDue).hasMessageContaining("went past " + rate);

        store.broken = call -> false;
        stripe.onEvent(node::accept);
        stripe.pay(started.get(0));
        node.runDue();
        assertThat(fetched).as("in the same second").isZero();
        stripe.advance(Duration.ofSeconds(2));
        node.runDue();
        assertThat(fetched).isPositive();
    }

    @Test
    void a_round_of_those_whose_owner_can_not_be_looked_for_holds_up_none_behind_it_and_is_tried_again() {
        // Its sweep is done for an hour.
        billing.runDue();
        List<SubscriptionId> broken = new ArrayList<>();
        for (int i = 0; i < LookForOwners.BATCH; i++) broken.add(new SubscriptionId("sub_a" + i));
        SubscriptionId behind = new SubscriptionId("sub_b");
        List<SubscriptionId> all = new ArrayList<>(broken);
        all.add(behind);
        store.inTransaction(tx -> {
            for (SubscriptionId one : all) {
                tx.accounts().lockSubscription(one, false, stripe.clock().instant());
                tx.refreshes().lookAgain(one, 0, Optional.of(Duration.ZERO));
            }
            return true;
        });

        store.broken = call -> call.is("subscription") && broken.contains(call.argument(0));
        assertThatThrownBy(billing::runDue).hasMessageContaining("can't be done");
        billing.runDue();
        assertThat(due()).isEmpty();

        stripe.advance(LookForOwners.AGAIN);
        assertThat(due()).filteredOn(broken::contains).hasSameSizeAs(broken);
    }

    @Test
    void a_checkout_that_the_provider_refuses_to_answer_for_keeps_no_sweep_from_its_end() {
        ProviderException refused = new ProviderException(ProviderException.Kind.INVALID_REQUEST, "400, in a test");
        PaymentProvider refusing = Intercepted.port(PaymentProvider.class, stripe, call -> {
            if (call.is("fetchCheckoutSession")) throw refused;
            return call.proceed();
        });
        Billing node = node(refusing);
        for (String tenant : List.of("acme", "globex")) node.startCheckout(new TenantId(tenant), Checkout.of("pro"));
        stripe.advance(SweepProvider.CHECKOUT_AGE.plusMinutes(1));

        node.runDue();
        assertThat(notes).hasAtLeastOneElementOfType(WorkNote.Swept.class);
        assertThat(notes)
                .filteredOn(WorkNote.Differs.class::isInstance)
                .extracting(
                        note -> note.about().tenant().orElseThrow().value(),
                        note -> ((WorkNote.Differs) note).drift().kind())
                .containsExactlyInAnyOrder(
                        tuple("acme", Drift.Kind.UNANSWERED), tuple("globex", Drift.Kind.UNANSWERED));
    }

    private List<SubscriptionId> due() {
        List<Unowned> due = store.inTransaction(tx -> tx.refreshes().unownedDue(99));
        return due.stream().map(Unowned::subscription).toList();
    }
}
