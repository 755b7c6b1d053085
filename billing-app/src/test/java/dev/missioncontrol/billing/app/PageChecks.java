package dev.missioncontrol.billing.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What holds for a page in every state, as a browser measures it. */
final class PageChecks {
    /** WCAG 2.2 up to AA, and what axe's makers hold to be good practice. */
    private static final String RULES =
            "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice']";

    private static final String AXE = read("/axe.min.js");
    static final String WATCH = read("/pages/watch.js");

    /** What is to be done in half a minute or later is kept, and done when the test says so. */
    static final String KEPT = "window.kept = []; const set = window.setTimeout;"
            + " window.setTimeout = (work, ms, ...more) => ms >= 30_000 ? window.kept.push(work) : set(work, ms, ...more);";

    private PageChecks() {}

    /** Nothing jumped while it came. To be asked before a picture of the whole page, which changes the window. */
    static void still(Page page, String as) {
        assertThat((List<?>) page.evaluate("() => window.watched.shifts"))
                .as("layout shifts, " + as)
                .isEmpty();
    }

    /** Policy, targets, and what axe finds. */
    static void usable(Page page, String as) {
        // Before axe, whose own styles the page's policy forbids.
        assertThat((List<?>) page.evaluate("() => window.watched.violations"))
                .as("forbidden by policy, " + as)
                .isEmpty();
        targets(page, as);
        assertThat(accessibility(page)).as("axe, " + as).isEmpty();
    }

    /** What can be pressed is large enough, at the width that the window has. */
    static void targets(Page page, String as) {
        assertThat((List<?>) page.evaluate(read("/pages/smallTargets.js")))
                .as("targets that are too small, " + as)
                .isEmpty();
    }

    /** What axe finds, a line each. */
    private static List<?> accessibility(Page page) {
        page.evaluate(AXE);
        return (List<?>) page.evaluate("async () => (await axe.run(document, {runOnly: " + RULES
                + ", resultTypes: ['violations']})).violations.flatMap(rule => rule.nodes.map(node =>"
                + " `${rule.id}: ${node.html} ${node.failureSummary}`))");
    }

    /** Whether all of it fits, so that nobody scrolls sideways: WCAG 1.4.10. */
    static void fits(Page page, String as) {
        int over = ((Number) page.evaluate(
                        "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .intValue();
        assertThat(over).as("px too wide, " + as).isZero();
    }

    /** No text lies on another. */
    static void apart(Page page, String as) {
        assertThat((List<?>) page.evaluate(read("/pages/overlaps.js")))
                .as("texts on each other, " + as)
                .isEmpty();
    }

    /** Sections that come later are there: somebody has scrolled down to each. */
    static void whole(Page page) {
        page.waitForFunction("() => { document.querySelector('.part-link')?.scrollIntoView();"
                + " return !document.querySelector('.part-link, .part-body[aria-busy]'); }");
    }

    /** Presses a button that says then that it works, and after that the browser's own for stopping. */
    static void pressAndStop(Locator button) {
        button.evaluate("async (button) => { button.click();"
                + " do await new Promise(requestAnimationFrame); while (button.ariaBusy !== 'true');"
                // A form is sent once the script that presses has come to its end.
                + " await new Promise(requestAnimationFrame); window.stop(); }");
    }

    /** Does what was {@link #KEPT}. */
    static void passTheTime(Page page) {
        page.evaluate("() => window.kept.forEach((work) => work())");
    }

    static void rests(Page page, String as) {
        assertThat((List<?>) page.evaluate(read("/pages/moving.js")))
                .as("moves, " + as)
                .isEmpty();
    }

    /** What the keyboard is on. */
    static String focused(Page page) {
        Map<?, ?> focus = (Map<?, ?>) page.evaluate(read("/pages/focus.js"));
        String on = Objects.toString(focus.get("on"));
        assertThat(focus.get("seen")).as("focus can be seen on " + on).isEqualTo(true);
        return on;
    }

    private static String read(String name) {
        try (InputStream own = Objects.requireNonNull(PageChecks.class.getResourceAsStream(name), name)) {
            return new String(own.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
