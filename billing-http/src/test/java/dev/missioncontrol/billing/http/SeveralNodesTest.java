package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.sandbox.InMemoryBillingStore;
import dev.missioncontrol.billing.store.BillingStore;
import dev.missioncontrol.billing.usecase.Checkout;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two servers on one store, behind a balancer that sends each request to another one; one of them is restarted meanwhile. */
class SeveralNodesTest {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String MANAGER = "Bearer acme manage";

    private static final TenantId ACME = new TenantId("acme");

    private final BillingStore store = new InMemoryBillingStore();
    private final ARunningServer first = new ARunningServer(store);
    private ARunningServer second = new ARunningServer(store);

    @AfterEach
    void stop() {
        first.close();
        second.close();
    }

    private void restartTheSecond() {
        second.close();
        second = new ARunningServer(store);
    }

    private static String ticket(ARunningServer node) {
        return node.post("/api/billing/page-sessions", "{\"locale\":\"de\"}", "Authorization", MANAGER)
                .body()
                .replaceFirst("(?s).*\"ticket\":\"([^\"]+)\".*", "$1");
    }

    private static HttpResponse<String> enter(ARunningServer node, String ticket) {
        return node.get("/billing/enter?ticket=" + ticket);
    }

    private static String cookie(HttpResponse<String> entered) {
        assertThat(entered.statusCode()).as(entered.body()).isEqualTo(303);
        return entered.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
    }

    private static HttpResponse<String> page(ARunningServer node, String cookie) {
        return node.get("/billing", "Cookie", cookie);
    }

    private static String token(HttpResponse<String> page) {
        assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
        return page.body().replaceFirst("(?s).*name=\"csrf\" value=\"([^\"]+)\".*", "$1");
    }

    private static HttpResponse<String> send(ARunningServer node, String form, String cookie, String token) {
        return node.send("POST", form, "csrf=" + token, "Cookie", cookie, "Content-Type", FORM);
    }

    @Test
    void an_address_that_one_node_gave_opens_on_another_and_its_form_is_taken_by_both_and_after_a_restart() {
        String cookie = cookie(enter(second, ticket(first)));
        HttpResponse<String> page = page(second, cookie);
        assertThat(page.body()).contains("<html lang=\"de\"");
        String token = token(page);
        assertThat(send(first, "/billing/sync", cookie, token).statusCode()).isEqualTo(303);
        assertThat(page(first, cookie).headers().firstValue("Set-Cookie")).isEmpty();
        restartTheSecond();
        assertThat(send(second, "/billing/sync", cookie, token).statusCode()).isEqualTo(303);
        assertThat(token(page(second, cookie))).isEqualTo(token);
    }

    @Test
    void an_address_works_once_on_all_nodes_together() {
        String ticket = ticket(first);
        cookie(enter(second, ticket));
        assertThat(enter(first, ticket).statusCode()).isEqualTo(403);
        assertThat(enter(second, ticket).statusCode()).isEqualTo(403);
    }

    @Test
    void who_signs_out_on_one_node_is_signed_out_on_all() {
        String cookie = cookie(enter(first, ticket(first)));
        send(second, "/billing/logout", cookie, token(page(second, cookie)));
        assertThat(page(first, cookie).statusCode()).isNotEqualTo(200);
        assertThat(send(first, "/billing/sync", cookie, "any").statusCode()).isEqualTo(401);
    }

    @Test
    void an_element_takes_its_token_from_one_node_and_asks_another() {
        HttpResponse<String> given = second.post("/billing/embed", "{\"ticket\":\"" + ticket(first) + "\"}");
        String bearer = given.body().replaceFirst("(?s).*\"token\":\"([^\"]+)\".*", "Bearer $1");
        restartTheSecond();
        for (ARunningServer node : new ARunningServer[] {first, second})
            assertThat(node.get("/api/billing/status", "Authorization", bearer).statusCode())
                    .isEqualTo(200);
    }

    @Test
    void the_console_is_opened_on_one_node_and_used_on_another() {
        String address = AnOperator.address(first, AnOperator.READER, "");
        HttpResponse<String> entered = second.get(address);
        String cookie = cookie(entered);
        HttpResponse<String> console = first.get("/console", "Cookie", cookie, "Accept", "text/html");
        String token = token(console);
        restartTheSecond();
        assertThat(send(second, "/console/leave", cookie, token).statusCode()).isEqualTo(303);
        assertThat(first.get("/console", "Cookie", cookie, "Accept", "text/html")
                        .statusCode())
                .isEqualTo(401);
    }

    private ABrowser having(Checkout wanted) {
        first.sandbox.pay(first.billing.startCheckout(ACME, wanted));
        first.billing.sync(ACME);
        return ABrowser.of(first, "acme manage");
    }

    @Test
    void what_came_of_a_form_that_one_node_took_is_told_by_another_and_once() {
        ABrowser browser = having(Checkout.of("team").seats(5)).press("Change seats", "seats", "8");
        assertThat(browser.post(browser.form("Confirm and pay US$45")).statusCode())
                .isEqualTo(303);
        assertThat(browser.at(second).reload().text()).contains("Done. You have Team with 8 seats now.");
        for (ARunningServer node : new ARunningServer[] {first, second})
            assertThat(browser.at(node).reload().text()).doesNotContain("Done.");
    }

    @Test
    void where_the_bank_asks_is_told_by_every_node_and_after_a_restart_until_it_is_done_and_to_nobody_else() {
        ABrowser browser = having(Checkout.of("pro")).press("Change to Team", "seats", "5");
        first.sandbox.askBankNext(first.sandbox.customerOf(ACME).orElseThrow());
        String pay = browser.html().replaceAll("(?s).*>(Confirm and pay [^<]*)</button>.*", "$1");
        browser.post(browser.form(pay));
        ABrowser other = ABrowser.of(first, "acme manage");
        browser.cookies().forEach(other.cookies()::putIfAbsent);
        assertThat(other.reload().text()).as("another session").doesNotContain("Your bank asks you");
        assertThat(other.cookies()).hasSize(1);

        restartTheSecond();
        for (ARunningServer node : new ARunningServer[] {second, first, second}) {
            assertThat(browser.at(node).reload().text()).contains("Your bank asks you to confirm the payment.");
            assertThat(browser.html()).containsPattern("href=\"https://pay.example/[^\"]*\">Confirm payment</a>");
        }
        first.sandbox.confirmPayment(first.sandbox.subscriptionOf(ACME).orElseThrow());
        first.sandbox.advance(Duration.ofSeconds(3));
        first.billing.sync(ACME);
        assertThat(browser.at(first).reload().text()).contains("Done. You have Team with 5 seats now.");
        assertThat(browser.cookies()).hasSize(1);
    }

    @Test
    void a_change_that_is_made_on_another_node_than_it_was_shown_on_is_made() {
        String cookie = cookie(enter(first, ticket(first)));
        Map<String, String> fields = Map.of("plan", "team", "interval", "month", "seats", "5");
        String body = "csrf=" + token(page(first, cookie));
        for (Map.Entry<String, String> one : fields.entrySet()) body += "&" + one.getKey() + "=" + one.getValue();
        HttpResponse<String> checkout =
                second.send("POST", "/billing/checkout", body, "Cookie", cookie, "Content-Type", FORM);
        assertThat(checkout.statusCode()).as(checkout.body()).isEqualTo(303);
        assertThat(checkout.headers().firstValue("Location").orElseThrow()).startsWith("https://pay.example");
    }
}
