package dev.missioncontrol.billing.stripe.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The wire names what it makes in the digits that Stripe's ids have, whatever the JVM writes. */
class OtherDigitsOnTheWireTest {
    /** A language whose digits are its own, by the JVM's tables. */
    private static final Locale EGYPT = Locale.forLanguageTag("ar-EG");

    private final Locale before = Locale.getDefault();

    @BeforeEach
    void write_other_digits() {
        Locale.setDefault(EGYPT);
        assertThat("%d".formatted(1)).as("what this JVM writes").isEqualTo("\u0661");
    }

    @AfterEach
    void write_as_before() {
        Locale.setDefault(before);
    }

    @Test
    void what_only_the_wire_knows_is_named_so() {
        assertThat(new WireObjects("evt", "x").nextId()).isEqualTo("evt_x000001");
    }

    @Test
    void a_customer_and_what_it_buys_have_ids_that_a_library_can_send_back() {
        try (WireShop shop = new WireShop()) {
            String customer = shop.customer();
            String bought = shop.bought(customer, WireShop.PRO, 1);

            assertThat(shop.ok("GET", "/v1/subscriptions/" + bought)
                            .path("customer")
                            .asText())
                    .isEqualTo(customer);
        }
    }
}
