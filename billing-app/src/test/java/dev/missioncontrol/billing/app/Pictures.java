package dev.missioncontrol.billing.app;

import com.microsoft.playwright.Page;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/** Pictures of pages: always beside the build, and for the documents where {@code -Dpictures=docs} asks for them. */
final class Pictures {
    private static final Path BUILT = Path.of("target", "screenshots", "states");
    private static final Path DOCUMENTS = Path.of("..", "docs", "pictures");
    private static final boolean ASKED = "docs".equals(System.getProperty("pictures"));

    /** Colours of an indexed picture; a page has fewer that matter. */
    private static final int COLOURS = 256;

    private Pictures() {}

    static void take(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(BUILT.resolve(name + ".png"))
                .setFullPage(true));
    }

    /** The same, for the documents too. */
    static void takeForDocuments(Page page, String name) {
        take(page, name);
        if (!ASKED) return;
        try {
            BufferedImage whole =
                    ImageIO.read(new ByteArrayInputStream(Files.readAllBytes(BUILT.resolve(name + ".png"))));
            Files.createDirectories(DOCUMENTS);
            ImageIO.write(
                    indexed(whole), "png", DOCUMENTS.resolve(name + ".png").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A third of the bytes: the most frequent colours, and for the others the nearest of them. */
    private static BufferedImage indexed(BufferedImage whole) {
        Map<Integer, Integer> often = new HashMap<>();
        for (int y = 0; y < whole.getHeight(); y++)
            for (int x = 0; x < whole.getWidth(); x++) often.merge(whole.getRGB(x, y), 1, Integer::sum);
        List<Integer> kept = often.entrySet().stream()
                .sorted(Map.Entry.<Integer, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(COLOURS)
                .map(Map.Entry::getKey)
                .toList();
        int[] palette = kept.stream().mapToInt(Integer::intValue).toArray();
        Map<Integer, Integer> nearest = new HashMap<>();
        IndexColorModel colours =
                new IndexColorModel(8, palette.length, palette, 0, false, -1, java.awt.image.DataBuffer.TYPE_BYTE);
        BufferedImage small =
                new BufferedImage(whole.getWidth(), whole.getHeight(), BufferedImage.TYPE_BYTE_INDEXED, colours);
        for (int y = 0; y < whole.getHeight(); y++)
            for (int x = 0; x < whole.getWidth(); x++)
                small.getRaster()
                        .setSample(x, y, 0, nearest.computeIfAbsent(whole.getRGB(x, y), rgb -> index(rgb, palette)));
        return small;
    }

    private static int index(int rgb, int[] palette) {
        int best = 0;
        for (int i = 1; i < palette.length; i++) if (distance(rgb, palette[i]) < distance(rgb, palette[best])) best = i;
        return best;
    }

    private static int distance(int one, int other) {
        int sum = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            int apart = (one >> shift & 0xff) - (other >> shift & 0xff);
            sum += apart * apart;
        }
        return sum;
    }
}
