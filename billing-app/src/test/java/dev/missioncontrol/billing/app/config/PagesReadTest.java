package dev.missioncontrol.billing.app.config;

import static dev.missioncontrol.billing.app.config.ProductionVariables.production;
import static dev.missioncontrol.billing.app.config.ProductionVariables.wrong;
import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.http.PageSettings;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the pages link to, and where their forms may lead. */
class PagesReadTest {
    @Test
    void contact_and_further_pages_of_stripes_are_taken_as_they_can_be_used() {
        Map<String, String> env = production();
        assertThat(ConfigurationReader.forServe(env).operations().pages()).isEqualTo(PageSettings.STANDARD);
        env.put("BILLING_SUPPORT_URL", "mailto:help@shop.example");
        env.put("BILLING_FORM_TARGETS", "https://pay.example, https://portal.example:8443");
        PageSettings pages = ConfigurationReader.forServe(env).operations().pages();
        assertThat(pages.support()).contains(URI.create("mailto:help@shop.example"));
        assertThat(pages.formTargets()).containsExactlyInAnyOrder("https://pay.example", "https://portal.example:8443");
        for (String target : List.of("http://127.0.0.1:12112", "https://pay.example/", "*", "https://a.example,")) {
            env.put("BILLING_FORM_TARGETS", target);
            assertThat(wrong(env)).as(target).containsExactly("BILLING_FORM_TARGETS");
        }
        env.remove("BILLING_FORM_TARGETS");
        for (String address : List.of("http://help.example", "help@shop.example", "javascript:alert(1)", "a b")) {
            env.put("BILLING_SUPPORT_URL", address);
            assertThat(wrong(env)).as(address).containsExactly("BILLING_SUPPORT_URL");
        }
    }

    @Test
    void forms_lead_to_a_stand_in_for_stripe_on_this_machine_and_in_dev_alone() {
        Map<String, String> env = production();
        env.put("STRIPE_API_BASE", "http://127.0.0.1:12111");
        assertThat(ConfigurationReader.forServe(env).operations().pages().formTargets())
                .isEmpty();
        env.put("BILLING_PROFILE", "dev");
        assertThat(ConfigurationReader.forServe(env).operations().pages().formTargets())
                .contains("http://127.0.0.1:*");
        env.put("STRIPE_API_BASE", "http://stripe.example");
        assertThat(ConfigurationReader.forServe(env).operations().pages().formTargets())
                .isEmpty();
    }
}
