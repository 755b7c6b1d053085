package dev.missioncontrol.billing.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.ASnapshot;
import dev.missioncontrol.billing.provider.Arrears;
import dev.missioncontrol.billing.provider.FetchedSubscription;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a tenant has of what was read of its subscriptions. */
class CurrentSubscriptionTest {
    private static final PlanCatalog CATALOG = DefaultCatalog.withPlaceholderPrices();
    private static final Instant START = Instant.parse("2027-01-01T00:00:00Z");
    private static final Instant PERIOD_END = Instant.parse("2027-02-01T00:00:00Z");

    private static ASnapshot with(String status, String price, long seats) {
        return ASnapshot.of("sub_1", START).status(status).item(price, seats);
    }

    /** Read one after another, a minute apart. */
    private static TrackedSubscription read(ASnapshot... answers) {
        TrackedSubscription known =
                TrackedSubscription.unknown(answers[0].said().id(), false);
        Instant at = START;
        for (ASnapshot answer : answers) {
            at = at.plusSeconds(60);
            TrackedSubscription marked = known.mark();
            known = marked.settle(new FetchedSubscription.Found(answer.said(), at), marked.dirty(), CATALOG)
                    .next();
        }
        return known;
    }

    private static CurrentSubscription of(TrackedSubscription... all) {
        return CurrentSubscription.of(List.of(all), CATALOG);
    }

    private static Arrears paidLast(ASnapshot lines) {
        return new Arrears(START, lines.said().items());
    }

    @Test
    void grace_is_bounded_by_what_the_invoices_say_was_paid_and_not_by_what_was_seen_meanwhile() {
        ASnapshot upgraded = with("active", "price_team_monthly", 5);
        ASnapshot owing = with("past_due", "price_team_monthly", 5)
                .arrears(Optional.of(paidLast(with("active", "price_pro_monthly", 1))));
        assertThat(of(read(upgraded, owing)).plan()).isEqualTo("pro");
        assertThat(of(read(owing)).plan()).isEqualTo("pro");
    }

    @Test
    void what_is_heard_while_it_owes_gives_no_more_than_the_invoices_said_was_paid() {
        ASnapshot upgraded = with("active", "price_team_monthly", 5);
        ASnapshot owing = with("past_due", "price_team_monthly", 5);
        ASnapshot asked = owing.arrears(Optional.of(paidLast(with("active", "price_pro_monthly", 1))));
        for (TrackedSubscription known : List.of(read(upgraded, asked), read(asked))) {
            TrackedSubscription heard = known.observe(
                            with("past_due", "price_team_monthly", 9).said(), START.plusSeconds(600), true, CATALOG)
                    .next();
            assertThat(heard.provisional()).isTrue();
            assertThat(of(heard).plan()).isEqualTo("pro");
            assertThat(of(heard).seats()).isEqualTo(1);
            assertThat(accessOf(heard)).isEqualTo(Access.Level.GRACE);
        }
        TrackedSubscription less = read(owing.arrears(Optional.of(paidLast(upgraded))))
                .observe(with("past_due", "price_pro_monthly", 1).said(), START.plusSeconds(600), true, CATALOG)
                .next();
        assertThat(of(less).plan()).as("less is taken as it is heard").isEqualTo("pro");
    }

    @Test
    void invoices_that_buy_nothing_of_ours_leave_what_was_seen_while_it_was_paid() {
        ASnapshot paid = with("active", "price_team_monthly", 3);
        ASnapshot owing = with("past_due", "price_team_monthly", 9)
                .arrears(Optional.of(paidLast(with("active", "price_of_a_workshop", 1))));
        assertThat(of(read(paid, owing)).seats()).isEqualTo(3);
    }

    @Test
    void invoices_that_buy_nothing_of_ours_are_no_reason_to_take_what_was_never_seen_paid() {
        Arrears support = paidLast(with("active", "price_of_a_workshop", 1));
        TrackedSubscription owing =
                read(with("past_due", "price_team_monthly", 5).arrears(Optional.of(support)));
        assertThat(of(owing).plan()).isEqualTo("team");
        assertThat(of(owing).seats()).isEqualTo(5);
        assertThat(accessOf(owing)).isEqualTo(Access.Level.GRACE);
        assertThat(accessOf(read(owing(true)))).as("never paid for").isEqualTo(Access.Level.NONE);
        assertThat(of(read(owing(true))).plan()).isEqualTo("free");
    }

    @Test
    void a_lower_plan_has_no_more_seats_in_grace_than_were_last_paid_for() {
        PlanCatalog catalog = PlanCatalog.of(
                Plan.draft("free").rank(0),
                Plan.draft("basic").rank(1).seats(1, 1000).monthly("price_basic", 100, "usd"),
                Plan.draft("team").rank(2).seats(2, 50).monthly("price_team_monthly", 1500, "usd"));
        TrackedSubscription owing = read(with("past_due", "price_basic", 900)
                .arrears(Optional.of(paidLast(with("active", "price_team_monthly", 2)))));
        CurrentSubscription current = CurrentSubscription.of(List.of(owing), catalog);
        assertThat(current.plan()).isEqualTo("basic");
        assertThat(current.seats()).isEqualTo(2);
        assertThat(AccessPolicy.STANDARD.access(current, START.plusSeconds(180)).level())
                .isEqualTo(Access.Level.GRACE);
    }

    private static ASnapshot monthly(String status) {
        return ASnapshot.of("sub_1", START).status(status).monthly("price_team_monthly", 3, PERIOD_END);
    }

    @Test
    void a_paused_subscription_takes_no_payment_that_a_card_could_miss() {
        assertThat(of(read(monthly("active"))).nextPayment()).contains(PERIOD_END);
        assertThat(of(read(monthly("active"), monthly("paused"))).nextPayment()).isEmpty();
        assertThat(of(read(monthly("active"), monthly("paused"), monthly("a_new_word")))
                        .nextPayment())
                .as("paused as far as is known")
                .isEmpty();
    }

    @Test
    void the_next_payment_is_taken_from_whom_the_provider_still_collects_of() {
        assertThat(of(read(monthly("active"), monthly("past_due"))).nextPayment())
                .contains(PERIOD_END);
        assertThat(of(read(monthly("active"), monthly("unpaid"))).nextPayment())
                .as("given up")
                .isEmpty();
        assertThat(of(read(monthly("active").cancelAt(Optional.of(PERIOD_END)))).nextPayment())
                .as("it ends")
                .isEmpty();
        assertThat(of(read(monthly("active").cancelAt(Optional.of(START.plusSeconds(365 * 86_400)))))
                        .nextPayment())
                .as("it ends after that payment")
                .contains(PERIOD_END);
        assertThat(of(read(monthly("canceled"))).nextPayment()).isEmpty();
        assertThat(CurrentSubscription.none(CATALOG).nextPayment()).isEmpty();
        Instant trialEnd = START.plusSeconds(3600);
        assertThat(of(read(monthly("trialing").trialEnd(trialEnd))).nextPayment())
                .as("the first one is taken when the trial ends")
                .contains(trialEnd);
    }

    @Test
    void what_ended_says_which_plan_it_was_and_when() {
        Instant ended = START.plusSeconds(30);
        CurrentSubscription current =
                of(read(with("canceled", "price_team_monthly", 3).endedAt(Optional.of(ended))));
        assertThat(current.plan()).isEqualTo("free");
        assertThat(current.formerPlan()).contains("team");
        assertThat(current.cancelAt()).contains(ended);
    }

    @Test
    void one_that_ended_or_is_known_to_be_anything_else_is_none_that_may_yet_begin() {
        TrackedSubscription ended = read(with("canceled", "price_pro_monthly", 1));
        assertThat(awaits(ended)).isFalse();
        assertThat(awaits(ended.mark())).as("heard of once more").isFalse();
        assertThat(awaits(read(with("active", "price_pro_monthly", 1)).mark())).isFalse();
        assertThat(awaits(read(with("frozen", "price_pro_monthly", 1)))).isFalse();

        assertThat(awaits(read(with("incomplete", "price_pro_monthly", 1)))).isTrue();
        assertThat(awaits(TrackedSubscription.unknown(ended.id(), false).mark()))
                .isTrue();
    }

    private static boolean awaits(TrackedSubscription one) {
        return BillingAccount.of(new TenantId("acme"), List.of(one)).awaitsBeginning();
    }

    @Test
    void what_was_to_end_is_over_from_that_moment_on_until_the_provider_has_said_so() {
        Instant end = START.plusSeconds(3600);
        for (String status : List.of("active", "trialing", "past_due", "unpaid", "paused")) {
            CurrentSubscription ending =
                    of(read(with(status, "price_pro_monthly", 1).cancelAt(Optional.of(end))));
            assertThat(ending.over(end.minusNanos(1000))).as(status).isFalse();
            assertThat(ending.over(end)).as(status).isTrue();
        }
        assertThat(of(read(with("active", "price_pro_monthly", 1))).over(end)).isFalse();
        CurrentSubscription ended =
                of(read(with("canceled", "price_pro_monthly", 1).cancelAt(Optional.of(end))));
        assertThat(ended.over(end)).as("it has ended").isFalse();
        assertThat(CurrentSubscription.none(CATALOG).over(end)).isFalse();
    }

    private static Access.Level accessOf(TrackedSubscription... all) {
        return AccessPolicy.STANDARD.access(of(all), START.plusSeconds(180)).level();
    }

    private static ASnapshot owing(boolean neverPaid) {
        return with("past_due", "price_team_monthly", 5).arrears(Optional.of(new Arrears(START, List.of(), neverPaid)));
    }

    @Test
    void what_was_never_paid_for_has_no_grace_though_it_was_seen_active() {
        TrackedSubscription failed = read(with("active", "price_team_monthly", 5), owing(true));
        assertThat(accessOf(failed)).isEqualTo(Access.Level.NONE);
        assertThat(of(failed).status()).isEqualTo(SubscriptionStatus.PAST_DUE);
        assertThat(of(failed).plan()).as("what it waits for").isEqualTo("team");
        assertThat(accessOf(read(owing(true), with("active", "price_team_monthly", 5))))
                .as("once it is paid")
                .isEqualTo(Access.Level.FULL);
    }

    @Test
    void what_was_paid_for_elsewhere_and_has_no_paid_invoice_here_keeps_its_grace() {
        assertThat(accessOf(read(with("active", "price_team_monthly", 5), owing(false))))
                .isEqualTo(Access.Level.GRACE);
        assertThat(accessOf(read(with("active", "price_team_monthly", 5), with("past_due", "price_team_monthly", 5))))
                .as("whose invoices were not asked")
                .isEqualTo(Access.Level.GRACE);
    }

    @Test
    void one_with_grace_counts_before_one_that_was_never_paid_for() {
        TrackedSubscription older = read(with("active", "price_team_monthly", 5), owing(false));
        Instant later = START.plusSeconds(1);
        TrackedSubscription newer = read(
                ASnapshot.of("sub_2", later).item("price_pro_monthly", 1),
                ASnapshot.of("sub_2", later)
                        .status("past_due")
                        .item("price_pro_monthly", 1)
                        .arrears(Optional.of(new Arrears(START, List.of(), true))));
        assertThat(of(older, newer).subscription()).contains(older.id());
        assertThat(accessOf(older, newer)).isEqualTo(Access.Level.GRACE);
    }

    private static final Instant END = START.plusSeconds(3600);

    private static TrackedSubscription made(int second, String plan, int seats, Instant end) {
        return read(ASnapshot.of("sub_" + second, START.plusSeconds(second))
                .item("price_" + plan + "_monthly", seats)
                .cancelAt(Optional.ofNullable(end)));
    }

    private static BillingAccount account(TrackedSubscription... all) {
        return BillingAccount.of(new TenantId("acme"), List.of(all));
    }

    @Test
    void one_that_goes_on_and_gives_no_less_counts_before_a_newer_one_that_is_going_to_end() {
        TrackedSubscription newer = made(2, "team", 5, END);
        for (TrackedSubscription older :
                List.of(made(1, "team", 5, null), made(1, "team", 6, null), made(1, "team", 5, END.plusSeconds(1)))) {
            CurrentSubscription current = of(older, newer);
            assertThat(current.subscription()).contains(older.id());
            assertThat(current.cancelAt())
                    .isEqualTo(older.snapshot().orElseThrow().cancelAt());
            assertThat(AccessPolicy.STANDARD.access(current, END).level()).isEqualTo(Access.Level.FULL);
        }
        for (TrackedSubscription other : List.of(
                made(1, "team", 4, null), made(1, "pro", 1, null), made(1, "team", 9, END), made(1, "team", 9, START)))
            assertThat(of(other, newer).subscription()).contains(newer.id());
        assertThat(of(made(1, "team", 5, END), made(2, "pro", 1, null)).plan())
                .as("what is newer and goes on counts as ever")
                .isEqualTo("pro");
    }

    @Test
    void a_larger_one_that_is_going_to_end_counts_until_then_and_what_goes_on_from_then_on() {
        BillingAccount account = account(made(1, "pro", 1, null), made(2, "team", 5, END));
        CurrentSubscription before = account.current(CATALOG, END.minusMillis(1));
        assertThat(before).isEqualTo(account.current(CATALOG));
        assertThat(AccessPolicy.STANDARD.access(before, END.minusMillis(1)))
                .isEqualTo(new Access(Access.Level.FULL, Optional.of(END)));
        assertThat(before.plan()).isEqualTo("team");

        CurrentSubscription after = account.current(CATALOG, END);
        assertThat(AccessPolicy.STANDARD.access(after, END)).isEqualTo(new Access(Access.Level.FULL, Optional.empty()));
        assertThat(after.plan()).isEqualTo("pro");
        assertThat(account.successive(CATALOG)).containsExactly(before, after);
    }

    @Test
    void what_is_over_gives_way_to_nothing_that_has_ended_or_is_over_as_well() {
        TrackedSubscription canceled = read(
                ASnapshot.of("sub_9", START.plusSeconds(9)).status("canceled").item("price_team_monthly", 5));
        BillingAccount account = account(made(1, "pro", 1, END), made(2, "team", 5, END), canceled);
        CurrentSubscription current = account.current(CATALOG, END);
        assertThat(current).isEqualTo(account.current(CATALOG));
        assertThat(AccessPolicy.STANDARD.access(current, END).level()).isEqualTo(Access.Level.NONE);
        assertThat(account(canceled).successive(CATALOG)).isEmpty();
        assertThat(account().current(CATALOG, END)).isEqualTo(CurrentSubscription.none(CATALOG));
    }

    /** Compared two by two these would go round in a circle: each beats the next, and the last one the first. */
    @Test
    void which_one_counts_depends_on_no_order_though_some_end() {
        List<TrackedSubscription> all = new ArrayList<>(List.of(
                made(1, "team", 5, null),
                made(2, "pro", 1, null),
                made(3, "team", 5, END),
                made(4, "team", 4, END.plusSeconds(60)),
                made(5, "pro", 1, END.plusSeconds(30))));
        CurrentSubscription counts = CurrentSubscription.of(all, CATALOG);
        Random random = new Random(20270101);
        for (int round = 0; round < 200; round++) {
            Collections.shuffle(all, random);
            assertThat(CurrentSubscription.of(all, CATALOG)).isEqualTo(counts);
        }
    }
}
