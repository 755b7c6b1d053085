package dev.missioncontrol.billing.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.ASnapshot;
import dev.missioncontrol.billing.provider.ProviderStatus;
import dev.missioncontrol.billing.provider.SubscriptionItem;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What outlives the newest snapshot is the same in every order of arrival, and of two answers the lesser. */
class RegistersTest {
    private static final PlanCatalog CATALOG = DefaultCatalog.withPlaceholderPrices();
    private static final Instant FIRST = Instant.parse("2027-01-01T00:00:00Z");
    private static final Instant SECOND = FIRST.plusSeconds(1);

    private static SubscriptionSnapshot said(String status, String price, long seats) {
        return ASnapshot.of("sub_1", FIRST).status(status).item(price, seats).said();
    }

    private static Registers both(SubscriptionSnapshot one, Instant at, SubscriptionSnapshot other, Instant then) {
        Registers straight = Registers.EMPTY.with(one, at, CATALOG).with(other, then, CATALOG);
        assertThat(Registers.EMPTY.with(other, then, CATALOG).with(one, at, CATALOG))
                .as("the other way round")
                .isEqualTo(straight);
        return straight;
    }

    private static Optional<List<SubscriptionItem>> items(Optional<Seen<List<SubscriptionItem>>> register) {
        return register.map(Seen::value);
    }

    @Test
    void the_newest_counts_whichever_arrives_first() {
        SubscriptionSnapshot more = said("active", "price_team_monthly", 9);
        Registers seen = both(said("past_due", "price_team_monthly", 2), FIRST, more, SECOND);
        assertThat(seen.status()).contains(new Seen<>(ProviderStatus.ACTIVE, SECOND));
        assertThat(seen.knownItems()).contains(new Seen<>(more.items(), SECOND));
        assertThat(seen.paidItems()).contains(new Seen<>(more.items(), SECOND));
    }

    /** As texts the larger number would come first. */
    @Test
    void of_one_second_the_stricter_status_and_the_lesser_lines_count() {
        SubscriptionSnapshot less = said("past_due", "price_pro_monthly", 1);
        Registers seen = both(less, FIRST, said("active", "price_team_monthly", 9), FIRST);
        assertThat(seen.status().map(Seen::value)).contains(ProviderStatus.PAST_DUE);
        assertThat(items(seen.knownItems())).contains(less.items());

        SubscriptionSnapshot fewer = said("active", "price_team_monthly", 9);
        assertThat(items(both(fewer, FIRST, said("trialing", "price_team_monthly", 10), FIRST)
                        .paidItems()))
                .contains(fewer.items());
    }

    @Test
    void only_what_is_paid_or_on_trial_counts_as_paid() {
        SubscriptionSnapshot paid = said("active", "price_pro_monthly", 1);
        Registers seen = both(paid, FIRST, said("past_due", "price_team_monthly", 9), SECOND);
        assertThat(items(seen.paidItems())).contains(paid.items());
    }

    @Test
    void neither_unknown_prices_nor_the_lines_of_an_unknown_status_are_remembered_as_known() {
        SubscriptionSnapshot known = said("active", "price_pro_monthly", 1);
        Registers foreign = both(known, FIRST, said("active", "price_elsewhere", 9), SECOND);
        assertThat(items(foreign.knownItems())).contains(known.items());
        assertThat(items(foreign.paidItems())).contains(known.items());
        Registers strange = both(known, FIRST, said("frozen", "price_team_monthly", 9), SECOND);
        assertThat(strange).isEqualTo(Registers.EMPTY.with(known, FIRST, CATALOG));
    }

    @Test
    void of_one_second_lines_that_the_catalogue_knows_no_more_give_way() {
        PlanCatalog withoutPro = PlanCatalog.of(
                Plan.draft("free").rank(0), Plan.draft("team").rank(1).monthly("price_team_monthly", 2000, "usd"));
        SubscriptionSnapshot team = said("active", "price_team_monthly", 9);
        Registers seen = Registers.EMPTY
                .with(said("active", "price_pro_monthly", 1), FIRST, CATALOG)
                .with(team, FIRST, withoutPro);
        assertThat(items(seen.knownItems())).contains(team.items());
    }
}
