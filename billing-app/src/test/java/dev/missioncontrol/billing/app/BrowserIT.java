package dev.missioncontrol.billing.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import dev.missioncontrol.billing.http.pages.EntryPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tenant's way through the running product, in a real browser. */
class BrowserIT {
    private static final Path SHOTS = Path.of("target", "screenshots");

    private static Demo demo;
    private static ABrowser browser;

    @BeforeAll
    static void start() {
        demo = Demo.start(Map.of("BILLING_PORT", "0"));
        browser = new ABrowser();
    }

    @AfterAll
    static void stop() {
        browser.close();
        demo.close();
    }

    private static void press(Page page, String name) {
        press(
                page,
                page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(name).setExact(true)));
    }

    /** Presses a button that posts a form, and waits for the page that comes after. */
    private static void press(Page page, Locator button) {
        page.evaluate("document.documentElement.dataset.before = 'yes'");
        button.click();
        page.waitForFunction("document.readyState === 'complete' && !document.documentElement.dataset.before");
    }

    private static void shot(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(SHOTS.resolve(name + ".png"))
                .setFullPage(true));
    }

    @Test
    void a_tenant_buys_team_for_a_year_sees_it_cancels_and_sees_a_failed_payment() {
        try (Page page = browser.get().newPage()) {
            page.navigate(demo.base() + "/billing");
            press(page, "acme");
            page.navigate(demo.base() + "/billing?interval=year");
            shot(page, "free");
            Locator seats = page.locator("input[name=seats]:visible").last();
            seats.fill("5");
            press(page, "Choose Team");
            assertThat(page.getByText("Sandbox").first()).isVisible();
            shot(page, "checkout");
            press(page, page.locator("form[action$='/pay'] button"));
            assertThat(page.getByText("Active", new Page.GetByTextOptions().setExact(true))
                            .first())
                    .isVisible();
            opensWith(page, "5 seats");
            shot(page, "active");
            page.setViewportSize(390, 800);
            shot(page, "active-phone");
            page.setViewportSize(1200, 900);

            openPortal(page);
            press(page, page.locator("form[action$='/cancel'] button").first());
            opensWith(page, "Team ends on");
            shot(page, "canceling");

            openPortal(page);
            press(page, "Resume");
            press(page, "Let the next payment fail");
            press(page, page.locator("button[value=P1Y]"));
            opensWith(page, "payment failed");
            shot(page, "past-due");
        }
    }

    @Test
    void what_is_sold_by_the_year_alone_is_seen_and_bought(@TempDir Path folder) throws IOException {
        String plans = """
                {"plans": [
                  {"key": "free", "rank": 0, "name": "Free"},
                  {"key": "pro", "rank": 1, "name": "Pro", "seats": {"min": 1, "max": 1},
                   "prices": {"year": {"id": "price_pro_yearly", "amount": 20000, "currency": "usd"}}}
                ]}
                """;
        Path catalog = Files.writeString(folder.resolve("plans.json"), plans);
        try (Demo yearly = Demo.start(Map.of("BILLING_PORT", "0", "BILLING_CATALOG", catalog.toString()));
                Page page = browser.get().newPage()) {
            page.navigate(yearly.base() + "/billing");
            press(page, "acme");
            assertThat(page.locator(".for-year .amount").first()).isVisible();
            assertThat(page.locator(".for-year .amount").first()).hasText("$200");
            assertThat(page.getByText("Not sold monthly").first()).isHidden();
            press(page, "Choose Pro");
            press(page, page.locator("form[action$='/pay'] button"));
            assertThat(page.locator("#held-plan")).hasText("Pro · yearly");
        }
    }

    /** As identity providers make them: there is no place to break in them. */
    @Test
    void the_question_of_another_tenants_link_fits_on_a_phone_with_ids_of_any_length() {
        EntryPage.View asks =
                new EntryPage.View("csrf", "ticket", "org_" + "N".repeat(40), "org_" + "W".repeat(124), true);
        try (Page page = browser.get().newPage()) {
            page.setViewportSize(320, 640);
            page.route(
                    demo.base() + "/asked",
                    route -> route.fulfill(new Route.FulfillOptions()
                            .setContentType("text/html; charset=utf-8")
                            .setBody(EntryPage.render(asks, Locale.UK))));
            page.navigate(demo.base() + "/asked");
            shot(page, "another-tenants-link-phone");
            Assertions.assertThat(page.evaluate("document.scrollingElement.scrollWidth"))
                    .isEqualTo(320);
        }
    }

    /** An event of the same second as the last fetch waits for the next one, so the page may be opened a few times. */
    private static void opensWith(Page page, String sentence) {
        page.waitForCondition(() -> {
            page.navigate(demo.base() + "/billing");
            return page.locator("main").innerText().contains(sentence);
        });
    }

    private static void openPortal(Page page) {
        press(page, page.locator("form[action='/billing/portal'] button").first());
        assertThat(page.getByText("Sandbox").first()).isVisible();
    }
}
