package dev.missioncontrol.billing;

import static dev.missioncontrol.billing.PushingShop.TEAM;
import static dev.missioncontrol.billing.PushingShop.WINDOW;
import static dev.missioncontrol.billing.PushingShop.selling;
import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.usecase.PushSeats;
import dev.missioncontrol.billing.usecase.SeatUsageException;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Seats that are pushed where what is charged is not what the catalogue sells by now. */
class PushedSeatsByTheCatalogueTest {
    private final PushingShop shop = new PushingShop();

    @Test
    void at_a_price_that_is_sold_no_more_fewer_and_then_more_are_counted_as_at_any_other() {
        shop.sells(selling("team_2028", 2, TEAM.value()));
        shop.push(2);
        shop.passes(PushSeats.SETTLES);
        assertThat(shop.comes()).contains(2L);

        shop.push(20);
        shop.passes(WINDOW);

        assertThat(shop.charged()).isEqualTo(20);
        assertThat(shop.comes()).isEmpty();
    }

    @Test
    void fewer_than_the_plan_has_by_now_are_charged_as_its_fewest_once_a_number_is_pushed() {
        shop.sells(selling(TEAM.value(), 10));
        shop.push(8);
        shop.passes(PushSeats.SETTLES);
        assertThat(shop.charged()).isEqualTo(10);
    }

    @Test
    void raising_a_plans_fewest_charges_nobody_who_pushes_what_there_is() {
        long has = shop.charged();
        shop.sells(selling(TEAM.value(), 10));
        shop.push((int) has);
        shop.passes(PushSeats.SETTLES);
        assertThat(shop.charged()).isEqualTo(has);
        assertThat(shop.comes()).isEmpty();
    }

    @Test
    void fewer_that_somebody_set_at_the_provider_are_charged_as_the_fewest_that_the_plan_has() {
        shop.stripe.changePrice(shop.subscription(), TEAM, 1);
        shop.push(2);
        shop.passes(PushSeats.SETTLES);
        assertThat(shop.charged()).isEqualTo(2);
    }

    @Test
    void more_than_the_plan_has_go_down_to_its_most_with_the_period() {
        shop.stripe.changePrice(shop.subscription(), TEAM, 80);
        shop.push(50);
        shop.passes(PushSeats.SETTLES);
        assertThat(shop.comes()).contains(50L);
    }

    @Test
    void more_than_the_plan_has_stay_while_nobody_can_say_how_many_are_in_use() {
        shop.stripe.changePrice(shop.subscription(), TEAM, 80);
        shop.used = () -> {
            throw new SeatUsageException("in a test");
        };
        shop.push(50);
        shop.passes(PushSeats.SETTLES);
        assertThat(shop.comes()).isEmpty();

        shop.used = OptionalLong::empty;
        shop.passes(WINDOW);
        assertThat(shop.comes()).contains(50L);
    }
}
