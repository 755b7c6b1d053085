package dev.missioncontrol.billing.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import dev.missioncontrol.billing.http.pages.PagePart;
import dev.missioncontrol.billing.id.TenantId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every state of the billing page in the running product: its words, its one button, and what a browser measures of it. */
class PageStatesIT {
    private static final String SECRET = RandomHex.ofBytes(32);
    private static final int PHONE = 320;
    private static final int DESKTOP = 900;

    /** Until what has moved is known to the page. */
    private static final String PAINTED =
            "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))";

    private static final Map<ColorScheme, BrowserContext> CONTEXTS = new EnumMap<>(ColorScheme.class);

    private static Demo demo;
    private static DrippingProxy slowLine;
    private static ABrowser browser;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        Path catalog = Files.writeString(folder.resolve("plans.json"), PageState.CATALOG);
        demo = Demo.start(
                Map.of("BILLING_PORT", "0", "BILLING_CATALOG", catalog.toString(), "BILLING_JWT_SECRET", SECRET));
        browser = new ABrowser();
        slowLine = new DrippingProxy();
        CONTEXTS.put(ColorScheme.LIGHT, context(new Browser.NewContextOptions().setColorScheme(ColorScheme.LIGHT)));
        CONTEXTS.put(
                ColorScheme.DARK,
                context(new Browser.NewContextOptions()
                        .setColorScheme(ColorScheme.DARK)
                        .setProxy(slowLine.settings())));
    }

    @AfterAll
    static void stop() {
        browser.close();
        slowLine.close();
        demo.close();
    }

    private static PageScene scene(String tenant) {
        return new PageScene(demo, SECRET, new TenantId(tenant));
    }

    private static BrowserContext context(Browser.NewContextOptions options) {
        BrowserContext context = browser.get().newContext(options.setReducedMotion(ReducedMotion.REDUCE));
        context.addInitScript(PageChecks.WATCH);
        return context;
    }

    @ParameterizedTest
    @EnumSource(PageState.class)
    void a_state_says_what_happened_in_both_languages_and_offers_one_way_on(PageState state) {
        PageScene scene = scene(state.file());
        state.reach.accept(scene);
        try {
            shown(scene, state, "en-GB", ColorScheme.LIGHT);
            shown(scene, state, "de", ColorScheme.DARK);
        } finally {
            scene.sandbox().comeBack();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {PHONE, DESKTOP})
    void sections_that_come_late_move_nothing_that_is_seen(int width) {
        PageScene scene = scene("late-" + width);
        scene.bought("team", "month", 5);
        scene.sandbox().advance(Duration.ofDays(100));
        for (boolean lastFirst : List.of(false, true)) {
            try (BrowserContext context =
                    browser.get().newContext(new Browser.NewContextOptions().setViewportSize(width, 780))) {
                context.addInitScript(PageChecks.WATCH);
                Page page = context.newPage();
                page.navigate(scene.entrance(true, "de").toString());
                page.waitForCondition(() -> {
                    page.navigate(demo.base() + "/billing");
                    return page.locator("#held-sentence").innerText().startsWith("5 ");
                });
                sectionsCome(page, lastFirst);
                assertThat(page.locator(".invoices tbody tr").count()).isGreaterThanOrEqualTo(3);
                PageChecks.still(page, "late sections at " + width + (lastFirst ? ", the last one first" : ""));
            }
        }
    }

    /** All of them are asked for and seen to be on their way before one of them comes. */
    private static void sectionsCome(Page page, boolean lastFirst) {
        List<Route> sections = new ArrayList<>();
        page.route("**/billing/parts/**", sections::add);
        page.reload();
        page.evaluate("() => document.getElementById('part-payment').scrollIntoView()");
        page.waitForCondition(() -> sections.size() == PagePart.values().length);
        if (lastFirst) Collections.reverse(sections);
        for (Route section : sections)
            page.waitForResponse(section.request().url(), section::resume).finished();
        PageChecks.whole(page);
        page.evaluate(PAINTED);
    }

    private static void shown(PageScene scene, PageState state, String language, ColorScheme scheme) {
        String as = state + " in " + language;
        try (Page page = CONTEXTS.get(scheme).newPage()) {
            page.setViewportSize(DESKTOP, 900);
            // Whoever is signed in as the tenant of the state before would be asked whether to go on.
            page.context().clearCookies();
            page.navigate(scene.entrance(state != PageState.READER, language).toString());
            opens(page, scene, state, language);
            assertThat(page.locator("html").getAttribute("lang")).isEqualTo(language);
            Locator banners = page.locator(".banner");
            assertThat(banners.count()).as(as).isLessThanOrEqualTo(1);
            if (!state.button(language).isEmpty())
                assertThat(banners.locator("button, a.button").allInnerTexts())
                        .as(as)
                        .containsExactly(state.button(language));
            assertThat(page.locator(".button.primary:visible").count())
                    .as("primary buttons, " + as)
                    .isLessThanOrEqualTo(1);
            PageChecks.still(page, as);
            String name = state.file() + "-" + language.substring(0, 2);
            if (scheme == ColorScheme.LIGHT || state == PageState.PAST_DUE) Pictures.takeForDocuments(page, name);
            else Pictures.take(page, name);
            PageChecks.usable(page, as);
            PageChecks.rests(page, as);
            page.setViewportSize(PHONE, 800);
            PageChecks.whole(page);
            PageChecks.fits(page, as + " on a phone");
            PageChecks.apart(page, as + " on a phone");
            PageChecks.targets(page, as + " on a phone");
            if (state == PageState.FREE && scheme == ColorScheme.LIGHT)
                Pictures.takeForDocuments(page, name + "-phone");
            page.setViewportSize(2 * PHONE, 800);
            page.evaluate("() => { document.documentElement.style.zoom = 2; }");
            PageChecks.fits(page, as + " at 200 %");
        }
    }

    /** Deliveries and fetches take a moment: the page is opened until it says so. */
    private static void opens(Page page, PageScene scene, PageState state, String language) {
        String address = demo.base() + "/billing" + state.query();
        page.waitForCondition(() -> {
            if (state == PageState.PROVIDER_AWAY) changeWhileAway(page, scene);
            else page.navigate(address);
            return page.locator("main")
                    .innerText()
                    .replace('\u00a0', ' ')
                    .replace("\n", " ")
                    .contains(state.words(language));
        });
    }

    private static void changeWhileAway(Page page, PageScene scene) {
        scene.sandbox().comeBack();
        page.navigate(demo.base() + "/billing");
        scene.sandbox().goAway();
        page.locator("form[action='/billing/portal'] button").first().click();
        page.waitForLoadState();
    }
}
