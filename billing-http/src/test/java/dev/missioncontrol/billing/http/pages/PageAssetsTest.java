package dev.missioncontrol.billing.http.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.http.console.ConsoleAssets;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PageAssetsTest {
    private static final int MOST_BYTES = 60 * 1024;
    private static final List<String> FILES = List.of("billing.css", "billing.js", "favicon.svg");
    private static final Pattern COLOUR = Pattern.compile("--billing-([a-z-]+): (#[0-9a-f]{6});");

    /** WCAG 2.2: text against what is behind it, 1.4.3. */
    private static final double AA_TEXT = 4.5;

    /** WCAG 2.2: edges of fields and buttons, the focus ring, 1.4.11. */
    private static final double AA_EDGE = 3;

    @Test
    void the_largest_page_with_all_that_it_loads_is_small() {
        int bytes = GermanPageTest.pages().stream()
                .mapToInt(page -> page.html().getBytes(StandardCharsets.UTF_8).length)
                .max()
                .orElseThrow();
        for (String file : FILES) bytes += read(file).getBytes(StandardCharsets.UTF_8).length;
        assertThat(bytes).isLessThan(MOST_BYTES);
    }

    @Test
    void no_part_of_a_stylesheet_or_script_is_forgotten_or_counts_twice() throws IOException, URISyntaxException {
        for (Asset asset : List.of(PageAssets.STYLE, PageAssets.SCRIPT, ConsoleAssets.FILES.get("console.css"))) {
            Path folder = Path.of(
                            asset.beside().getResource(asset.parts().get(0)).toURI())
                    .getParent();
            try (Stream<Path> written = Files.list(folder)) {
                assertThat(written.map(file -> folder.getFileName() + "/" + file.getFileName()))
                        .containsExactlyInAnyOrderElementsOf(asset.parts());
            }
        }
    }

    @Test
    void nothing_is_fetched_from_elsewhere() {
        assertThat(read("billing.css")).doesNotContain("url(").doesNotContain("@import");
        assertThat(read("billing.js"))
                .doesNotContain("http")
                .doesNotContain("innerHTML")
                .doesNotContain("eval");
    }

    @Test
    void text_and_edges_stand_out_in_light_and_dark() {
        String css = read("billing.css");
        int dark = css.indexOf("@media (prefers-color-scheme: dark)");
        Map<String, String> light = colours(css.substring(0, dark));
        Map<String, String> night = new HashMap<>(light);
        night.putAll(colours(css.substring(dark, css.indexOf("*,\n", dark))));
        for (Map<String, String> scheme : List.of(light, night)) {
            for (String ground : List.of("page", "surface")) {
                for (String text : List.of("text", "muted", "accent", "bad"))
                    assertContrast(scheme, text, ground, AA_TEXT);
                assertContrast(scheme, "edge", ground, AA_EDGE);
            }
            for (String tone : List.of("info", "good", "warn", "bad")) {
                assertContrast(scheme, tone, tone + "-soft", AA_TEXT);
                assertContrast(scheme, "accent", tone + "-soft", AA_EDGE);
            }
            assertContrast(scheme, "on-accent", "accent", AA_TEXT);
            assertContrast(scheme, "on-strip", "strip", AA_TEXT);
        }
    }

    private static void assertContrast(Map<String, String> scheme, String one, String other, double least) {
        double a = luminance(scheme.get(one));
        double b = luminance(scheme.get(other));
        assertThat((Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05))
                .as("%s %s on %s %s", one, scheme.get(one), other, scheme.get(other))
                .isGreaterThanOrEqualTo(least);
    }

    /** Relative luminance as WCAG 2.2 defines it. */
    private static double luminance(String hex) {
        int rgb = Integer.parseInt(hex.substring(1), 16);
        return 0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8) + 0.0722 * linear(rgb);
    }

    private static double linear(int channel) {
        double share = (channel & 0xff) / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    }

    private static Map<String, String> colours(String css) {
        Map<String, String> found = new HashMap<>();
        Matcher matcher = COLOUR.matcher(css);
        while (matcher.find()) found.put(matcher.group(1), matcher.group(2));
        return found;
    }

    private static String read(String file) {
        return new String(PageAssets.FILES.get(file).read(), StandardCharsets.UTF_8);
    }
}
