package dev.missioncontrol.billing.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.provider.BillingMetadata;
import dev.missioncontrol.billing.provider.CheckoutSessionRequest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The operator's console of a running demo, in a real browser. Pictures are beside the build; with {@code -Dpictures=true} that of
 * the documents is written too.
 */
class ConsoleIT {
    private static final String SECRET = RandomHex.ofBytes(32);
    private static final String DATABASE = "jdbc:h2:mem:console-" + RandomHex.ofBytes(4);
    private static final Path BUILT = Path.of("target", "screenshots", "console");
    private static final Path DOCUMENTS = Path.of("..", "docs", "pictures");
    private static final String DOCUMENTED = "overview-light";
    private static final int DESKTOP = 1280;
    private static final int PHONE = 360;

    /** Just wider than what the style sheets take for narrow. */
    private static final int TABLET = 641;

    /** A moment does not fit into less, and an id only letter by letter, in pixels. */
    private static final int LEAST_OF_A_FACT = 80;

    /** Between the edge of a table and what is written in it, in pixels. */
    private static final int LEAST_OF_AN_EDGE = 8;

    /** What is written on a chart is remembered with it. */
    private static final String REMEMBERED = "const write = CanvasRenderingContext2D.prototype.fillText;"
            + " CanvasRenderingContext2D.prototype.fillText = function (text, ...at) {"
            + " (this.canvas.written ??= []).push(text); return write.call(this, text, ...at); };";

    private static Demo demo;
    private static ABrowser browser;
    private static String disputed;
    private static String event;

    @BeforeAll
    static void start() {
        demo = Demo.start(Map.of("BILLING_PORT", "0", "DATABASE_URL", DATABASE, "BILLING_JWT_SECRET", SECRET));
        browser = new ABrowser();
        scene("acme").bought("team", "year", 5);
        scene("globex").bought("pro", "month", 1);
        disputed = disputedCustomer("initech");
        try (BrowserContext context = context(ColorScheme.LIGHT, true);
                Page page = signedIn(context)) {
            page.waitForCondition(() -> {
                page.navigate(demo.base() + "/console/tenant?id=acme");
                return page.locator(".because").innerText().startsWith("The plan is team");
            });
            page.waitForCondition(() -> {
                page.navigate(demo.base() + "/console/inbox");
                return page.locator("tbody tr").count() > 0;
            });
            event = page.locator("tbody th a").first().getAttribute("href");
        }
        // Comes after the first one: the inbox shows who has waited longest.
        disputedCustomer("umbrella");
        ConsoleData.fill(DATABASE, Instant.now());
        try (BrowserContext context = context(ColorScheme.LIGHT, true);
                Page page = signedIn(context)) {
            page.waitForCondition(() -> {
                page.navigate(demo.base() + "/console");
                return page.locator("main").innerText().contains("1,40");
            });
        }
    }

    @AfterAll
    static void stop() {
        browser.close();
        demo.close();
    }

    private static PageScene scene(String tenant) {
        return new PageScene(demo, SECRET, new TenantId(tenant));
    }

    /** This tenant's customer buys something whose metadata says it is Globex's. */
    private static String disputedCustomer(String tenant) {
        TenantId named = new TenantId(tenant);
        scene(tenant).checkout("pro", "month", 1);
        CustomerId customer = scene(tenant).sandbox().customerOf(named).orElseThrow();
        var price = DefaultCatalog.withPlaceholderPrices()
                .plan("pro")
                .orElseThrow()
                .price(BillingInterval.MONTH)
                .orElseThrow();
        var request = new CheckoutSessionRequest(
                named,
                customer,
                price.id(),
                1,
                demo.base().toString(),
                demo.base(),
                new BillingMetadata(Optional.of("globex"), Optional.empty(), Optional.empty()),
                0,
                false,
                Optional.empty(),
                false,
                Optional.empty());
        var sandbox = scene(tenant).sandbox();
        sandbox.pay(sandbox.createCheckoutSession(request, "disputed-" + tenant).id());
        return customer.value();
    }

    private static BrowserContext context(ColorScheme scheme, boolean script) {
        BrowserContext context = browser.get()
                .newContext(new Browser.NewContextOptions()
                        .setViewportSize(DESKTOP, 900)
                        .setJavaScriptEnabled(script)
                        .setReducedMotion(ReducedMotion.REDUCE)
                        .setColorScheme(scheme));
        if (script) context.addInitScript(PageChecks.WATCH);
        return context;
    }

    private static Page signedIn(BrowserContext context) {
        Page page = context.newPage();
        page.navigate(demo.base() + "/billing/login");
        button(page, "Open the console").click();
        page.waitForURL(demo.base() + "/console");
        return page;
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static void picture(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(BUILT.resolve(name + ".png"))
                .setFullPage(true));
        if (Boolean.getBoolean("pictures") && DOCUMENTED.equals(name))
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(DOCUMENTS.resolve("console-" + name + ".png"))
                    .setFullPage(true));
    }

    private static Map<String, String> places() {
        return Map.of(
                "overview", "/console",
                "tenants", "/console/tenants",
                "past-due", "/console/tenants?status=past_due&plan=team",
                "tenant", "/console/tenant?id=acme",
                "inbox", "/console/inbox",
                "event-of-inbox", event,
                "inbox-dead", "/console/inbox?outcome=dead");
    }

    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void every_page_is_allowed_by_its_policy_accessible_and_fits_a_phone(ColorScheme scheme) {
        try (BrowserContext context = context(scheme, true);
                Page page = signedIn(context)) {
            places().forEach((name, place) -> {
                String as = name + ", " + scheme;
                page.setViewportSize(DESKTOP, 900);
                page.navigate(demo.base() + place);
                picture(page, name + "-" + scheme.name().toLowerCase(java.util.Locale.ROOT));
                PageChecks.still(page, as);
                PageChecks.usable(page, as);
                PageChecks.rests(page, as);
                for (int width : List.of(DESKTOP, TABLET, PHONE)) {
                    page.setViewportSize(width, 780);
                    PageChecks.fits(page, as + " at " + width);
                    PageChecks.apart(page, as + " at " + width);
                    PageChecks.targets(page, as + " at " + width);
                }
                picture(page, name + "-phone-" + scheme.name().toLowerCase(java.util.Locale.ROOT));
            });
        }
    }

    /** The page's style sheet has facts and tables of its own, which look otherwise. */
    @ParameterizedTest
    @ValueSource(ints = {PHONE, TABLET, DESKTOP})
    void facts_have_room_for_their_words_and_tables_an_edge(int width) {
        try (BrowserContext context = context(ColorScheme.LIGHT, true);
                Page page = signedIn(context)) {
            page.setViewportSize(width, 900);
            for (String place : List.of("/console/tenant?id=acme", event)) {
                page.navigate(demo.base() + place);
                for (Locator fact : page.locator(".facts dd").all())
                    assertThat(fact.boundingBox().width)
                            .as("%s at %d: %s", place, width, fact.innerText())
                            .isGreaterThanOrEqualTo(LEAST_OF_A_FACT);
            }
            page.navigate(demo.base() + "/console/tenants");
            Object edge = page.evaluate("() => Math.min(...[...document.querySelectorAll('th:first-child')]"
                    + ".map((cell) => parseFloat(getComputedStyle(cell).paddingLeft)))");
            assertThat(((Number) edge).intValue()).isGreaterThanOrEqualTo(LEAST_OF_AN_EDGE);
        }
    }

    @Test
    void counts_of_sweeps_are_labelled_with_whole_numbers() {
        try (BrowserContext context = context(ColorScheme.LIGHT, true);
                Page page = signedIn(context)) {
            page.addInitScript(REMEMBERED);
            page.route("**/console", route -> {
                APIResponse answer = route.fetch();
                route.fulfill(new Route.FulfillOptions()
                        .setResponse(answer)
                        .setBody(answer.text().replaceAll("data-y=\"(3|12|14)\"", "data-y=\"1\"")));
            });
            page.navigate(demo.base() + "/console");
            Locator sweeps = page.locator(".chart").filter(new Locator.FilterOptions().setHasText("Drift found"));
            List<?> written = (List<?>) sweeps.locator("canvas").evaluate("(canvas) => canvas.written");
            assertThat(written.contains("0") && written.contains("1"))
                    .as("%s", written)
                    .isTrue();
            assertThat(written.contains("0.5")).as("%s", written).isFalse();
        }
    }

    @Test
    void what_the_browser_was_stopped_in_can_be_pressed_again() {
        try (BrowserContext context = context(ColorScheme.LIGHT, true);
                Page page = signedIn(context)) {
            page.addInitScript(PageChecks.KEPT);
            page.navigate(demo.base() + "/console/tenant?id=globex");
            page.locator("#refresh-reason").fill("to be sure");
            Locator refresh = page.locator("form[action='/console/refresh'] button");
            page.route("**/console/refresh", route -> {});
            PageChecks.pressAndStop(refresh);
            assertThat(refresh).hasText("Refreshing…");
            PageChecks.passTheTime(page);
            page.unroute("**/console/refresh");
            refresh.click();
            assertThat(page.locator(".timeline")).containsText("a refresh was asked for by demo: to be sure");
        }
    }

    @Test
    void charts_are_drawn_out_of_their_tables_and_the_tables_stay() {
        try (BrowserContext context = context(ColorScheme.LIGHT, true);
                Page page = signedIn(context)) {
            assertThat(page.locator(".plot canvas")).hasCount(4);
            Locator chart = page.locator(".chart").first();
            assertThat(chart.locator("table")).not().isVisible();
            chart.locator("summary").click();
            assertThat(chart.locator("table")).isVisible();
            assertThat(chart.locator("thead th")).hasText(new String[] {"Day (UTC)", "Pro", "Team", "Together"});
            assertThat(chart.locator("tbody tr")).hasCount(90);
        }
    }

    @Test
    void without_script_the_tables_are_open_and_everything_can_be_reached() {
        try (BrowserContext context = context(ColorScheme.LIGHT, false);
                Page page = signedIn(context)) {
            assertThat(page.locator(".chart table").first()).isVisible();
            assertThat(page.locator("canvas")).hasCount(0);
            page.getByRole(
                            AriaRole.LINK,
                            new Page.GetByRoleOptions().setName("Tenants").setExact(true))
                    .click();
            page.getByLabel("Tenant, customer or subscription").fill("acm");
            button(page, "Search").click();
            page.getByRole(
                            AriaRole.LINK,
                            new Page.GetByRoleOptions().setName("acme").setExact(true))
                    .click();
            assertThat(page.locator(".because")).containsText("The plan is team because");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"acorn-10", "cus_Q10000007", "status", "pages"})
    void tenants_are_found_by_what_is_at_hand(String how) {
        try (BrowserContext context = context(ColorScheme.LIGHT, true);
                Page page = signedIn(context)) {
            page.navigate(demo.base() + "/console/tenants");
            Locator rows = page.locator("tbody tr");
            switch (how) {
                case "status" -> {
                    page.getByLabel("Status").selectOption("past_due");
                    button(page, "Search").click();
                    assertThat(page.locator("tbody .s-past-due")).hasCount(50);
                }
                case "pages" -> {
                    String last = rows.last().locator("th").innerText();
                    page.getByText("Next page").click();
                    assertThat(rows.first().locator("th")).not().hasText(last);
                    assertThat(rows).hasCount(50);
                }
                default -> {
                    page.getByLabel("Tenant, customer or subscription").fill(how);
                    button(page, "Search").click();
                    page.waitForURL("**q=" + how + "**");
                    assertThat(rows.first()).containsText(how.startsWith("cus") ? "harbor-1007" : how);
                }
            }
        }
    }

    @Test
    void a_disputed_customer_is_bound_for_a_reason_and_the_audit_says_who_and_why() {
        try (BrowserContext context = context(ColorScheme.LIGHT, true);
                Page page = signedIn(context)) {
            page.navigate(demo.base() + "/console/inbox");
            page.getByText("Bind…").first().click();
            assertThat(page.locator("#bind-customer")).hasValue(disputed);
            picture(page, "event-light");
            page.getByLabel("Tenant", new Page.GetByLabelOptions().setExact(true))
                    .fill("globex");
            page.locator("#bind-reason").fill("their invoice says so");
            button(page, "Bind the customer").click();
            assertThat(page.locator("#bind-customer-error")).containsText("bound to initech already");
            page.getByLabel("Tenant", new Page.GetByLabelOptions().setExact(true))
                    .fill("initech");
            button(page, "Bind the customer").click();
            assertThat(page.locator(".because")).containsText("The plan is pro because");
            assertThat(page.locator(".timeline")).containsText("by demo: their invoice says so");
            picture(page, "bound-light");
            page.locator("#refresh-reason").fill("to be sure");
            button(page, "Refresh this tenant").click();
            assertThat(page.locator(".timeline")).containsText("a refresh was asked for by demo: to be sure");
            List<String> kinds = page.locator(".timeline .kind").allInnerTexts();
            org.assertj.core.api.Assertions.assertThat(kinds).contains("event", "decision");
            page.getByText("and its payload").first().click();
            page.locator("#replay-reason").fill("once more");
            button(page, "Replay this event").click();
            assertThat(page.locator(".note")).containsText("applied again");
            page.navigate(demo.base() + "/console/tenant?id=initech");
            assertThat(page.locator(".timeline")).containsText("was replayed by demo: once more");
        }
    }
}
