package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whoever has a link of their own tenant makes nobody of another act on it unseen. */
class ForcedSignInTest {
    private final ARunningServer running = new ARunningServer();

    @AfterEach
    void stop() {
        running.close();
    }

    private String link(String token) {
        String opened = running.post("/api/billing/page-sessions", "", "Authorization", "Bearer " + token)
                .body();
        return "/billing/enter?ticket=" + opened.replaceAll(".*ticket=([^\"]*)\".*", "$1");
    }

    @Test
    void who_is_signed_in_as_one_tenant_is_asked_before_a_link_signs_in_as_another() {
        ABrowser browser = ABrowser.of(running, "acme manage");
        Map<String, String> before = Map.copyOf(browser.cookies());
        String link = link("globex manage");

        assertThat(browser.go(link).status()).isEqualTo(200);
        assertThat(browser.text())
                .contains("You are signed in as acme, and this link is for globex.", "Stay with acme");
        assertThat(browser.cookies()).isEqualTo(before);
        assertThat(browser.reload().html()).contains("Billing · acme");

        assertThat(browser.go(link).press("Go on as globex").html()).contains("Billing · globex");
        assertThat(browser.go(link).status()).as("it worked once").isEqualTo(403);
    }

    @Test
    void no_other_site_sends_the_form_that_goes_on() {
        ABrowser browser = ABrowser.of(running, "acme manage");
        Map<String, String> form = browser.go(link("globex manage")).form("Go on as globex");

        assertThat(browser.post(form, "Origin", "https://evil.example").statusCode())
                .isEqualTo(403);
        form.put("csrf", ABrowser.of(running, "globex manage").form("Sign out").get("csrf"));
        assertThat(browser.post(form).statusCode())
                .as("with a token of the one who made the link")
                .isEqualTo(403);
        assertThat(browser.reload().html()).contains("Billing · acme");
    }

    @Test
    void who_is_signed_in_as_the_same_tenant_or_as_nobody_goes_straight_on() {
        ABrowser browser = ABrowser.of(running, "acme read");
        assertThat(browser.go(link("acme manage")).status()).isEqualTo(303);

        browser.reload().press("Sign out");
        assertThat(browser.go(link("globex manage")).status()).isEqualTo(303);
        assertThat(browser.reload().html()).contains("Billing · globex");
    }

    @Test
    void the_question_is_asked_in_the_readers_language() {
        ABrowser browser = ABrowser.of(running, "acme manage");
        String cookies = browser.cookies().entrySet().stream()
                .map(one -> one.getKey() + "=" + one.getValue())
                .reduce("", (all, one) -> all + "; " + one)
                .substring(2);
        assertThat(running.get(link("globex manage"), "Cookie", cookies, "Accept-Language", "de")
                        .body())
                .contains("Zu globex wechseln?", "Bei acme bleiben");
    }
}
