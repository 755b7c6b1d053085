package dev.missioncontrol.billing.app;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.Locale;

/** Pictures of pages: always beside the build, and for the documents where they are asked for. */
final class Pictures {
    private static final Path BUILT = Path.of("target", "screenshots", "states");

    private Pictures() {}

    static void take(Page page, String name, String language, ColorScheme scheme) {
        String look = language.substring(0, 2) + "-" + scheme.name().toLowerCase(Locale.ROOT);
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(BUILT.resolve(name + "-" + look + ".png"))
                .setFullPage(true));
    }
}
