package dev.missioncontrol.billing;

import static dev.missioncontrol.billing.PushingShop.TEAM;
import static dev.missioncontrol.billing.PushingShop.WINDOW;
import static dev.missioncontrol.billing.PushingShop.selling;
import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.usecase.PushSeats;
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
}
