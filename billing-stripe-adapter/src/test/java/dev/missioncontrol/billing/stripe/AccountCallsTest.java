package dev.missioncontrol.billing.stripe;

import static dev.missioncontrol.billing.stripe.SubscriptionCallsTest.list;
import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.PlanCatalog;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an account has set up is read as Stripe writes it. */
class AccountCallsTest extends OnStripeDouble {
    private static final AccountWishes WISHES = new AccountWishes(
            PlanCatalog.of(Plan.draft("free").rank(0)), URI.create("https://billing.example/webhook"), false, 1);

    private List<String> ofPortal(String update) {
        String portal =
                "{\"id\":\"bpc_1\",\"is_default\":true,\"features\":{\"payment_method_update\":{\"enabled\":true},"
                        + "\"invoice_history\":{\"enabled\":true},"
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

    private static String update(boolean enabled, String proration) {
        return "{\"enabled\":" + enabled
                + ",\"default_allowed_updates\":[\"price\",\"quantity\",\"promotion_code\"],\"proration_behavior\":\""
                + proration + "\"}";
    }
}
