package dev.missioncontrol.billing.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class PicturesTest {
    private static final String RUN = """
            {"machine": {"measured": "2026-01-02T03:04:05Z", "processors": "2", "java": "17.0.1", "connections": "32"},
             "measurements": [
              {"name": "growth: webhooks [10]", "values": [1000.0]},
              {"name": "growth: webhooks [20]", "values": [950.0], "limit": "growth: webhooks [10]", "ratio": 0.95},
              {"name": "growth: status <all> & [20]", "values": [45.0], "limit": "x", "ratio": 0.45},
              {"name": "limit: bare", "values": [9.0], "limit": "x", "ratio": 7.5}]}
            """;

    @TempDir
    private Path folder;

    @Test
    void each_ratio_is_a_bar_as_long_as_it_says_and_a_limit_of_others_is_none() throws Exception {
        Document svg = parsed(growth());

        List<Double> widths = widths(svg);
        assertThat(widths).hasSize(2);
        assertThat(widths.get(0) / widths.get(1)).isCloseTo(0.95 / 0.45, org.assertj.core.data.Offset.offset(0.01));
        assertThat(svg.getDocumentElement().getTextContent())
                .contains("0.95", "0.45")
                .doesNotContain("7.50");
    }

    @Test
    void the_line_stands_where_a_bar_of_the_target_would_end() throws Exception {
        Document svg = parsed(growth());

        double line =
                Double.parseDouble(((Element) svg.getElementsByTagName("line").item(0)).getAttribute("x1"));
        Element bar = (Element) svg.getElementsByTagName("rect").item(1);
        double perShare = Double.parseDouble(bar.getAttribute("width")) / 0.95;
        assertThat(line - Double.parseDouble(bar.getAttribute("x")))
                .isCloseTo(0.9 * perShare, org.assertj.core.data.Offset.offset(0.2));
    }

    @Test
    void who_hears_a_picture_is_told_all_that_it_shows() throws Exception {
        Element svg = parsed(growth()).getDocumentElement();

        assertThat(svg.getAttribute("role")).isEqualTo("img");
        assertThat(svg.getAttribute("aria-labelledby")).isEqualTo("title desc");
        assertThat(svg.getElementsByTagName("title").item(0).getTextContent()).isNotBlank();
        assertThat(svg.getElementsByTagName("desc").item(0).getTextContent())
                .contains(
                        "0.9 = target",
                        "growth: webhooks [20]: 0.95 of growth: webhooks [10]",
                        "growth: status <all> & [20]: 0.45 of x",
                        "Measured 2026-01-02, 2 processors");
    }

    @Test
    void a_picture_that_nothing_was_measured_for_stays_as_an_earlier_run_drew_it() throws IOException {
        Path earlier = Files.writeString(folder.resolve("nodes.svg"), "earlier");
        Path json = Files.writeString(folder.resolve("bench.json"), RUN);

        Pictures.draw(json, folder);

        assertThat(earlier).hasContent("earlier");
        assertThat(folder.resolve("growth.svg")).content().startsWith("<svg");
        assertThat(folder.resolve("webhooks.svg")).doesNotExist();
    }

    private static String growth() throws IOException {
        Map<String, Picture> pictures = Pictures.of(new ObjectMapper().readTree(RUN));
        assertThat(pictures).containsOnlyKeys("growth.svg");
        return pictures.get("growth.svg").svg();
    }

    private static Document parsed(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<Double> widths(Document svg) {
        List<Double> widths = new ArrayList<>();
        NodeList rectangles = svg.getElementsByTagName("rect");
        for (int one = 0; one < rectangles.getLength(); one++) {
            Element rectangle = (Element) rectangles.item(one);
            if (rectangle.getAttribute("class").equals("bar"))
                widths.add(Double.parseDouble(rectangle.getAttribute("width")));
        }
        return widths;
    }
}
