package dev.missioncontrol.billing.app;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The machine's Chromium, without a window. */
final class ABrowser implements AutoCloseable {
    private final Playwright playwright;
    private final Browser browser;

    /** How long something may take to come into a page on a busy machine, in milliseconds; the usual five seconds are for one that is not. */
    private static final double PATIENCE_MS = 30_000;

    ABrowser() {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
        Map<String, String> env =
                Map.of("PLAYWRIGHT_NODEJS_PATH", Programs.onPath("node"), "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        playwright = Playwright.create(new Playwright.CreateOptions().setEnv(env));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(Path.of(Programs.onPath("chromium")))
                        .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-background-networking")));
    }

    Browser get() {
        return browser;
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
