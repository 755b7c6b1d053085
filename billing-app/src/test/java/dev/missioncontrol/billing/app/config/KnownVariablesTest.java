package dev.missioncontrol.billing.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is nearly a name of ours is a mistake; what another program beside us calls its own is not. */
class KnownVariablesTest {
    private static final Map<String, String> NONE = Map.of();
    private static final Map<String, String> CATALOG = Map.of("BILLING_CATALOG", "catalog.json");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "STRIPE_PUBLISHABLE_KEY",
                "STRIPE_API_KEY",
                "STRIPE_KEY",
                "STRIPE_SECRET",
                "STRIPE_SECRET_KEY_LIVE",
                "STRIPE_WEBHOOK_ENDPOINT_ID",
                "STRIPE_WEBHOOK_SECRET_CONNECT",
                "DATABASE_NAME",
                "DATABASE_HOST",
                "DATABASE_PORT",
                "DATABASE_POOL",
                "DATABASE_USERNAME",
                "DATABASE_URI"
            })
    void what_other_programs_call_their_own_stops_nothing_and_is_said(String name) {
        assertThat(KnownVariables.mistyped(name, NONE)).isFalse();
        assertThat(KnownVariables.unread(Map.of(name, "x", "DATABASE_URL", "y", "PATH", "z")))
                .containsExactly(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BILLING_ANYTHING",
                "STRIPE_SECRET_KEYS",
                "STRIPE_SECRET_KYE_FILE",
                "STRIPE_WEBHOK_SECRET",
                "STRIPE_APIBASE",
                "DATABASE_PASSWRD",
                "DATABASE_ROWSECURITY",
                "DATABASE_ROW_LEVEL_SECURITY"
            })
    void what_is_nearly_a_name_of_ours_is_a_mistake(String name) {
        assertThat(KnownVariables.mistyped(name, NONE)).isTrue();
        assertThat(KnownVariables.mistyped(name, CATALOG)).isTrue();
        assertThat(KnownVariables.unread(Map.of(name, "x"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"STRIPE_PRICE_ID", "STRIPE_PRICE_TEAM_YEAR"})
    void a_price_that_no_plan_has_is_a_mistake_where_prices_come_from_variables_and_nowhere_else(String name) {
        assertThat(KnownVariables.mistyped(name, NONE)).isTrue();
        assertThat(KnownVariables.mistyped(name, Map.of("BILLING_CATALOG", " ")))
                .isTrue();
        assertThat(KnownVariables.mistyped(name, CATALOG)).isFalse();
    }

    @Test
    void no_name_of_ours_is_mistyped_or_unread() {
        for (String name : new String[] {"BILLING_PORT", "STRIPE_PRICE_PRO_MONTHLY", "DATABASE_URL_FILE"}) {
            assertThat(KnownVariables.mistyped(name, NONE)).isFalse();
            assertThat(KnownVariables.unread(Map.of(name, "x"))).isEmpty();
        }
    }
}
