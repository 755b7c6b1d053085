package dev.missioncontrol.billing.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ReducedMotion;
import dev.missioncontrol.billing.id.TenantId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ways through the billing page: by keyboard alone, without script, in a host's colours, after the session is over. */
class PageWayIT {
    private static final String SECRET = RandomHex.ofBytes(32);

    /** Presses of Tab after which nothing new comes: the page has some thirty things to be on. */
    private static final int MOST_TABS = 80;

    private static final String THEME = """
            :root {
              --billing-accent: #7a2e8e;
              --billing-on-accent: #fffffe;
              --billing-page: #fdf7ff;
              --billing-surface: #fffffd;
              --billing-text: #2b1033;
              --billing-muted: #5d4466;
              --billing-line: #e6d5ec;
              --billing-radius: 2px;
              --billing-font: Georgia, serif;
              --billing-width: 640px;
            }
            """;

    private static Demo demo;
    private static ABrowser browser;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        Path theme = Files.writeString(folder.resolve("theme.css"), THEME);
        Path catalog = Files.writeString(folder.resolve("plans.json"), PageState.CATALOG);
        demo = Demo.start(Map.of(
                "BILLING_PORT",
                "0",
                "BILLING_CATALOG",
                catalog.toString(),
                "BILLING_THEME_CSS",
                theme.toString(),
                "BILLING_JWT_SECRET",
                SECRET));
        browser = new ABrowser();
    }

    @AfterAll
    static void stop() {
        browser.close();
        demo.close();
    }

    private static Page entered(BrowserContext context, String tenant, String locale) {
        Page page = context.newPage();
        page.navigate(new PageScene(demo, SECRET, new TenantId(tenant))
                .entrance(true, locale)
                .toString());
        return page;
    }

    /** Tab after Tab until the keyboard is on this; where it is can be seen all the way. */
    private static void tabTo(Page page, String name) {
        StringBuilder way = new StringBuilder();
        for (int i = 0; i < MOST_TABS; i++) {
            page.keyboard().press("Tab");
            String on = PageChecks.focused(page);
            if (on.equals(name)) return;
            way.append(on).append(" > ");
        }
        throw new AssertionError(name + " is not on the way: " + way);
    }

    @Test
    void a_plan_is_bought_by_keyboard_alone() {
        try (BrowserContext context = browser.get().newContext()) {
            Page page = entered(context, "keys", "en-GB");
            tabTo(page, "seats");
            page.keyboard().press("ArrowUp");
            page.keyboard().press("ArrowUp");
            assertThat(page.locator("output.sum:visible").last().innerText().replace('\n', ' '))
                    .isEqualTo("For 4 seats US$60 a month");
            tabTo(page, "Choose Team");
            page.keyboard().press("Enter");
            page.waitForURL("**/sandbox/checkout/**");
            tabTo(page, "Pay $60");
            page.keyboard().press("Enter");
            page.waitForURL("**/billing**");
            page.waitForCondition(() -> page.locator("#held-plan").innerText().equals("Team · monthly"));
        }
    }

    @Test
    void the_sum_follows_the_seats_in_the_readers_language() {
        try (BrowserContext context = browser.get().newContext()) {
            Page page = entered(context, "summe", "de");
            page.locator("input[name=seats]:visible").last().fill("1000");
            assertThat(page.locator("output.sum:visible")
                            .last()
                            .innerText()
                            .replace('\u00a0', ' ')
                            .replace('\n', ' '))
                    .isEqualTo("Für 1.000 Plätze 15.000 $ pro Monat");
        }
    }

    @Test
    void what_a_change_comes_to_can_be_read_and_used_by_everybody() {
        for (String locale : List.of("en-GB", "de")) {
            try (BrowserContext context =
                    browser.get().newContext(new Browser.NewContextOptions().setReducedMotion(ReducedMotion.REDUCE))) {
                context.addInitScript(PageChecks.WATCH);
                PageScene scene = new PageScene(demo, SECRET, new TenantId("proposal-" + locale));
                scene.bought("team", "year", 5);
                Page page = context.newPage();
                page.setViewportSize(900, 900);
                page.context().request().get(scene.entrance(true, locale).toString());
                page.waitForCondition(() -> {
                    page.navigate(demo.base() + "/billing");
                    return page.locator("#held-sentence").innerText().startsWith("5 ");
                });
                page.locator("input[name=seats]:visible").last().fill("8");
                String change = locale.equals("de") ? "Plätze ändern" : "Change seats";
                page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(change))
                        .click();
                String confirm = locale.equals("de") ? "Bestätigen und" : "Confirm and pay";
                page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(confirm))
                        .waitFor();
                Pictures.takeForDocuments(page, "proposal-" + locale.substring(0, 2));
                PageChecks.usable(page, "proposal in " + locale);
                page.setViewportSize(320, 800);
                PageChecks.fits(page, "proposal in " + locale);
            }
        }
    }

    @Test
    void what_the_browser_was_stopped_in_can_be_pressed_again() {
        try (BrowserContext context = browser.get().newContext()) {
            PageScene scene = new PageScene(demo, SECRET, new TenantId("stopped"));
            scene.bought("team", "year", 5);
            Page page = entered(context, "stopped", "en-GB");
            page.waitForCondition(() -> {
                page.navigate(demo.base() + "/billing");
                return page.locator("#held-sentence").innerText().startsWith("5 ");
            });
            page.addInitScript(PageChecks.KEPT);
            page.reload();
            page.locator("input[name=seats]:visible").last().fill("8");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Change seats"))
                    .click();
            Locator confirm = page.locator("#proposal form[action='/billing/change'] button");
            String says = confirm.innerText();
            page.route("**/billing/change", route -> {});
            PageChecks.pressAndStop(confirm);
            assertThat(confirm.isDisabled()).isTrue();
            PageChecks.passTheTime(page);
            assertThat(confirm.isEnabled()).isTrue();
            assertThat(confirm.innerText()).isEqualTo(says);
            page.unroute("**/billing/change");
            confirm.click();
            page.waitForCondition(
                    () -> page.locator("#held-sentence").innerText().startsWith("8 "));
        }
    }

    @Test
    void without_script_the_page_is_whole_and_sells() {
        try (BrowserContext context =
                browser.get().newContext(new Browser.NewContextOptions().setJavaScriptEnabled(false))) {
            Page page = entered(context, "noscript", "en-GB");
            page.navigate(demo.base() + "/billing?interval=year");
            page.locator("input[name=seats]:visible").last().fill("3");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Choose Team"))
                    .click();
            assertThat(page.locator("main").innerText()).contains("$450");
        }
    }

    @Test
    void a_session_that_is_over_says_where_to_go_in_the_readers_language() {
        try (BrowserContext context = browser.get()
                .newContext(new Browser.NewContextOptions()
                        .setLocale("de-AT")
                        // As behind a proxy: a demo on its own machine would offer to sign in.
                        .setExtraHTTPHeaders(Map.of("X-Forwarded-For", "192.0.2.1", "Accept-Language", "de-AT")))) {
            context.addInitScript(PageChecks.WATCH);
            Page page = context.newPage();
            assertThat(page.navigate(demo.base() + "/billing").status()).isEqualTo(401);
            assertThat(page.locator("main").innerText())
                    .contains("Bitte melden Sie sich an", "Sie sind hier nicht mehr angemeldet.");
            assertThat(page.locator("html").getAttribute("lang")).isEqualTo("de-AT");
            PageChecks.still(page, "session expired");
            Pictures.take(page, "session-expired-de");
            PageChecks.usable(page, "session expired");
        }
    }

    @Test
    void ten_custom_properties_of_a_host_change_the_look() {
        try (BrowserContext context = browser.get().newContext()) {
            Page page = entered(context, "themed", "en-GB");
            Pictures.takeForDocuments(page, "themed");
            assertThat(style(page, "html", "backgroundColor")).isEqualTo("rgb(253, 247, 255)");
            assertThat(style(page, "html", "color")).isEqualTo("rgb(43, 16, 51)");
            assertThat(style(page, "html", "fontFamily")).startsWith("Georgia");
            assertThat(style(page, ".card", "backgroundColor")).isEqualTo("rgb(255, 255, 253)");
            assertThat(style(page, ".card", "borderTopColor")).isEqualTo("rgb(230, 213, 236)");
            assertThat(style(page, ".card", "borderTopLeftRadius")).isEqualTo("2px");
            assertThat(style(page, ".price .per", "color")).isEqualTo("rgb(93, 68, 102)");
            assertThat(style(page, ".button.primary", "backgroundColor")).isEqualTo("rgb(122, 46, 142)");
            assertThat(style(page, ".button.primary", "color")).isEqualTo("rgb(255, 255, 254)");
            assertThat(page.locator(".plans").boundingBox().width).isEqualTo(640);
        }
    }

    private static String style(Page page, String selector, String property) {
        return (String) page.evaluate(
                "([selector, property]) => getComputedStyle([...document.querySelectorAll(selector)]"
                        + ".find((one) => one.checkVisibility()))[property]",
                new String[] {selector, property});
    }
}
