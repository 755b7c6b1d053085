package dev.missioncontrol.billing.stripe;

import static dev.missioncontrol.billing.stripe.SubscriptionCallsTest.list;
import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.PlanCatalog;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an account has set up is read as Stripe writes it. */
class AccountCallsTest extends OnStripeDouble {
    private static final AccountWishes WISHES = new AccountWishes(
            PlanCatalog.of(Plan.draft("free").rank(0)),
            true,
            URI.create("https://billing.example/webhook"),
            false,
            1,
            false);

    private static final String OF_CUSTOMERS =
            "{\"enabled\":true,\"allowed_updates\":[\"name\",\"address\",\"tax_id\",\"email\",\"phone\"]}";

    private List<String> ofPortal(String update) {
        return ofPortal(update, OF_CUSTOMERS);
    }

    private List<String> ofPortal(String update, String customer) {
        String portal =
                "{\"id\":\"bpc_1\",\"is_default\":true,\"features\":{\"payment_method_update\":{\"enabled\":true},"
                        + "\"invoice_history\":{\"enabled\":true},"
                        + "\"customer_update\":" + customer + ","
                        + "\"subscription_cancel\":{\"enabled\":true,\"mode\":\"at_period_end\"},"
                        + "\"subscription_update\":" + update + "}}";
        stripe.answers(list(false))
                .answers(list(false, portal))
                .answers(list(false))
                .answers(list(false));
        return stripe.settings().account().diagnose(WISHES).stream()
                .filter(finding -> finding.subject().startsWith("portal"))
                .map(finding -> finding.level() + " " + finding.subject())
                .toList();
    }

    @Test
    void what_customers_may_change_in_the_portal_is_told_only_where_they_may() {
        assertThat(ofPortal(update(false, "create_prorations"))).containsExactly("OK portal");
        assertThat(ofPortal(update(true, "always_invoice"))).containsExactly("OK portal", "WARNING portal changes");
        assertThat(ofPortal(update(true, "create_prorations"))).containsExactly("OK portal", "WRONG portal changes");
        assertThat(ofPortal(update(true, "none"))).containsExactly("OK portal", "WRONG portal changes");
    }

    @Test
    void a_portal_in_which_nobody_can_say_who_is_invoiced_is_told() {
        String nothing = update(false, "create_prorations");
        assertThat(ofPortal(
                        nothing, "{\"enabled\":false,\"allowed_updates\":[\"name\",\"address\",\"tax_id\",\"email\"]}"))
                .containsExactly("WARNING portal");
        assertThat(ofPortal(nothing, "{\"enabled\":true,\"allowed_updates\":[\"email\",\"address\"]}"))
                .containsExactly("WARNING portal");
    }

    @Test
    void
            the_portal_that_setup_makes_lets_customers_say_who_is_invoiced_and_change_nothing_of_a_subscription_but_its_end() {
        stripe.answers("{\"id\":\"bpc_1\"}");
        stripe.settings().account().carryOut(new SetupStep.MakePortal());
        assertThat(stripe.only().parameters())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "features[payment_method_update][enabled]", "true",
                        "features[invoice_history][enabled]", "true",
                        "features[customer_update][enabled]", "true",
                        "features[customer_update][allowed_updates][0]", "name",
                        "features[customer_update][allowed_updates][1]", "address",
                        "features[customer_update][allowed_updates][2]", "tax_id",
                        "features[customer_update][allowed_updates][3]", "email",
                        "features[subscription_cancel][enabled]", "true",
                        "features[subscription_cancel][mode]", "at_period_end"));
    }

    @Test
    void where_tax_is_to_be_reckoned_stripe_is_asked_whether_it_can() {
        assertThat(ofTax("{\"object\":\"tax.settings\",\"status\":\"active\",\"status_details\":{\"active\":{}}}"))
                .containsExactly("OK Stripe Tax is active");
        assertThat(ofTax("{\"object\":\"tax.settings\",\"status\":\"pending\",\"status_details\":"
                        + "{\"pending\":{\"missing_fields\":[\"head_office\"]}}}"))
                .singleElement()
                .asString()
                .startsWith("WRONG")
                .contains("it lacks head_office");
    }

    private List<String> ofTax(String settings) {
        stripe.answers(list(false))
                .answers(list(false))
                .answers(list(false))
                .answers(list(false))
                .answers(settings);
        AccountWishes taxed = new AccountWishes(WISHES.catalog(), true, WISHES.webhook(), WISHES.production(), 1, true);
        List<String> told = stripe.settings().account().diagnose(taxed).stream()
                .filter(finding -> finding.subject().equals("tax"))
                .map(finding -> finding.level() + " " + finding.sentence())
                .toList();
        assertThat(stripe.seen().get(stripe.seen().size() - 1).path()).isEqualTo("/v1/tax/settings");
        return told;
    }

    private static String update(boolean enabled, String proration) {
        return "{\"enabled\":" + enabled
                + ",\"default_allowed_updates\":[\"price\",\"quantity\",\"promotion_code\"],\"proration_behavior\":\""
                + proration + "\"}";
    }
}
