package dev.missioncontrol.billing.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Shares as bars, with a line where the limit or the target is: an SVG that stands by itself, on a ground of its own, light or dark as
 * its reader's system is. All that it shows is in its description too, for who hears it.
 *
 * @param line where the line is, as a share
 * @param lineName what the line means
 * @param foot where and when it was measured
 */
record Picture(String title, double line, String lineName, String foot, List<Bar> bars) {
    private static final int WIDTH = 760;
    private static final int MARGIN = 24;
    private static final int TOP = 76;
    private static final int ROW = 44;
    private static final int BAR = 14;

    /** Beside the longest bar there is space for its figure. */
    private static final int FIGURE = 56;

    private static final String STYLE = """
            .ground{fill:#fff;stroke:#d0d7de}text{fill:#1f2328;stroke:#fff}.line,.foot{fill:#57606a}.bar{fill:#0969da}.limit{stroke:#1f2328}
            @media(prefers-color-scheme:dark){.ground{fill:#161b22;stroke:#30363d}text{fill:#e6edf3;stroke:#161b22}\
            .line,.foot{fill:#9198a1}.bar{fill:#4493f8}.limit{stroke:#e6edf3}}
            text{font-family:system-ui,-apple-system,"Segoe UI",sans-serif;font-size:13px;paint-order:stroke;stroke-width:4px}.title{font-size:17px;font-weight:600}\
            .figure{font-weight:600}.foot{font-size:11px}.limit{stroke-width:1.5;stroke-dasharray:5 4}
            """;

    /** One of them. @param share of what it is held to */
    record Bar(String name, double share, String heldTo) {
        private String figure() {
            return String.format(Locale.ROOT, "%.2f", share);
        }
    }

    String svg() {
        int height = TOP + bars.size() * ROW + 40;
        double longest =
                Math.max(line, bars.stream().mapToDouble(Bar::share).max().orElse(line));
        double scale = (WIDTH - 2 * MARGIN - FIGURE) / longest;
        List<String> lines = new ArrayList<>(List.of(
                String.format(
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\""
                                + " aria-labelledby=\"title desc\">",
                        WIDTH, height, WIDTH, height),
                "<title id=\"title\">" + escaped(title) + "</title>",
                "<desc id=\"desc\">" + escaped(described()) + "</desc>",
                "<style>" + STYLE + "</style>",
                String.format(
                        "<rect class=\"ground\" x=\"0.5\" y=\"0.5\" width=\"%d\" height=\"%d\" rx=\"8\"/>",
                        WIDTH - 1, height - 1),
                text("title", MARGIN, 34, title)));
        for (int row = 0; row < bars.size(); row++)
            lines.add(String.format(
                    Locale.ROOT,
                    "<rect class=\"bar\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>",
                    MARGIN,
                    TOP + row * ROW + 18,
                    bars.get(row).share * scale,
                    BAR));
        lines.addAll(limit(MARGIN + line * scale, height - 34));
        for (int row = 0; row < bars.size(); row++) {
            Bar bar = bars.get(row);
            lines.add(text("name", MARGIN, TOP + row * ROW + 12, bar.name));
            lines.add(text("figure", MARGIN + bar.share * scale + 6, TOP + row * ROW + 30, bar.figure()));
        }
        lines.add(text("foot", MARGIN, height - 14, foot));
        lines.add("</svg>");
        return String.join("\n", lines) + "\n";
    }

    /** Its name stands on the side that has the space. */
    private List<String> limit(double x, int bottom) {
        String line = "<line class=\"limit\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>";
        String name = "<text class=\"line\" x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">%s</text>";
        return List.of(
                String.format(Locale.ROOT, line, x, TOP - 12, x, bottom),
                String.format(Locale.ROOT, name, x, TOP - 18, x < WIDTH / 2.0 ? "start" : "end", escaped(lineName)));
    }

    private String described() {
        StringBuilder said = new StringBuilder(lineName + ".");
        for (Bar bar : bars)
            said.append(' ')
                    .append(bar.name)
                    .append(": ")
                    .append(bar.figure())
                    .append(" of ")
                    .append(bar.heldTo)
                    .append('.');
        return said.append(' ').append(foot).append('.').toString();
    }

    private static String text(String style, double x, int y, String text) {
        return String.format(
                Locale.ROOT, "<text class=\"%s\" x=\"%.1f\" y=\"%d\">%s</text>", style, x, y, escaped(text));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
