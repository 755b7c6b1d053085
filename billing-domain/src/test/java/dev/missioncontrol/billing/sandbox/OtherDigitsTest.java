package dev.missioncontrol.billing.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.SubscriptionId;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The sandbox sells on a JVM that writes numbers in other digits, under the same ids as on any. */
class OtherDigitsTest {
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
    void what_is_bought_has_the_ids_that_it_has_elsewhere() {
        SandboxShop shop = new SandboxShop();

        SubscriptionId bought = shop.bought(SandboxShop.PRO, 1);

        assertThat(bought.value()).matches("sub_sandbox[0-9]{6}");
        shop.advanceDays(40);
        assertThat(shop.status(bought)).isEqualTo("active");
    }
}
