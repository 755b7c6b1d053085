package dev.missioncontrol.billing.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    @TempDir
    private Path folder;

    private final Report report = new Report();

    @Test
    void a_ratio_is_that_of_the_medians_and_not_of_the_rounds() throws IOException {
        for (double rate : new double[] {100, 400, 200}) report.add("limit", rate, "1/s", "", "");
        for (double rate : new double[] {90, 10, 100}) report.add("measured", rate, "1/s", "limit", "");

        JsonNode measured = written().path("measurements").get(1);

        assertThat(measured.path("ratio").asDouble()).isEqualTo(90.0 / 200);
        assertThat(measured.path("limit").asText()).isEqualTo("limit");
    }

    @Test
    void what_is_held_to_nothing_measured_has_no_ratio() throws IOException {
        report.say("limit", Proc.ELSEWHERE);
        report.add("measured", 90, "1/s", "limit", "");
        report.add("alone", 90, "1/s", "", "");

        assertThat(written().path("measurements")).noneMatch(one -> one.has("ratio"));
    }

    @Test
    void what_was_left_out_stands_in_the_table_with_its_reason() throws IOException {
        report.say("left out: 10,000,000 tenants", "too little disk");

        ByteArrayOutputStream table = new ByteArrayOutputStream();
        report.print(new PrintStream(table, true, StandardCharsets.UTF_8));

        assertThat(table.toString(StandardCharsets.UTF_8))
                .containsPattern("left out: 10,000,000 tenants +too little disk");
        assertThat(written().path("measurements").get(0).path("note").asText()).isEqualTo("too little disk");
    }

    private JsonNode written() throws IOException {
        Path file = folder.resolve("bench.json");
        report.write(file, Map.of());
        return new ObjectMapper().readTree(file.toFile());
    }
}
