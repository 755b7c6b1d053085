package dev.missioncontrol.billing.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Changing a subscription on its page in a real browser, with script and without: the way is the same. */
class ChangesBrowserIT {
    private static final Path SHOTS = Path.of("target", "screenshots");

    private static Demo demo;
    private static ABrowser chromium;
    private static Browser browser;

    @BeforeAll
    static void start() {
        demo = Demo.start(Map.of("BILLING_PORT", "0", "BILLING_CANCEL_NOW", "true"));
        chromium = new ABrowser();
        browser = chromium.get();
    }

    @AfterAll
    static void stop() {
        chromium.close();
        demo.close();
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(name).setExact(true))
                .first();
    }

    private static Locator text(Page page, String words) {
        return page.locator("main").getByText(words).first();
    }

    /** Pictures of what there is, for eyes: wide and narrow, light and dark. */
    private static void shot(Page page, String name) {
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            for (int width : new int[] {1000, 390}) {
                page.setViewportSize(width, 900);
                page.screenshot(new Page.ScreenshotOptions()
                        .setPath(SHOTS.resolve("changes-" + name + "-" + width + "-"
                                + scheme.name().toLowerCase(java.util.Locale.ROOT) + ".png"))
                        .setFullPage(true));
            }
        }
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        page.setViewportSize(1000, 900);
    }

    private static void enter(Page page, String tenant) {
        page.navigate(demo.base() + "/billing");
        page.locator("input[name=tenant]").last().fill(tenant);
        page.locator("form:has(input[name=tenant]) button").last().click();
    }

    private static void buyPro(Page page, String tenant) {
        enter(page, tenant);
        button(page, "Choose Pro").click();
        page.locator("form[action$='/pay'] button").click();
        assertThat(page.locator("#held-plan")).hasText("Pro · monthly");
    }

    /** The sandbox's levers are in its portal: the page itself has no such thing. */
    private static void declineNext(Page page) {
        button(page, "Payment and invoices").click();
        button(page, "Let the next payment fail").click();
        page.navigate(demo.base() + "/billing");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_tenant_upgrades_is_declined_downgrades_takes_it_back_adds_seats_cancels_and_resumes(boolean script) {
        try (BrowserContext context = browser.newContext(new Browser.NewContextOptions()
                        .setJavaScriptEnabled(script)
                        .setLocale("en-US")
                        .setViewportSize(1000, 900));
                Page page = context.newPage()) {
            buyPro(page, script ? "with-script" : "without-script");
            if (script) shot(page, "pro");

            declineNext(page);
            seats(page, "team", "month", "5");
            button(page, "Change to Team").click();
            assertThat(page.locator("#proposal")).isVisible();
            if (script) assertThat(page.locator("#proposal")).isFocused();
            assertThat(text(page, "Back for the rest of Pro")).isVisible();
            shot(page, "upgrade-" + script);
            pay(page);
            assertThat(text(page, "Your payment was declined.")).isVisible();
            assertThat(page.locator("#held-plan")).hasText("Pro · monthly");
            if (script) shot(page, "declined");

            button(page, "Update payment method").click();
            button(page, "Renew the card and pay").click();
            page.navigate(demo.base() + "/billing");
            seats(page, "team", "month", "5");
            button(page, "Change to Team").click();
            pay(page);
            assertThat(page.locator("#held-plan")).hasText("Team · monthly");
            assertThat(text(page, "You have Team with 5 seats now.")).isVisible();
            if (script) shot(page, "upgraded");

            button(page, "Change to Pro").click();
            assertThat(text(page, "Team stays as it is until")).isVisible();
            if (script) shot(page, "downgrade");
            page.locator("#proposal button.primary").click();
            assertThat(text(page, "Changes to Pro on")).isVisible();
            if (script) shot(page, "scheduled");
            button(page, "Keep Team").click();
            assertThat(text(page, "Team goes on.")).isVisible();

            seats(page, "team", "month", "1");
            if (!script) page.locator("#seats-team-month").evaluate("field => field.form.noValidate = true");
            else page.evaluate("document.querySelector('#seats-team-month').form.noValidate = true");
            button(page, "Change seats").click();
            assertThat(page.locator("#seats-team-month[aria-invalid=true]")).isVisible();
            if (script) assertThat(page.locator("#seats-team-month")).isFocused();
            if (script) shot(page, "wrong-seats");
            if (script) wrongSeatsOfAYear(page);
            seats(page, "team", "month", "7");
            button(page, "Change seats").click();
            assertThat(text(page, "2 more seats until")).isVisible();
            if (script) shot(page, "seats");
            leave(page, script);
            assertThat(page.locator("#proposal")).hasCount(0);
            seats(page, "team", "month", "7");
            button(page, "Change seats").click();
            pay(page);
            assertThat(page.locator("#held-sentence")).containsText("7 seats");

            button(page, "Cancel subscription").click();
            assertThat(text(page, "Cancel Team?")).isVisible();
            assertThat(button(page, "End it now")).isVisible();
            if (script) shot(page, "cancel");
            page.locator("#proposal button.danger").click();
            assertThat(text(page, "Team ends on")).isVisible();
            if (script) shot(page, "canceled");
            button(page, "Keep Team").click();
            assertThat(text(page, "Team goes on.")).isVisible();
        }
    }

    /** The field that is seen is led to, and stays one that the keyboard comes back to. */
    private static void wrongSeatsOfAYear(Page page) {
        page.locator("label:has(#interval-year)").click();
        Locator field = page.locator("#seats-team-year");
        field.fill("1");
        field.evaluate("one => { one.form.noValidate = true; one.form.requestSubmit(); }");
        // The page of before is gone with it.
        assertThat(page.locator("form[novalidate] #seats-team-year")).hasCount(0);
        assertThat(page.locator("#seats-team-year[aria-invalid=true]")).isFocused();
        page.keyboard().press("Tab");
        assertThat(field).not().isFocused();
        page.keyboard().press("Shift+Tab");
        assertThat(field).isFocused();
        page.locator("label:has(#interval-month)").click();
    }

    private static void seats(Page page, String plan, String interval, String count) {
        page.locator("#seats-" + plan + "-" + interval).fill(count);
    }

    private static void pay(Page page) {
        Locator confirm = page.locator("#proposal button.primary");
        assertThat(confirm).containsText("Confirm and pay $");
        // Impatient people press twice.
        confirm.dblclick();
        assertThat(page.locator("#proposal")).hasCount(0);
    }

    private static void leave(Page page, boolean script) {
        page.getByText("Keep it as it is").click();
        if (script) assertThat(page.locator("#plans")).isFocused();
    }

    /** Nothing can be bought at once by bank debit, and no field is wrong. */
    private static SubscriptionId buyTeamByDebit(Page page, String tenant) {
        enter(page, tenant);
        seats(page, "team", "month", "5");
        button(page, "Choose Team").click();
        page.locator("form[action$='/later'] button").click();
        page.waitForURL(url -> url.startsWith(demo.base() + "/billing"));
        return demo.sandbox().orElseThrow().subscriptionOf(new TenantId(tenant)).orElseThrow();
    }

    @Test
    void who_is_refused_is_led_to_why_and_not_to_the_notice_above_it() {
        try (BrowserContext context = browser.newContext(
                        new Browser.NewContextOptions().setLocale("en-US").setViewportSize(1000, 900));
                Page page = context.newPage()) {
            SubscriptionId bought = buyTeamByDebit(page, "by-debit");
            demo.sandbox().orElseThrow().settleDelayedPayment(bought, true);
            opensWith(page, demo, "Team · monthly", "5 seats.");
            button(page, "Change to Pro").click();
            page.locator("#proposal button.primary").click();
            assertThat(page.locator(".banner")).containsText("Changes to Pro on");

            seats(page, "team", "month", "7");
            button(page, "Change seats").click();
            assertThat(page.locator("main .error")).containsText("bank debit");
            assertThat(page.locator("main .error")).isFocused();
            assertThat(page.locator("#announce")).containsText("bank debit");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Team", "Crew"})
    void who_keeps_what_is_sold_no_more_sees_its_sections_and_changes_seats_in_place(String plan, @TempDir Path folder)
            throws IOException {
        String secret = RandomHex.ofBytes(32);
        Map<String, String> variables = Map.of(
                "BILLING_PORT",
                "0",
                "BILLING_CATALOG",
                AnOldPrice.catalog(folder).toString(),
                "BILLING_JWT_SECRET",
                secret);
        try (Demo selling = Demo.start(variables);
                BrowserContext context = browser.newContext(
                        new Browser.NewContextOptions().setLocale("en-US").setViewportSize(1000, 900));
                Page page = context.newPage()) {
            List<String> broken = new ArrayList<>();
            page.onPageError(broken::add);
            PageScene scene = new PageScene(selling, secret, new TenantId("keeper"));
            if (plan.equals("Team")) AnOldPrice.ofTeam(scene);
            else AnOldPrice.ofCrew(scene);
            page.navigate(scene.entrance(true, "en-US").toString());
            opensWith(page, selling, plan + " · monthly", "5 seats.");
            page.locator("#part-payment").scrollIntoViewIfNeeded();
            assertThat(text(page, "Visa ending in 4242")).isVisible();

            page.evaluate("window.stayed = true");
            page.locator("input[name=seats]:visible").first().fill("6");
            page.locator("[data-step='1']:visible").first().click();
            assertThat(page.locator("input[name=seats]:visible").first()).hasValue("7");
            shot(page, "kept-" + plan.toLowerCase(java.util.Locale.ROOT));
            button(page, "Change seats").click();
            assertThat(text(page, "2 more seats until")).isVisible();
            Assertions.assertThat(page.evaluate("window.stayed"))
                    .as("asked in place, and once")
                    .isEqualTo(true);
            pay(page);
            assertThat(page.locator("#held-sentence")).containsText("7 seats");
            Assertions.assertThat(broken).as("errors of the script").isEmpty();
        }
    }

    @Test
    void whoever_is_in_a_section_stays_there_and_rows_that_can_not_be_had_lead_to_the_page_that_says_why() {
        String secret = RandomHex.ofBytes(32);
        try (Demo selling = Demo.start(Map.of("BILLING_PORT", "0", "BILLING_JWT_SECRET", secret));
                BrowserContext context = browser.newContext(
                        new Browser.NewContextOptions().setLocale("en-US").setViewportSize(1000, 300));
                Page page = context.newPage()) {
            PageScene scene = new PageScene(selling, secret, new TenantId("looker"));
            scene.bought("pro", "month", 1);
            for (int month = 0; month < 7; month++) scene.sandbox().advance(Duration.ofDays(31));
            page.navigate(scene.entrance(true, "en-US").toString());
            opensWith(page, selling, "Pro · monthly");

            Locator section = page.locator("#part-invoices .part-body");
            section.locator("a").focus();
            assertThat(section.locator("[data-rows]")).isVisible();
            assertThat(section).isFocused();
            assertThat(page.locator("#announce")).hasText("Invoices");

            page.route("**/billing/parts/**", Route::abort);
            section.locator("[data-more]").click();
            page.waitForURL(url -> url.contains("after="));
            assertThat(section.locator("[data-rows]")).isVisible();
        }
    }

    /** Deliveries and fetches take a moment: the page is opened until it says so. */
    private static void opensWith(Page page, Demo selling, String... words) {
        page.waitForCondition(() -> {
            page.navigate(selling.base() + "/billing");
            String said = page.locator(".held").innerText();
            return List.of(words).stream().allMatch(said::contains) && !said.contains("Just received");
        });
    }
}
