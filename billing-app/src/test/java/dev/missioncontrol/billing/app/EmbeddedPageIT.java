package dev.missioncontrol.billing.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.missioncontrol.billing.id.TenantId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The billing page inside an application's own page on another origin, without a frame: {@code <billing-page>}. */
class EmbeddedPageIT {
    private static final String SECRET = RandomHex.ofBytes(32);

    private static Shop shop;
    private static Shop stranger;
    private static Demo demo;
    private static ABrowser browser;

    /** An application with a page of its own, and a route that gives its signed-in user a token. */
    private record Shop(HttpServer server) implements AutoCloseable {
        static Shop open() throws IOException {
            Shop shop = new Shop(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
            shop.server.createContext("/token", exchange -> answer(exchange, "text/plain", demo.token()));
            shop.server.createContext(
                    "/keeper", exchange -> answer(exchange, "text/html; charset=utf-8", PAGE_OF_KEEPER));
            shop.server.createContext(
                    "/keepers-token",
                    exchange -> answer(exchange, "text/plain", KEEPER.get().token()));
            shop.server.createContext("/de", exchange -> answer(exchange, "text/html; charset=utf-8", PAGE_OF_NOBODY));
            shop.server.createContext("/", exchange -> answer(exchange, "text/html; charset=utf-8", PAGE));
            shop.server.start();
            return shop;
        }

        URI base() {
            return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        }

        private static void answer(HttpExchange exchange, String type, String text) throws IOException {
            byte[] bytes = text.replace("{billing}", demo.base().toString()).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", type);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    private static final String PAGE = """
            <!doctype html><html lang="en"><meta charset="utf-8"><title>Shop</title>
            <style>billing-page { --billing-accent: rgb(120, 40, 200) }</style>
            <h1>Settings</h1>
            <billing-page src="{billing}"></billing-page>
            <script type="module" src="{billing}/billing/assets/embed.js"></script>
            <script type="module">
              const billing = document.querySelector("billing-page");
              window.heard = [];
              for (const name of ["billing-changed", "billing-session-expired"])
                billing.addEventListener(name, () => window.heard.push(name));
              billing.token = async () => (await fetch("/token")).text();
            </script>
            """;

    /** In German, with a token that nobody believes. */
    private static final String PAGE_OF_NOBODY =
            PAGE.replace("lang=\"en\"", "lang=\"de-AT\"").replace("(await fetch(\"/token\")).text()", "\"nobody's\"");

    /** Of a tenant that keeps a price that is sold no more. */
    private static final String PAGE_OF_KEEPER = PAGE.replace("/token", "/keepers-token");

    private static final Supplier<PageScene> KEEPER = () -> new PageScene(demo, SECRET, new TenantId("keeper"));

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        shop = Shop.open();
        stranger = Shop.open();
        demo = Demo.start(Map.of(
                "BILLING_PORT",
                "0",
                "BILLING_CATALOG",
                AnOldPrice.catalog(folder).toString(),
                "BILLING_JWT_SECRET",
                SECRET,
                "BILLING_CORS_ORIGINS",
                shop.base().toString(),
                "BILLING_RETURN_URL",
                shop.base() + "/settings"));
        browser = new ABrowser();
    }

    @AfterAll
    static void stop() {
        browser.close();
        demo.close();
        shop.close();
        stranger.close();
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(name).setExact(true))
                .first();
    }

    @Test
    void a_tenant_buys_and_changes_without_leaving_the_applications_page() {
        try (Page page = browser.get().newPage()) {
            page.navigate(shop.base() + "/settings");
            assertThat(page.getByText("You pay nothing.").first()).isVisible();
            assertThat(page.locator("iframe")).hasCount(0);
            page.locator("input[name=seats]:visible").last().fill("5");
            button(page, "Choose Team").click();
            page.locator("form[action$='/pay'] button").click();

            page.waitForURL(url -> url.startsWith(shop.base().toString()));
            assertThat(page.locator("#held-sentence")).containsText("5 seats.");
            page.locator("#part-payment").scrollIntoViewIfNeeded();
            assertThat(page.getByText("Visa ending in 4242").first()).isVisible();
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(Path.of("target", "screenshots", "embedded.png"))
                    .setFullPage(true));

            page.locator("input[name=seats]:visible").last().fill("8");
            button(page, "Change seats").click();
            Locator confirm = page.locator("#proposal button").first();
            assertThat(confirm).containsText("Confirm and pay");
            confirm.click();
            assertThat(page.locator("#held-sentence")).containsText("8 seats.");
            page.waitForFunction("window.heard.includes('billing-changed')");
            assertThat(page.url()).startsWith(shop.base().toString());
            assertThat(page.locator("#held-plan")
                            .evaluate("one => getComputedStyle(one.getRootNode().host)"
                                    + ".getPropertyValue('--billing-accent').trim()"))
                    .isEqualTo("rgb(120, 40, 200)");
            assertThat(page.context().cookies())
                    .as("no cookie, of whatever site")
                    .isEmpty();
            cancels(page);
            keepsTheKeyboard(page);
        }
    }

    private static void cancels(Page page) {
        button(page, "Cancel subscription").click();
        page.locator("#proposal button.danger").click();
        assertThat(page.locator(".banner")).containsText("Team ends on");
        assertThat(page.locator("#announce").getAttribute("lang"))
                .as("what is said aloud is in the page's language")
                .isEqualTo(page.locator("#main").getAttribute("lang"));
    }

    /** There is a notice, which nobody has asked for. */
    private static void keepsTheKeyboard(Page page) {
        Object kept = page.evaluate("""
                async () => {
                  const field = document.body.appendChild(document.createElement("input"));
                  field.focus();
                  await document.querySelector("billing-page").reload();
                  return document.activeElement === field;
                }
                """);
        assertThat(kept).as("the application's page keeps the keyboard").isEqualTo(true);
    }

    @Test
    void an_application_hears_of_what_is_held_and_not_of_what_is_only_known_better() {
        Iterator<String> tags =
                List.of("\"v1.a\"", "\"v1.b\"", "W/\"v1.c\"", "\"v2.c\"").iterator();
        try (Page page = browser.get().newPage()) {
            page.route(demo.base() + "/billing", route -> {
                APIResponse answer = route.fetch();
                Map<String, String> headers = new HashMap<>(answer.headers());
                headers.put("etag", tags.next());
                route.fulfill(new Route.FulfillOptions().setResponse(answer).setHeaders(headers));
            });
            page.navigate(shop.base() + "/settings");
            assertThat(page.locator("#held-plan")).isVisible();
            String reload = "document.querySelector('billing-page').reload()";
            for (int i = 0; i < 2; i++) page.evaluate(reload);
            assertThat(page.evaluate("window.heard")).isEqualTo(List.of());
            page.evaluate(reload);
            assertThat(page.evaluate("window.heard")).isEqualTo(List.of("billing-changed"));
        }
    }

    @Test
    void who_keeps_a_price_that_is_sold_no_more_is_shown_what_it_has_and_changes_seats() {
        AnOldPrice.ofTeam(KEEPER.get());
        try (Page page = browser.get().newPage()) {
            List<String> broken = new ArrayList<>();
            page.onPageError(broken::add);
            page.waitForCondition(() -> {
                page.navigate(shop.base() + "/keeper");
                page.getByText(Pattern.compile("5 seats|2 seats|You pay nothing|Billing can't be shown"))
                        .first()
                        .waitFor();
                return page.getByText("5 seats.").count() > 0
                        || page.locator(".embed-away").count() > 0;
            });
            assertThat(page.getByText("Billing can't be shown just now.")).hasCount(0);
            page.locator("input[name=seats]:visible").last().fill("6");
            button(page, "Change seats").click();
            assertThat(page.locator("#proposal button").first()).containsText("Confirm and pay");
            page.locator("#part-payment").scrollIntoViewIfNeeded();
            assertThat(page.getByText("Visa ending in 4242").first()).isVisible();
            assertThat(broken).as("errors of the script").isEmpty();
        }
    }

    @Test
    void what_the_element_says_itself_is_in_the_language_of_the_page_around_it() {
        try (Page page = browser.get().newPage()) {
            page.navigate(shop.base() + "/de");
            assertThat(page.getByRole(AriaRole.ALERT)).hasText("Sie sind nicht mehr angemeldet.");
            assertThat(button(page, "Erneut versuchen")).isVisible();
            assertThat(page.evaluate("window.heard.includes('billing-session-expired')"))
                    .isEqualTo(true);
        }
    }

    @Test
    void a_page_that_is_not_listed_shows_nothing_of_it() {
        try (Page page = browser.get().newPage()) {
            page.navigate(stranger.base() + "/settings");
            page.waitForLoadState();
            assertThat(page.locator("billing-page").evaluate("one => one.shadowRoot === null"))
                    .isEqualTo(true);
            assertThat(page.locator("#held-plan")).hasCount(0);
        }
    }
}
