package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.account.CurrentSubscription;
import dev.missioncontrol.billing.account.TrackedSubscription;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.ASnapshot;
import dev.missioncontrol.billing.provider.FetchedSubscription;
import dev.missioncontrol.billing.provider.SubscriptionChange;
import dev.missioncontrol.billing.provider.SubscriptionChange.Timing;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What the provider is asked for, of which line, and what it is never asked for. */
class ChangeTermsTest {
    private static final PlanCatalog CATALOG = DefaultCatalog.withPlaceholderPrices();
    private static final TenantId ACME = new TenantId("acme");
    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");
    private static final PriceId TEAM = new PriceId("price_team_monthly");
    private static final SeatsInUse NOBODY_COUNTS = SeatsInUse.of(ACME, SeatUsage.UNKNOWN, OptionalLong.empty());

    private static ASnapshot team(long seats) {
        return ASnapshot.of("sub_1", NOW).item(TEAM.value(), seats);
    }

    private static ChangeTerms.Checked check(ASnapshot has, Change wanted, SeatsInUse inUse) {
        return check(has, wanted, () -> inUse);
    }

    private static ChangeTerms.Checked check(ASnapshot has, Change wanted, Supplier<SeatsInUse> inUse) {
        var said = has.said();
        TrackedSubscription tracked = TrackedSubscription.unknown(said.id(), false)
                .mark()
                .settle(new FetchedSubscription.Found(said, NOW), 1, CATALOG)
                .next();
        CurrentSubscription current = CurrentSubscription.of(List.of(tracked), CATALOG);
        ChangeSubject subject =
                new ChangeSubject(ACME, "pseudonym", current, tracked, Optional.empty(), Optional.empty(), false);
        return ChangeTerms.check(wanted, subject, CATALOG, inUse, NOW);
    }

    private static SubscriptionChange change(ASnapshot has, Change wanted) {
        return ((ChangeTerms.Checked.Terms) check(has, wanted, NOBODY_COUNTS))
                .terms()
                .change();
    }

    private static Rejection.Code refused(ASnapshot has, Change wanted, SeatsInUse inUse) {
        return ((ChangeTerms.Checked.Refused) check(has, wanted, inUse))
                .rejection()
                .code();
    }

    @Test
    void a_line_that_is_none_of_ours_is_left_alone_and_in_no_changes_way() {
        SubscriptionChange change = change(team(3).item("price_of_a_workshop", 7), Change.toSeats(5));
        assertThat(change.from()).isEqualTo(TEAM);
        assertThat(change.to()).isEqualTo(TEAM);
        assertThat(change.quantity()).isEqualTo(5);
    }

    @Test
    void one_with_two_lines_of_a_plan_is_changed_by_who_made_it() {
        assertThat(refused(team(3).item("price_team_yearly", 2), Change.toSeats(9), NOBODY_COUNTS))
                .isEqualTo(Rejection.Code.NOT_CHANGEABLE);
    }

    @Test
    void one_with_a_line_of_the_other_plan_beside_is_changed_to_that_by_who_made_it() {
        ASnapshot both = team(3).item("price_pro_monthly", 1);
        assertThat(refused(both, Change.to("pro"), NOBODY_COUNTS)).isEqualTo(Rejection.Code.NOT_CHANGEABLE);
        assertThat(refused(both, Change.to("pro").yearly(), NOBODY_COUNTS)).isEqualTo(Rejection.Code.NOT_CHANGEABLE);
        assertThat(change(both, Change.toSeats(5)).quantity()).isEqualTo(5);
        assertThat(change(both, Change.to("team").yearly()).to()).isEqualTo(new PriceId("price_team_yearly"));
    }

    @Test
    void what_comes_at_once_costs_what_was_shown_and_what_comes_later_is_not_reckoned_now() {
        Change shown = Change.toSeats(5).previewedAt(NOW.minusSeconds(60));
        SubscriptionChange more = change(team(3), shown);
        assertThat(more.when()).isEqualTo(Timing.NOW);
        assertThat(more.prorationDate()).contains(NOW.minusSeconds(60));
        SubscriptionChange fewer = change(team(9), shown);
        assertThat(fewer.when()).isEqualTo(Timing.PERIOD_END);
        assertThat(fewer.prorationDate()).isEmpty();
    }

    @Test
    void while_nobody_can_say_how_many_seats_are_in_use_none_are_given_up_and_more_are_sold() {
        SeatsInUse away = new SeatsInUse(OptionalLong.empty(), false);
        assertThat(refused(team(5), Change.toSeats(4), away)).isEqualTo(Rejection.Code.SEAT_USAGE_UNKNOWN);
        assertThat(refused(team(5), Change.to("pro"), away)).isEqualTo(Rejection.Code.SEAT_USAGE_UNKNOWN);
        assertThat(check(team(5), Change.toSeats(6), away)).isInstanceOf(ChangeTerms.Checked.Terms.class);
        assertThat(check(team(5), Change.to("team").yearly(), away)).isInstanceOf(ChangeTerms.Checked.Terms.class);
    }

    @Test
    void whoever_counts_the_seats_is_not_asked_of_what_is_refused_anyway_or_leaves_their_number() {
        int[] asked = {0};
        Supplier<SeatsInUse> counting = () -> {
            asked[0]++;
            return new SeatsInUse(OptionalLong.of(1), true);
        };
        for (Change wrong :
                List.of(Change.to("gold"), Change.toSeats(1_000_000_000), Change.toSeats(0), Change.toSeats(5)))
            assertThat(check(team(5), wrong, counting)).isInstanceOf(ChangeTerms.Checked.Refused.class);
        assertThat(check(team(5), Change.to("team").yearly(), counting)).isInstanceOf(ChangeTerms.Checked.Terms.class);
        assertThat(asked[0]).isZero();

        assertThat(check(team(5), Change.toSeats(4), counting)).isInstanceOf(ChangeTerms.Checked.Terms.class);
        assertThat(asked[0]).isEqualTo(1);
    }

    @Test
    void of_what_the_asker_and_the_host_count_the_larger_number_is_not_given_up() {
        SeatUsage four = tenant -> OptionalLong.of(4);
        assertThat(SeatsInUse.of(ACME, four, OptionalLong.of(6)).count()).hasValue(6);
        assertThat(SeatsInUse.of(ACME, four, OptionalLong.of(2)).count()).hasValue(4);
        assertThat(SeatsInUse.of(ACME, four, OptionalLong.empty()).count()).hasValue(4);
        assertThat(SeatsInUse.of(ACME, SeatUsage.UNKNOWN, OptionalLong.of(6)).count())
                .hasValue(6);
        assertThat(NOBODY_COUNTS.told()).isTrue();

        SeatUsage away = tenant -> {
            throw new SeatUsageException("no answer");
        };
        assertThat(SeatsInUse.of(ACME, away, OptionalLong.empty()).told()).isFalse();
        assertThat(SeatsInUse.of(ACME, away, OptionalLong.of(6))).isEqualTo(new SeatsInUse(OptionalLong.of(6), true));
    }

    @Test
    void a_change_is_reckoned_from_what_is_charged_whatever_the_plan_makes_of_that_number() {
        ChangeTerms terms = ((ChangeTerms.Checked.Terms) check(team(1), Change.toSeats(4), NOBODY_COUNTS)).terms();
        assertThat(terms.before().seats()).as("team has two or more").isEqualTo(1);
        assertThat(terms.after().seats()).isEqualTo(4);
    }
}
